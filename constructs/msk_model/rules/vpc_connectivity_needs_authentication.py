"""Clusters open to other VPCs authenticate every client."""

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("aws-access-mult-vpc")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse connectivity to other VPCs beside unauthenticated access."""
    if shape.unauthenticated is not True:
        return None
    if not isinstance(shape.vpc_connectivity, frozenset) or not shape.vpc_connectivity:
        return None
    return Finding(
        rule="vpc-connectivity-needs-authentication",
        severity=SEVERITY,
        field="vpc_connectivity",
        value=sorted(shape.vpc_connectivity),
        must="be absent while clients can connect without authentication",
        fix="switch unauthenticated access off",
        source=SOURCE,
    )
