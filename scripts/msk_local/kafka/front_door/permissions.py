"""What the client at the other end of one connection may do."""

import asyncio
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from msk_local.kafka.access.acl import CLUSTER_NAME, Operation, ResourceType
from msk_local.kafka.access.acl_store import AclStore
from msk_local.kafka.access.authorizer import Caller, authorize, authorize_some
from msk_local.kafka.access.policy import Decision, decide
from msk_local.kafka.access.resources import ClusterResources
from msk_model.facts import iam_actions
from msk_model.facts.acl_operations import operations

_REFRESH_SECONDS = 1.0

Statements = Sequence[Mapping[str, Any]]

IAM_ACTIONS: Mapping[tuple[ResourceType, Operation], str] = {
    (ResourceType.CLUSTER, Operation.ALTER): "AlterCluster",
    (ResourceType.CLUSTER, Operation.ALTER_CONFIGS): "AlterClusterDynamicConfiguration",
    (ResourceType.CLUSTER, Operation.DESCRIBE): "DescribeCluster",
    (ResourceType.CLUSTER, Operation.DESCRIBE_CONFIGS): "DescribeClusterDynamicConfiguration",
    (ResourceType.CLUSTER, Operation.IDEMPOTENT_WRITE): "WriteDataIdempotently",
    (ResourceType.TOPIC, Operation.ALTER): "AlterTopic",
    (ResourceType.TOPIC, Operation.ALTER_CONFIGS): "AlterTopicDynamicConfiguration",
    (ResourceType.TOPIC, Operation.CREATE): "CreateTopic",
    (ResourceType.TOPIC, Operation.DELETE): "DeleteTopic",
    (ResourceType.TOPIC, Operation.DESCRIBE): "DescribeTopic",
    (ResourceType.TOPIC, Operation.DESCRIBE_CONFIGS): "DescribeTopicDynamicConfiguration",
    (ResourceType.TOPIC, Operation.READ): "ReadData",
    (ResourceType.TOPIC, Operation.WRITE): "WriteData",
    (ResourceType.GROUP, Operation.DELETE): "DeleteGroup",
    (ResourceType.GROUP, Operation.DESCRIBE): "DescribeGroup",
    (ResourceType.GROUP, Operation.READ): "AlterGroup",
    (ResourceType.TRANSACTIONAL_ID, Operation.DESCRIBE): "DescribeTransactionalId",
    (ResourceType.TRANSACTIONAL_ID, Operation.WRITE): "AlterTransactionalId",
}
"""The action MSK asks for where Kafka asks for an operation; what is not here no policy allows.

https://docs.aws.amazon.com/msk/latest/developerguide/kafka-actions.html: the column "description"
names the ACL that each action is equivalent to.
"""


class Permissions(ABC):
    """Answers to "may this client …?", in the words of Kafka's authorizer."""

    @abstractmethod
    async def refresh(self) -> None:
        """Learn of what changed since the connection was opened."""

    @abstractmethod
    def allows(self, operation: Operation, resource_type: ResourceType, name: str, /) -> bool:
        """Whether an operation on a resource is allowed."""

    @abstractmethod
    def allows_some(self, operation: Operation, resource_type: ResourceType, /) -> bool:
        """Whether an operation is allowed on at least one resource of a type."""

    def on_cluster(self, operation: Operation, /) -> bool:
        """Whether an operation on the cluster is allowed."""
        return self.allows(operation, ResourceType.CLUSTER, CLUSTER_NAME)

    def on_topic(self, operation: Operation, name: str, /) -> bool:
        """Whether an operation on a topic is allowed."""
        return self.allows(operation, ResourceType.TOPIC, name)

    def on_group(self, operation: Operation, group_id: str, /) -> bool:
        """Whether an operation on a consumer group is allowed."""
        return self.allows(operation, ResourceType.GROUP, group_id)

    def on_transactional_id(self, operation: Operation, transactional_id: str, /) -> bool:
        """Whether an operation on a transactional id is allowed."""
        return self.allows(operation, ResourceType.TRANSACTIONAL_ID, transactional_id)

    def authorized_operations(self, resource_type: ResourceType, name: str, /) -> int:
        """All operations allowed on a resource, a bit for each as the protocol counts them."""
        every = (Operation[o] for o in operations(resource_type.name) if o != Operation.ALL.name)
        return sum(1 << one for one in every if self.allows(one, resource_type, name))


