"""Clusters have at most 30 brokers with ZooKeeper and 60 with KRaft, unless AWS allows more."""

from msk_model.facts.kafka_versions import is_kraft
from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.WARNING
SOURCE = developer_guide("limits")


def rule(shape: ClusterShape) -> Finding | None:
    """Warn above the quota, which AWS adjusts on request."""
    if not isinstance(shape.broker_count, int):
        return None
    zookeeper = isinstance(shape.kafka_version, str) and not is_kraft(shape.kafka_version)
    quota = 30 if zookeeper else 60
    if shape.broker_count <= quota:
        return None
    return Finding(
        rule="broker-count-is-within-quota",
        severity=SEVERITY,
        field="broker_count",
        value=shape.broker_count,
        must=f"make at most {quota} brokers in all, the default quota",
        fix="ask AWS for a higher quota, or use a larger broker size",
        source=SOURCE,
    )
