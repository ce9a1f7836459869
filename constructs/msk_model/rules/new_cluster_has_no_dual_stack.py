"""A network becomes dual-stack after its cluster was created."""

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide


def rule(shape: ClusterShape) -> Finding | None:
    """Warn of it at creation: AWS's pages describe it for existing clusters only."""
    if shape.network_type != "DUAL":
        return None
    return Finding(
        rule="new-cluster-has-no-dual-stack",
        severity=Severity.WARNING,
        field="network_type",
        value=shape.network_type,
        must="be IPV4 while the cluster is being created, by all AWS documents",
        fix="deploy with IPV4 first, then change to DUAL in a second deployment",
        source=developer_guide("mskp-choose-cluster-network-type"),
    )
