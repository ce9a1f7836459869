"""Access to ZooKeeper is a setting of clusters that have ZooKeeper."""

from msk_model.facts.kafka_versions import is_kraft
from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("metadata-management")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse it on KRaft clusters."""
    if not isinstance(shape.zookeeper_access, bool) or not isinstance(shape.kafka_version, str):
        return None
    if not is_kraft(shape.kafka_version):
        return None
    return Finding(
        rule="zookeeper-access-needs-zookeeper",
        severity=SEVERITY,
        field="zookeeper_access",
        value=shape.zookeeper_access,
        must="be absent on a KRaft cluster, which has no ZooKeeper",
        fix="leave it out",
        source=SOURCE,
    )