class AclPermissions(Permissions):
    """What the access control lists of the cluster allow one client that did not come by IAM.

    Args:
        acls: The lists.
        caller: The client.
    """

    def __init__(self, acls: AclStore, caller: Caller) -> None:
        self._acls = acls
        self._caller = caller
        self._decided: dict[tuple[Operation, ResourceType, str], bool] = {}
        self._decided_on: tuple[int, bool] | None = None

    async def refresh(self) -> None:
        """Nothing to learn: the lists are at hand."""

    def allows(self, operation: Operation, resource_type: ResourceType, name: str, /) -> bool:
        """What the lists say at this moment."""
        now = (self._acls.revision, self._acls.open_without_acl)
        if now != self._decided_on:
            self._decided.clear()
            self._decided_on = now
        question = (operation, resource_type, name)
        if question not in self._decided:
            self._decided[question] = authorize(
                self._acls.acls,
                self._caller,
                *question,
                open_without_acl=self._acls.open_without_acl,
            )
        return self._decided[question]

    def allows_some(self, operation: Operation, resource_type: ResourceType, /) -> bool:
        """What the lists say at this moment."""
        return authorize_some(
            self._acls.acls,
            self._caller,
            operation,
            resource_type,
            open_without_acl=self._acls.open_without_acl,
        )


class PolicyPermissions(Permissions):
    """What the IAM policies of one principal allow on one cluster; no ACL concerns it.

    Args:
        statements_now: Looks the principal's statements up; no statements when it is gone.
        resources: The ARNs of the cluster.
        clock: Monotonic seconds.
    """

    def __init__(
        self,
        statements_now: Callable[[], Statements],
        resources: ClusterResources,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._statements_now = statements_now
        self._resources = resources
        self._clock = clock
        self._statements: Statements = ()
        self._decided: dict[tuple[str, str], bool] = {}
        self._read_at = float("-inf")

    async def refresh(self) -> None:
        """Read the statements again, at most once a second."""
        if self._clock() >= self._read_at + _REFRESH_SECONDS:
            await asyncio.to_thread(self.read)

    def read(self) -> None:
        """Read the statements now."""
        self._read_at = self._clock()
        statements = self._statements_now()
        if statements != self._statements:
            self._statements = statements
            self._decided.clear()

    def may_connect(self) -> bool:
        """Whether the policies let the principal in: ``kafka-cluster:Connect``."""
        return self._allowed("Connect", self._resources.cluster)

    def allows(self, operation: Operation, resource_type: ResourceType, name: str, /) -> bool:
        """Whether the policies allow the action of the operation, with all it needs there."""
        action = IAM_ACTIONS.get((resource_type, operation))
        if action is None or not self._exists(action):
            return False
        arn = self._arn(resource_type, name)
        return all(self._allowed(each, arn) for each in _with_needs(action))

    def allows_some(self, operation: Operation, resource_type: ResourceType, /) -> bool:  # noqa: ARG002
        """Never: an IAM policy that allows something somewhere says nothing about elsewhere."""
        return False

    def _exists(self, action: str) -> bool:
        return not self._resources.serverless or _fact_of(action).serverless

    def _arn(self, resource_type: ResourceType, name: str) -> str:
        match resource_type:
            case ResourceType.TOPIC:
                return self._resources.topic(name)
            case ResourceType.GROUP:
                return self._resources.group(name)
            case ResourceType.TRANSACTIONAL_ID:
                return self._resources.transactional_id(name)
        return self._resources.cluster

    def _allowed(self, action: str, resource: str) -> bool:
        question = (action, resource)
        if question not in self._decided:
            decision = decide(self._statements, f"kafka-cluster:{action}", resource)
            self._decided[question] = decision is Decision.ALLOWED
        return self._decided[question]


@cache
def _with_needs(action: str) -> frozenset[str]:
    """An action, and those on the same resource without which MSK refuses it."""
    fact = _fact_of(action)
    same = (name for name in fact.needs if _fact_of(name).resource == fact.resource)
    return frozenset({action, *same})


def _fact_of(action: str) -> iam_actions.Action:
    fact = iam_actions.action(action)
    if fact is None:
        raise ValueError(f"action must be one of MSK's, got {action}")
    return fact
