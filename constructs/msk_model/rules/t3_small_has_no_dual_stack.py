"""Dual-stack networking needs brokers larger than kafka.t3.small."""

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("mskp-choose-cluster-network-type")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse IPv6 on the smallest size."""
    if shape.broker_size != "kafka.t3.small" or shape.network_type != "DUAL":
        return None
    return Finding(
        rule="t3-small-has-no-dual-stack",
        severity=SEVERITY,
        field="broker_size",
        value=shape.broker_size,
        must="be larger for a dual-stack network",
        fix="use kafka.m7g.large, or network type IPV4",
        source=SOURCE,
    )
