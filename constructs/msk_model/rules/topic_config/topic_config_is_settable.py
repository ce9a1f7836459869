"""Topics carry only settings that their cluster lets one set."""

from msk_model.facts.topic_properties import TopicHost, all_topic_properties, topic_property
from msk_model.finding import Finding, Severity
from msk_model.nearest import nearest
from msk_model.rules.topic.host import host_of
from msk_model.shape import ClusterShape, TopicShape
from msk_model.sources import KAFKA_TOPIC_CONFIGS, developer_guide

SEVERITY = Severity.ERROR
SOURCE = KAFKA_TOPIC_CONFIGS


def rule(name: str, value: object, topic: TopicShape, cluster: ClusterShape) -> Finding | None:
    """Refuse a setting nobody knows, or one that this kind of cluster keeps to itself."""
    facts = topic_property(name)
    if facts is None:
        likely = nearest(name, [one.name for one in all_topic_properties()])
        return Finding(
            rule="topic-config-is-settable",
            severity=SEVERITY,
            field="configs",
            value=name,
            must="carry only topic settings of Kafka",
            fix=f"use {likely}" if likely else "leave it out",
            source=SOURCE,
        )
    host = host_of(cluster)
    if host is None or host in facts.hosts:
        return None
    held = facts.express_value if host is TopicHost.EXPRESS else None
    return Finding(
        rule="topic-config-is-settable",
        severity=SEVERITY,
        field="configs",
        value=name,
        must=f"carry only settings that can be set on {host.value}",
        fix=f"leave it out; MSK holds it at {held}" if held else "leave it out",
        source=developer_guide(
            "serverless-config"
            if host is TopicHost.SERVERLESS
            else "msk-configuration-express-read-write"
        ),
    )
