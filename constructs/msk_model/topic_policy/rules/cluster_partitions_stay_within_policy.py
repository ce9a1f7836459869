"""All topics of a cluster have no more partitions than the policy allows."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msk_model.finding import Finding

if TYPE_CHECKING:
    from msk_model.topic_policy.declared_topic import DeclaredTopic
    from msk_model.topic_policy.policy import TopicPolicy


def rule(
    topics: "tuple[DeclaredTopic, ...]", policy: "TopicPolicy"
) -> "Iterator[tuple[DeclaredTopic, Finding]]":
    """Refuse the topic that goes beyond the limit."""
    limit = policy.max_partitions_per_cluster
    if limit is None:
        return
    total = 0
    for topic in topics:
        count = topic.shape.partition_count
        before, total = total, total + (count if isinstance(count, int) else 0)
        if before <= limit < total:
            yield (
                topic,
                Finding(
                    rule="cluster-partitions-stay-within-policy",
                    severity=policy.severity,
                    field="partition_count",
                    value=count,
                    must=f"leave all topics of the cluster at most {limit} partitions (with this "
                    f"one they have {total})",
                    fix="use fewer partitions, or another cluster",
                    source=policy.source,
                ),
            )
