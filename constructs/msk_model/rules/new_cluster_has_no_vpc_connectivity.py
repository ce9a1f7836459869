"""Connectivity to other VPCs is switched on after a cluster was created."""

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide


def rule(shape: ClusterShape) -> Finding | None:
    """Warn of it at creation: AWS's pages describe it for active clusters only."""
    if not isinstance(shape.vpc_connectivity, frozenset) or not shape.vpc_connectivity:
        return None
    return Finding(
        rule="new-cluster-has-no-vpc-connectivity",
        severity=Severity.WARNING,
        field="vpc_connectivity",
        value=sorted(shape.vpc_connectivity),
        must="be absent while the cluster is being created, by all AWS documents",
        fix="deploy without it first, then switch it on in a second deployment",
        source=developer_guide("aws-access-mult-vpc"),
    )
