"""Provisioned volume throughput needs kafka.m5.4xlarge, kafka.m7g.2xlarge or larger."""

from msk_model.facts.broker_sizes import broker_size
from msk_model.finding import Finding, Severity
from msk_model.shape import BrokerType, ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("msk-provision-throughput-management")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse provisioned throughput on sizes that cannot have it."""
    if not isinstance(shape.volume_throughput_mibps, int) or not isinstance(shape.broker_size, str):
        return None
    size = broker_size(shape.broker_size)
    if size is None or size.broker_type is BrokerType.EXPRESS or size.max_volume_throughput_mibps:
        return None
    return Finding(
        rule="volume-throughput-needs-large-brokers",
        severity=SEVERITY,
        field="volume_throughput_mibps",
        value=shape.volume_throughput_mibps,
        must=f"not provision throughput on {size.name}",
        fix="use kafka.m5.4xlarge, kafka.m7g.2xlarge or larger, or leave the throughput out",
        source=SOURCE,
    )
