"""Topics carry only settings that the cluster's Kafka knows."""

from msk_model.facts.kafka_versions import release_of
from msk_model.facts.topic_properties import topic_property
from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape, TopicShape
from msk_model.sources import KAFKA_TOPIC_CONFIGS

SEVERITY = Severity.ERROR
SOURCE = KAFKA_TOPIC_CONFIGS


def rule(name: str, value: object, topic: TopicShape, cluster: ClusterShape) -> Finding | None:
    """Refuse a setting that came with a later release."""
    facts = topic_property(name)
    if facts is None or facts.since is None or not isinstance(cluster.kafka_version, str):
        return None
    since, release = release_of(facts.since), release_of(cluster.kafka_version)
    if since is None or release is None or release >= since:
        return None
    return Finding(
        rule="topic-config-fits-kafka-version",
        severity=SEVERITY,
        field="configs",
        value=name,
        must=f"carry only settings of Kafka {cluster.kafka_version}; this came with {facts.since}",
        fix="leave it out, or upgrade the cluster first",
        source=SOURCE,
    )
