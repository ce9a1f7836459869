"""Every setting of a topic has a value Kafka can read and the cluster accepts."""

from msk_model.facts.topic_properties import TopicHost, topic_property
from msk_model.finding import Finding, Severity
from msk_model.rules.topic.host import host_of
from msk_model.shape import ClusterShape, TopicShape
from msk_model.sources import KAFKA_TOPIC_CONFIGS

SEVERITY = Severity.ERROR
SOURCE = KAFKA_TOPIC_CONFIGS


def rule(name: str, value: object, topic: TopicShape, cluster: ClusterShape) -> Finding | None:
    """Refuse values of the wrong type and outside the range."""
    facts = topic_property(name)
    if facts is None or not isinstance(value, str):
        return None
    version = cluster.kafka_version if isinstance(cluster.kafka_version, str) else None
    accepted = facts.values_at(host_of(cluster) or TopicHost.STANDARD, version)
    if accepted.accepts(value):
        return None
    return Finding(
        rule="topic-config-takes-its-value",
        severity=SEVERITY,
        field="configs",
        value=value,
        must=f"set {name} to {accepted.phrase}",
        fix="correct the value",
        source=SOURCE,
    )
