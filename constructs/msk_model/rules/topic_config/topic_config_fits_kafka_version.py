"""Topics carry only settings that the cluster's Kafka knows."""

from msk_model.facts.kafka_versions import release_of
from msk_model.facts.topic_properties import topic_property
from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape, TopicShape
from msk_model.sources import KAFKA_TOPIC_CONFIGS

SEVERITY = Severity.ERROR
SOURCE = KAFKA_TOPIC_CONFIGS


def rule(name: str, value: object, topic: TopicShape, cluster: ClusterShape) -> Finding | None:
    """Refuse a setting that came with a later release, or went with an earlier one."""
    facts = topic_property(name)
    if facts is None or not isinstance(cluster.kafka_version, str):
        return None
    release = release_of(cluster.kafka_version)
    since, removed = (release_of(one) if one else None for one in (facts.since, facts.removed_in))
    if release is None:
        return None
    if since is not None and release < since:
        history, fix = f"this came with {facts.since}", "leave it out, or upgrade the cluster first"
    elif removed is not None and release >= removed:
        history, fix = f"this went with {facts.removed_in}", "leave it out"
    else:
        return None
    return Finding(
        rule="topic-config-fits-kafka-version",
        severity=SEVERITY,
        field="configs",
        value=name,
        must=f"carry only settings of Kafka {cluster.kafka_version}; {history}",
        fix=fix,
        source=SOURCE,
    )
