"""The storage mode is LOCAL or TIERED."""

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import template_reference

SEVERITY = Severity.ERROR
SOURCE = template_reference("aws-resource-msk-cluster")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse any other word."""
    if not isinstance(shape.storage_mode, str) or shape.storage_mode in {"LOCAL", "TIERED"}:
        return None
    return Finding(
        rule="storage-mode-is-known",
        severity=SEVERITY,
        field="storage_mode",
        value=shape.storage_mode,
        must="be in mode LOCAL or TIERED",
        fix="use one of the two",
        source=SOURCE,
    )
