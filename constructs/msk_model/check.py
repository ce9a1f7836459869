"""All rules over one shape."""

from datetime import date

from msk_model.finding import Finding
from msk_model.rules import CLUSTER_RULES, CREATION_RULES, kafka_version_is_within_support
from msk_model.rules.topic import TOPIC_RULES
from msk_model.shape import ClusterShape, TopicShape


def check_cluster(shape: ClusterShape, *, on: date | None = None) -> tuple[Finding, ...]:
    """What is wrong with a cluster, new or running.

    Args:
        shape: The cluster.
        on: The day to judge the Kafka version's end of support on. Absent: it is not judged.
    """
    found = [finding for rule in CLUSTER_RULES if (finding := rule(shape))]
    if on is not None and (past := kafka_version_is_within_support.rule(shape, on)):
        found.append(past)
    return tuple(found)


def check_new_cluster(shape: ClusterShape, *, on: date | None = None) -> tuple[Finding, ...]:
    """What is wrong with a cluster that is about to be created: also what MSK refuses only then."""
    at_creation = tuple(found for rule in CREATION_RULES if (found := rule(shape)))
    return check_cluster(shape, on=on) + at_creation


def check_topic(topic: TopicShape, cluster: ClusterShape) -> tuple[Finding, ...]:
    """What is wrong with a topic on `cluster`."""
    return tuple(found for rule in TOPIC_RULES if (found := rule(topic, cluster)))
