"""kafka.t3.small brokers keep their metadata in ZooKeeper."""

from msk_model.facts.kafka_versions import is_kraft
from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import template_reference

SEVERITY = Severity.ERROR
SOURCE = template_reference("aws-properties-msk-cluster-brokernodegroupinfo")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse KRaft versions on the smallest size."""
    if shape.broker_size != "kafka.t3.small" or not isinstance(shape.kafka_version, str):
        return None
    if not is_kraft(shape.kafka_version):
        return None
    return Finding(
        rule="t3-small-needs-zookeeper",
        severity=SEVERITY,
        field="broker_size",
        value=shape.broker_size,
        must=f"be larger for KRaft metadata (Kafka {shape.kafka_version})",
        fix="use kafka.m7g.large, or a Kafka version without .kraft",
        source=SOURCE,
    )
