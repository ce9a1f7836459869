"""What the client at the other end of one connection may do."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from msk_local.kafka.access.policy import Decision, decide
from msk_local.kafka.access.resources import ClusterResources

_REFRESH_SECONDS = 1.0

Statements = Sequence[Mapping[str, Any]]


class Permissions(Protocol):
    """Answers to "may this client …?", named as MSK's actions are, without their service."""

    async def refresh(self) -> None:
        """Learn of policies that changed since the connection was opened."""

    def on_cluster(self, action: str, /) -> bool:
        """Whether a ``kafka-cluster`` action on the cluster is allowed."""

    def on_topic(self, action: str, name: str, /) -> bool:
        """Whether a ``kafka-cluster`` action on a topic is allowed."""

    def on_group(self, action: str, group_id: str, /) -> bool:
        """Whether a ``kafka-cluster`` action on a consumer group is allowed."""

    def on_transactional_id(self, action: str, transactional_id: str, /) -> bool:
        """Whether a ``kafka-cluster`` action on a transactional id is allowed."""


class Everything:
    """All is allowed.

    What MSK gives a client that did not come by IAM, while no Kafka ACL is set:
    ``allow.everyone.if.no.acl.found`` is true in its default configuration.
    """

    async def refresh(self) -> None:
        """Nothing to learn."""

    def on_cluster(self, _action: str, /) -> bool:
        """Always."""
        return True

    def on_topic(self, _action: str, _name: str, /) -> bool:
        """Always."""
        return True

    def on_group(self, _action: str, _group_id: str, /) -> bool:
        """Always."""
        return True

    def on_transactional_id(self, _action: str, _transactional_id: str, /) -> bool:
        """Always."""
        return True


class PolicyPermissions:
    """What the IAM policies of one principal allow on one cluster.

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

    def on_cluster(self, action: str, /) -> bool:
        """Whether the policies allow the action on the cluster's ARN."""
        return self._allowed(action, self._resources.cluster)

    def on_topic(self, action: str, name: str, /) -> bool:
        """Whether the policies allow the action on the topic's ARN."""
        return self._allowed(action, self._resources.topic(name))

    def on_group(self, action: str, group_id: str, /) -> bool:
        """Whether the policies allow the action on the group's ARN."""
        return self._allowed(action, self._resources.group(group_id))

    def on_transactional_id(self, action: str, transactional_id: str, /) -> bool:
        """Whether the policies allow the action on the transactional id's ARN."""
        return self._allowed(action, self._resources.transactional_id(transactional_id))

    def _allowed(self, action: str, resource: str) -> bool:
        question = (action, resource)
        if question not in self._decided:
            decision = decide(self._statements, f"kafka-cluster:{action}", resource)
            self._decided[question] = decision is Decision.ALLOWED
        return self._decided[question]
