"""How many partitions the topics of a cluster may have together."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from msk_model.facts.broker_sizes import broker_size
from msk_model.finding import Finding, Severity
from msk_model.shape import BrokerType, ClusterShape, ClusterType, TopicShape
from msk_model.sources import developer_guide
from msk_model.unknown import Unknown

_SERVERLESS_PARTITIONS = {False: 2400, True: 120}
"""The quotas of a serverless cluster, by whether partitions are compacted."""


@dataclass(frozen=True, kw_only=True)
class PartitionBudget:
    """What the topics of a cluster have, as far as it is known.

    Attributes:
        replicas: Partitions times their copies, all together: what a provisioned cluster counts.
        ordinary: Partitions that are not compacted: what a serverless cluster counts.
        compacted: Those that are.
    """

    replicas: int = 0
    ordinary: int = 0
    compacted: int = 0

    @classmethod
    def of(cls, topics: Iterable[TopicShape]) -> "PartitionBudget":
        """What `topics` have; nothing where it is unknown, so that the sum never overstates."""
        budget = cls()
        for topic in topics:
            budget = budget.with_topic(topic)
        return budget

    def with_topic(self, topic: TopicShape) -> "PartitionBudget":
        """What they have with one topic more."""
        partitions = topic.partition_count if isinstance(topic.partition_count, int) else 0
        copies = topic.replication_factor if isinstance(topic.replication_factor, int) else 0
        compacts = _is_compacted(topic)
        return PartitionBudget(
            replicas=self.replicas + partitions * copies,
            ordinary=self.ordinary + (0 if compacts else partitions),
            compacted=self.compacted + (partitions if compacts else 0),
        )


def budget_finding(
    cluster: ClusterShape, before: PartitionBudget, topic: TopicShape
) -> Finding | None:
    """What is wrong with one topic more: it takes the cluster beyond a limit.

    Beyond what AWS recommends for the broker size is a warning, beyond the maximum an error:
    Express brokers refuse the partitions, and on Standard brokers MSK refuses updates of the
    cluster. Only the topic that crosses a limit is at fault, and not one that is too large by
    itself where that has a rule of its own.

    Args:
        cluster: Where the topics live.
        before: What the others have.
        topic: The one more.
    """
    if cluster.cluster_type is ClusterType.SERVERLESS:
        return _of_serverless(before, topic)
    name, brokers = cluster.broker_size, cluster.broker_count
    size = broker_size(name) if isinstance(name, str) else None
    if size is None or not isinstance(brokers, int) or brokers <= 0:
        return None
    was, alone, will = (
        math.ceil(budget.replicas / brokers)
        for budget in (before, PartitionBudget.of([topic]), before.with_topic(topic))
    )
    has_rule = size.broker_type is BrokerType.EXPRESS
    for limit, severity, said, told in (
        (size.maximum_partitions, Severity.ERROR, "the most MSK lets a broker have", has_rule),
        (size.recommended_partitions, Severity.WARNING, "as AWS recommends", True),
    ):
        if was <= limit < will and not (told and alone > limit):
            return Finding(
                rule="topics-leave-partitions-to-brokers",
                severity=severity,
                field="partition_count",
                value=topic.partition_count,
                must=f"leave each broker at most the {limit} replicas of {size.name}, {said} "
                f"(all topics together bring {will})",
                fix="use fewer partitions, more brokers or a larger size",
                source=developer_guide("bestpractices"),
            )
    return None


def _of_serverless(before: PartitionBudget, topic: TopicShape) -> Finding | None:
    compacts = _is_compacted(topic)
    limit = _SERVERLESS_PARTITIONS[compacts]
    after = before.with_topic(topic)
    was, will = (one.compacted if compacts else one.ordinary for one in (before, after))
    if not was <= limit < will or will - was > limit:
        return None
    kind = "compacted" if compacts else "ordinary"
    return Finding(
        rule="topics-leave-partitions-to-brokers",
        severity=Severity.ERROR,
        field="partition_count",
        value=topic.partition_count,
        must=f"leave the cluster at most {limit} {kind} partitions, the quota of a serverless "
        f"cluster (all topics together have {will})",
        fix="use fewer partitions, or a provisioned cluster",
        source=developer_guide("limits"),
    )


def _is_compacted(topic: TopicShape) -> bool:
    configs = topic.configs
    policy = None if isinstance(configs, Unknown) else configs.get("cleanup.policy")
    return isinstance(policy, str) and "compact" in policy
