"""Topics do not take the names of MSK's and Kafka's own topics."""

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape, TopicShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("troubleshooting")

_OF_KAFKA = {"__consumer_offsets", "__transaction_state", "__cluster_metadata"}


def rule(topic: TopicShape, cluster: ClusterShape) -> Finding | None:
    """Refuse names that MSK and Kafka keep for themselves."""
    name = topic.topic_name
    if not isinstance(name, str):
        return None
    if not name.startswith("__amazon_msk") and name not in _OF_KAFKA:
        return None
    return Finding(
        rule="topic-name-is-not-reserved",
        severity=SEVERITY,
        field="topic_name",
        value=name,
        must="not be one that MSK or Kafka keeps for itself",
        fix="choose a name without two leading underscores",
        source=SOURCE,
    )
