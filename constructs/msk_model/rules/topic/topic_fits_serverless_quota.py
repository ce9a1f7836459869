"""One topic stays within the partitions of a serverless cluster."""

from collections.abc import Mapping

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape, ClusterType, TopicShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("limits")


def rule(topic: TopicShape, cluster: ClusterShape) -> Finding | None:
    """Refuse more than 2400 partitions, or 120 when compacted."""
    if cluster.cluster_type is not ClusterType.SERVERLESS:
        return None
    if not isinstance(topic.partition_count, int):
        return None
    policy = topic.configs.get("cleanup.policy") if isinstance(topic.configs, Mapping) else None
    compacted = isinstance(policy, str) and "compact" in policy
    quota = 120 if compacted else 2400
    if topic.partition_count <= quota:
        return None
    return Finding(
        rule="topic-fits-serverless-quota",
        severity=SEVERITY,
        field="partition_count",
        value=topic.partition_count,
        must=f"be at most {quota}, the quota of a serverless cluster for "
        f"{'compacted' if compacted else 'ordinary'} partitions",
        fix="use fewer partitions, or a provisioned cluster",
        source=SOURCE,
    )
