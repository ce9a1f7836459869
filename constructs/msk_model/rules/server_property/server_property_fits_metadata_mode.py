"""Configurations of KRaft clusters carry no ZooKeeper properties."""

from msk_model.facts.kafka_versions import is_kraft
from msk_model.facts.server_properties import server_property
from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("msk-configuration-properties")


def rule(name: str, value: object, shape: ClusterShape) -> Finding | None:
    """Refuse ZooKeeper's properties on KRaft."""
    facts = server_property(name)
    if facts is None or not facts.zookeeper_only or not isinstance(shape.kafka_version, str):
        return None
    if not is_kraft(shape.kafka_version):
        return None
    return Finding(
        rule="server-property-fits-metadata-mode",
        severity=SEVERITY,
        field="server_properties",
        value=name,
        must=f"carry no ZooKeeper property on a KRaft cluster (Kafka {shape.kafka_version})",
        fix="leave it out",
        source=SOURCE,
    )
