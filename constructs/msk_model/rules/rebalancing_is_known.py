"""Rebalancing is ACTIVE or PAUSED."""

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import template_reference

SEVERITY = Severity.ERROR
SOURCE = template_reference("aws-resource-msk-cluster")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse any other word."""
    if not isinstance(shape.rebalancing, str) or shape.rebalancing in {"ACTIVE", "PAUSED"}:
        return None
    return Finding(
        rule="rebalancing-is-known",
        severity=SEVERITY,
        field="rebalancing",
        value=shape.rebalancing,
        must="be ACTIVE or PAUSED",
        fix="use one of the two",
        source=SOURCE,
    )
