"""Topics are managed by MSK itself on Kafka 3.6.0 and later."""

from msk_model.facts.kafka_versions import release_of
from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape, ClusterType, TopicShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("msk-topic-operations-information")


def rule(topic: TopicShape, cluster: ClusterShape) -> Finding | None:
    """Refuse `AWS::MSK::Topic` on older clusters."""
    if cluster.cluster_type is ClusterType.SERVERLESS or not isinstance(cluster.kafka_version, str):
        return None
    release = release_of(cluster.kafka_version)
    if release is None or release >= (3, 6):
        return None
    return Finding(
        rule="topics-need-kafka-version",
        severity=SEVERITY,
        field="topic_name",
        value=cluster.kafka_version,
        must="be on a cluster of Kafka 3.6.0 or later",
        fix="upgrade the cluster first, or create the topic with Kafka's own tools",
        source=SOURCE,
    )
