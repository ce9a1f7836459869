"""One difference between what is deployed and what is wanted, and what it takes."""

import enum
from dataclasses import dataclass


class ChangeKind(enum.Enum):
    """What a change costs, from nothing to not at all; `CANNOT_BE_TOLD` stands outside."""

    FREE = "free"
    """Nothing of a running cluster is touched."""
    IN_PLACE = "in-place"
    """Updated where it is; other changes may come along."""
    ONE_AT_A_TIME = "one-at-a-time"
    """Updated where it is, but MSK takes one such update of a cluster in one deployment."""
    ROLLING_RESTART = "rolling-restart"
    """One at a time, and every broker restarts, one after the other."""
    SHUT_OUT = "shut-out"
    """Clients that have access lose it, for a while or for good; no record is lost."""
    REPLACEMENT = "replacement"
    """Another resource takes its place; no record is lost."""
    DATA_LOSS = "data-loss"
    """It is deleted or replaced, and the records in it are gone."""
    FORBIDDEN = "forbidden"
    """MSK or CloudFormation refuses it."""
    CANNOT_BE_TOLD = "cannot-be-told"
    """A value that only the deployment knows decides."""

    @property
    def rank(self) -> int:
        """Place in the order of kinds, the harmless first."""
        return list(ChangeKind).index(self)

    def reaches(self, threshold: "ChangeKind") -> bool:
        """Whether it is as bad as `threshold`; what cannot be told is only like itself."""
        if ChangeKind.CANNOT_BE_TOLD in {self, threshold}:
            return self is threshold
        return self.rank >= threshold.rank


class Absent(enum.Enum):
    """The type of `ABSENT`."""

    ABSENT = "absent"

    def __repr__(self) -> str:
        return "absent"


ABSENT = Absent.ABSENT


@dataclass(frozen=True, kw_only=True)
class Change:
    """One difference, classified.

    Attributes:
        resource: Logical id, in the new template unless the resource is only in the old one.
        resource_type: CloudFormation's type.
        path: Path of the property, ``BrokerNodeGroupInfo/InstanceType``; empty when the change is
            of the resource as a whole.
        old: What was there; `ABSENT` when nothing was.
        new: What is to be there; `ABSENT` when nothing is.
        kind: What it takes.
        reason: Why, as a phrase.
        source: Address of the page that decides it.
        update: Name of the one MSK update of a cluster it is part of; `None` when it is part of
            none.
        stepwise: Forbidden or harmful at once, not so by several deployments one after the other.
    """

    resource: str
    resource_type: str
    path: str
    old: object
    new: object
    kind: ChangeKind
    reason: str
    source: str
    update: str | None = None
    stepwise: bool = False
