"""All rules over one shape."""

from collections.abc import Iterator, Mapping
from datetime import date

from msk_model.finding import Finding
from msk_model.rules import CLUSTER_RULES, CREATION_RULES, kafka_version_is_within_support
from msk_model.rules.server_property import SERVER_PROPERTY_RULES
from msk_model.rules.topic import NATIVE_TOPIC_RULES, TOPIC_RULES
from msk_model.rules.topic_config import TOPIC_CONFIG_RULES
from msk_model.shape import ClusterShape, TopicShape


def check_cluster(shape: ClusterShape, *, on: date | None = None) -> tuple[Finding, ...]:
    """What is wrong with a cluster, new or running.

    Args:
        shape: The cluster.
        on: The day to judge the Kafka version's end of support on. Absent: it is not judged.
    """
    found = [finding for rule in CLUSTER_RULES if (finding := rule(shape))]
    found.extend(_server_property_findings(shape))
    if on is not None and (past := kafka_version_is_within_support.rule(shape, on)):
        found.append(past)
    return tuple(found)


def check_new_cluster(shape: ClusterShape, *, on: date | None = None) -> tuple[Finding, ...]:
    """What is wrong with a cluster that is about to be created: also what MSK refuses only then."""
    return check_cluster(shape, on=on) + check_creation(shape)


def check_creation(shape: ClusterShape) -> tuple[Finding, ...]:
    """What MSK refuses only while it creates a cluster."""
    return tuple(finding for rule in CREATION_RULES if (finding := rule(shape)))


def check_topic(topic: TopicShape, cluster: ClusterShape) -> tuple[Finding, ...]:
    """What is wrong with a topic on `cluster`, whoever manages it."""
    found = [finding for rule in TOPIC_RULES if (finding := rule(topic, cluster))]
    found.extend(_topic_config_findings(topic, cluster))
    return tuple(found)


def check_native_topic(topic: TopicShape, cluster: ClusterShape) -> tuple[Finding, ...]:
    """What is wrong with an ``AWS::MSK::Topic`` on `cluster`."""
    native = tuple(finding for rule in NATIVE_TOPIC_RULES if (finding := rule(topic, cluster)))
    return native + check_topic(topic, cluster)


def _server_property_findings(shape: ClusterShape) -> Iterator[Finding]:
    properties = shape.server_properties
    if isinstance(properties, Mapping):
        for name, value in properties.items():
            for rule in SERVER_PROPERTY_RULES:
                if finding := rule(name, value, shape):
                    yield finding


def _topic_config_findings(topic: TopicShape, cluster: ClusterShape) -> Iterator[Finding]:
    if isinstance(topic.configs, Mapping):
        for name, value in topic.configs.items():
            for rule in TOPIC_CONFIG_RULES:
                if finding := rule(name, value, topic, cluster):
                    yield finding
