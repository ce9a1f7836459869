"""The words a group and its members speak in."""

import asyncio
import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kio.schema.errors import ErrorCode


class GroupState(enum.Enum):
    """The states of a group, named as DescribeGroups names them."""

    EMPTY = "Empty"
    PREPARING_REBALANCE = "PreparingRebalance"
    COMPLETING_REBALANCE = "CompletingRebalance"
    STABLE = "Stable"


class GroupError(Exception):
    """A request that the coordinator refuses.

    Args:
        code: The protocol's error.
        member_id: The id a member is to come back with, where it got one.
    """

    def __init__(self, code: ErrorCode, member_id: str = "") -> None:
        super().__init__(code.name)
        self.code = code
        self.member_id = member_id


@dataclass(frozen=True)
class Candidate:
    """What a member says of itself when it joins; times in seconds."""

    client_id: str
    client_host: str
    instance_id: str | None
    session_timeout: float
    rebalance_timeout: float
    protocol_type: str
    protocols: Mapping[str, bytes]


@dataclass
class Member:
    """A member of a group."""

    member_id: str
    candidate: Candidate
    assignment: bytes = b""
    joining: "asyncio.Future[Joined] | None" = None
    syncing: "asyncio.Future[bytes] | None" = None
    session: asyncio.TimerHandle | None = None


@dataclass(frozen=True)
class Joined:
    """A member's place in a new generation; `members` is filled for the leader only."""

    member_id: str
    generation: int
    protocol_type: str
    protocol: str
    leader: str
    members: Sequence[Member]


@dataclass(frozen=True)
class Committed:
    """A committed offset."""

    offset: int
    leader_epoch: int
    metadata: str | None
