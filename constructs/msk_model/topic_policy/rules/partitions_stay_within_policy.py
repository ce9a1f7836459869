"""A topic has no more partitions than the policy and its plan allow."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msk_model.finding import Finding

if TYPE_CHECKING:
    from msk_model.topic_policy.declared_topic import DeclaredTopic
    from msk_model.topic_policy.policy import TopicPolicy


def rule(topic: "DeclaredTopic", policy: "TopicPolicy") -> Iterator[Finding]:
    """Refuse more partitions than the lesser of the two limits."""
    plan, count = policy.plan_of(topic), topic.shape.partition_count
    limits = (policy.max_partitions_per_topic, plan.max_partition_count if plan else None)
    stated = [limit for limit in limits if limit is not None]
    if not stated or not isinstance(count, int) or count <= min(stated):
        return
    yield Finding(
        rule="partitions-stay-within-policy",
        severity=policy.severity,
        field="partition_count",
        value=count,
        must=f"be at most {min(stated)}",
        fix="use fewer partitions, or another plan" if plan else "use fewer partitions",
        source=policy.source,
    )
