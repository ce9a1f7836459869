"""All topics that an app defines on one cluster."""

from collections.abc import Iterator

import aws_cdk as cdk
from constructs import Construct

from cdk_msk.cluster.cluster import Cluster
from msk_model import Finding
from msk_model.partition_budget import PartitionBudget, budget_finding
from msk_model.topic_policy import DeclaredTopic, TopicPolicy

_AT_A_TIME = 5


class ClusterTopics(Construct):
    """What no topic of a cluster can tell alone: their sum, their names, and whose turn it is.

    CloudFormation works on a few topics of a stack at a time, first defined first: all at once
    would run into the throttling of the topic API and of the cluster's controller. Topics in other
    stacks are not waited for.
    """

    @staticmethod
    def of(cluster: Cluster) -> "ClusterTopics":
        """The topics of `cluster`."""
        found = cluster.node.try_find_child("TopicLanes")
        return found if isinstance(found, ClusterTopics) else ClusterTopics(cluster, "TopicLanes")

    def __init__(self, scope: Cluster, id: str) -> None:
        super().__init__(scope, id)
        self._cluster = scope
        self._declared: list[DeclaredTopic] = []
        self._budget = PartitionBudget()
        self._lanes: dict[cdk.Stack, list[cdk.CfnResource]] = {}

    def add(self, topic: DeclaredTopic, policy: TopicPolicy) -> Iterator[Finding]:
        """Count `topic` in, and tell what it breaks together with those before it."""
        yield from policy.check_added(topic, self._declared)
        over = budget_finding(self._cluster.shape, self._budget, topic.shape)
        self._declared.append(topic)
        self._budget = self._budget.with_topic(topic.shape)
        if over is not None:
            yield over

    def queue(self, resource: cdk.CfnResource) -> None:
        """Let `resource` wait for its turn."""
        lane = self._lanes.setdefault(resource.stack, [])
        if len(lane) >= _AT_A_TIME:
            resource.add_resource_dependency(lane[-_AT_A_TIME])
        lane.append(resource)
