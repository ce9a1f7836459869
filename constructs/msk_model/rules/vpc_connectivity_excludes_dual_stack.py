"""Clusters open to other VPCs have an IPv4 network."""

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("mskp-choose-cluster-network-type")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse connectivity to other VPCs on a dual-stack network."""
    if shape.network_type != "DUAL":
        return None
    if not isinstance(shape.vpc_connectivity, frozenset) or not shape.vpc_connectivity:
        return None
    return Finding(
        rule="vpc-connectivity-excludes-dual-stack",
        severity=SEVERITY,
        field="network_type",
        value=shape.network_type,
        must="be IPV4 on a cluster open to other VPCs",
        fix="leave one of the two out",
        source=SOURCE,
    )
