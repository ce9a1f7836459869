"""One consumer group of the classic protocol: members, generations, committed offsets.

States and answers follow Kafka's group coordinator:
https://cwiki.apache.org/confluence/display/KAFKA/Kafka+Client-side+Assignment+Proposal
"""

import asyncio
import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from kio.schema.errors import ErrorCode

from msk_local.kafka.broker.embedded.membership import (
    Candidate,
    Committed,
    GroupError,
    GroupState,
    Joined,
    Member,
)

INITIAL_REBALANCE_SECONDS = 0.1
"""How long the first member of an empty group waits for others; Kafka's default is 3 seconds."""


@dataclass
class Group:
    """One consumer group."""

    group_id: str
    state: GroupState = GroupState.EMPTY
    generation: int = 0
    protocol_type: str = ""
    protocol: str = ""
    leader: str = ""
    members: dict[str, Member] = field(default_factory=dict)
    offsets: dict[tuple[str, int], Committed] = field(default_factory=dict)
    _expected: set[str] = field(default_factory=set)
    _deadline: asyncio.TimerHandle | None = None
    _waits_for_first_members: bool = False

    async def join(self, member_id: str, candidate: Candidate, *, needs_id: bool) -> Joined:
        """Take part in the next generation, and wait until it begins.

        Args:
            member_id: Empty for a new member.
            candidate: The member.
            needs_id: Whether a new member must first take an id and come back with it.

        Raises:
            GroupError: The member is refused, or asked to come back.
        """
        self._check_candidate(candidate)
        member = self._member_for(member_id, candidate, needs_id=needs_id)
        unchanged = member.candidate.protocols == candidate.protocols
        member.candidate = candidate
        follower = member.member_id != self.leader
        settled = self.state in {GroupState.STABLE, GroupState.COMPLETING_REBALANCE}
        if (
            member.member_id in self.members
            and unchanged
            and settled
            and (follower or self.state is GroupState.COMPLETING_REBALANCE)
        ):
            self._watch(member)
            return self._joined(member)
        if member.joining is None or member.joining.done():
            member.joining = asyncio.get_running_loop().create_future()
        joining = member.joining
        self.members[member.member_id] = member
        self._unwatch(member)
        self._prepare_rebalance()
        return await asyncio.shield(joining)

    async def sync(
        self, member_id: str, generation: int, assignments: Mapping[str, bytes]
    ) -> bytes:
        """A member's assignment, once the leader has sent all of them.

        Raises:
            GroupError: The member or its generation is not the current one.
        """
        member = self.check(member_id, generation)
        if self.state is GroupState.PREPARING_REBALANCE:
            raise GroupError(ErrorCode.rebalance_in_progress)
        self._watch(member)
        if self.state is GroupState.STABLE:
            return member.assignment
        if member_id == self.leader:
            self._assign(assignments)
            return member.assignment
        if member.syncing is None or member.syncing.done():
            member.syncing = asyncio.get_running_loop().create_future()
        return await asyncio.shield(member.syncing)

    def heartbeat(self, member_id: str, generation: int) -> None:
        """Keep a member's session alive.

        Raises:
            GroupError: The member must join again, or is unknown.
        """
        member = self.check(member_id, generation)
        if member.joining is None:
            self._watch(member)
        if self.state is GroupState.PREPARING_REBALANCE:
            raise GroupError(ErrorCode.rebalance_in_progress)

    def leave(self, member_id: str, instance_id: str | None) -> None:
        """Remove a member.

        Raises:
            GroupError: It is not in the group.
        """
        if not member_id and instance_id is not None:
            member_id = next(
                (m.member_id for m in self.members.values() if self._is(m, instance_id)), ""
            )
        self._expected.discard(member_id)
        if member_id not in self.members:
            raise GroupError(ErrorCode.unknown_member_id)
        self._remove(member_id)

    def commit(
        self, member_id: str, generation: int, offsets: Mapping[tuple[str, int], Committed]
    ) -> None:
        """Remember offsets; outside a generation only while the group has no members.

        Raises:
            GroupError: The committer is not a current member.
        """
        if generation >= 0 or self.members:
            member = self.check(member_id, generation)
            if self.state is GroupState.COMPLETING_REBALANCE:
                raise GroupError(ErrorCode.rebalance_in_progress)
            if member.joining is None:
                self._watch(member)
        self.offsets.update(offsets)

    def check(self, member_id: str, generation: int) -> Member:
        """The member, if it belongs to the current generation.

        Raises:
            GroupError: It does not.
        """
        member = self.members.get(member_id)
        if member is None:
            raise GroupError(ErrorCode.unknown_member_id)
        if generation != self.generation:
            raise GroupError(ErrorCode.illegal_generation)
        return member

    def _check_candidate(self, candidate: Candidate) -> None:
        others = [m.candidate for m in self.members.values()]
        if not candidate.protocols or any(
            other.protocol_type != candidate.protocol_type for other in others
        ):
            raise GroupError(ErrorCode.inconsistent_group_protocol)
        common = set(candidate.protocols).intersection(*(other.protocols for other in others))
        if not common:
            raise GroupError(ErrorCode.inconsistent_group_protocol)

    def _member_for(self, member_id: str, candidate: Candidate, *, needs_id: bool) -> Member:
        static = next(
            (m for m in self.members.values() if self._is(m, candidate.instance_id)), None
        )
        if static is not None and member_id not in {"", static.member_id}:
            raise GroupError(ErrorCode.fenced_instance_id)
        if static is not None and not member_id:
            self._discard(static.member_id)
        if member_id in self.members:
            return self.members[member_id]
        if member_id and member_id not in self._expected:
            raise GroupError(ErrorCode.unknown_member_id)
        if not member_id:
            member_id = f"{candidate.client_id}-{uuid.uuid4()}"
            if needs_id and candidate.instance_id is None:
                self._expect(member_id, candidate.session_timeout)
                raise GroupError(ErrorCode.member_id_required, member_id)
        self._expected.discard(member_id)
        return Member(member_id, candidate)

    @staticmethod
    def _is(member: Member, instance_id: str | None) -> bool:
        return instance_id is not None and member.candidate.instance_id == instance_id

    def _expect(self, member_id: str, seconds: float) -> None:
        self._expected.add(member_id)
        asyncio.get_running_loop().call_later(seconds, self._expected.discard, member_id)

    def _prepare_rebalance(self) -> None:
        if self.state is GroupState.PREPARING_REBALANCE:
            self._complete_when_all_joined()
            return
        first = self.state is GroupState.EMPTY
        self.state = GroupState.PREPARING_REBALANCE
        for member in self.members.values():
            if member.syncing and not member.syncing.done():
                member.syncing.set_exception(GroupError(ErrorCode.rebalance_in_progress))
                member.syncing.exception()
        patience = max(m.candidate.rebalance_timeout for m in self.members.values())
        seconds = INITIAL_REBALANCE_SECONDS if first else patience
        self._deadline = asyncio.get_running_loop().call_later(seconds, self._complete_rebalance)
        self._waits_for_first_members = first
        self._complete_when_all_joined()

    def _complete_when_all_joined(self) -> None:
        if not self._waits_for_first_members and all(m.joining for m in self.members.values()):
            self._complete_rebalance()

    def _complete_rebalance(self) -> None:
        if self._deadline:
            self._deadline.cancel()
            self._deadline = None
        self._waits_for_first_members = False
        for member_id in [m.member_id for m in self.members.values() if m.joining is None]:
            self._discard(member_id)
        self.generation += 1
        if not self.members:
            self.state, self.leader, self.protocol = GroupState.EMPTY, "", ""
            return
        self.state = GroupState.COMPLETING_REBALANCE
        self.protocol_type = next(iter(self.members.values())).candidate.protocol_type
        self.protocol = self._elect_protocol()
        if self.leader not in self.members:
            self.leader = next(iter(self.members))
        for member in self.members.values():
            joining, member.joining, member.assignment = member.joining, None, b""
            self._watch(member)
            if joining and not joining.done():
                joining.set_result(self._joined(member))

    def _elect_protocol(self) -> str:
        members = [m.candidate.protocols for m in self.members.values()]
        common = set(members[0]).intersection(*members[1:])
        votes = Counter(next(name for name in wished if name in common) for wished in members)
        return votes.most_common(1)[0][0]

    def _joined(self, member: Member) -> Joined:
        leads = member.member_id == self.leader
        return Joined(
            member.member_id,
            self.generation,
            self.protocol_type,
            self.protocol,
            self.leader,
            list(self.members.values()) if leads else [],
        )

    def _assign(self, assignments: Mapping[str, bytes]) -> None:
        self.state = GroupState.STABLE
        for member in self.members.values():
            member.assignment = assignments.get(member.member_id, b"")
            if member.syncing and not member.syncing.done():
                member.syncing.set_result(member.assignment)

    def _watch(self, member: Member) -> None:
        self._unwatch(member)
        member.session = asyncio.get_running_loop().call_later(
            member.candidate.session_timeout, self._expire, member.member_id
        )

    @staticmethod
    def _unwatch(member: Member) -> None:
        if member.session:
            member.session.cancel()
            member.session = None

    def _expire(self, member_id: str) -> None:
        if member_id in self.members:
            self._remove(member_id)

    def _remove(self, member_id: str) -> None:
        self._discard(member_id)
        if self.state is GroupState.PREPARING_REBALANCE:
            self._complete_when_all_joined()
        elif self.members:
            self._prepare_rebalance()
        else:
            self._complete_rebalance()

    def _discard(self, member_id: str) -> None:
        member = self.members.pop(member_id)
        self._unwatch(member)
        for waiting in (member.joining, member.syncing):
            if waiting and not waiting.done():
                waiting.set_exception(GroupError(ErrorCode.unknown_member_id))
                waiting.exception()
