"""MSK's own topic resource is for provisioned clusters."""

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape, ClusterType, TopicShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("msk-topic-operations-information")


def rule(topic: TopicShape, cluster: ClusterShape) -> Finding | None:
    """Refuse `AWS::MSK::Topic` on a serverless cluster."""
    if cluster.cluster_type is not ClusterType.SERVERLESS:
        return None
    return Finding(
        rule="topics-need-provisioned-cluster",
        severity=SEVERITY,
        field="topic_name",
        value=topic.topic_name,
        must="be on a provisioned cluster: MSK's topic operations do not reach serverless ones",
        fix="create the topic with Kafka's own tools",
        source=SOURCE,
    )
