"""The network type is IPV4 or DUAL."""

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import template_reference

SEVERITY = Severity.ERROR
SOURCE = template_reference("aws-resource-msk-cluster")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse any other word."""
    if not isinstance(shape.network_type, str) or shape.network_type in {"IPV4", "DUAL"}:
        return None
    return Finding(
        rule="network-type-is-known",
        severity=SEVERITY,
        field="network_type",
        value=shape.network_type,
        must="be IPV4 or DUAL",
        fix="use one of the two",
        source=SOURCE,
    )
