"""A thing to do about a cluster."""

import enum
from dataclasses import dataclass


class Level(enum.Enum):
    """How soon somebody has to look."""

    PAGE = "page"
    """Now: records are refused or about to be lost, or an alarm that tells somebody fires."""
    WARNING = "warning"
    """In working hours: it will be worse if nobody does anything."""
    NOTE = "note"
    """Nothing has to be done; it is good to know."""

    def reaches(self, other: "Level") -> bool:
        """Whether it is as urgent as `other` or more."""
        order = list(Level)
        return order.index(self) <= order.index(other)


@dataclass(frozen=True, kw_only=True)
class Advice:
    """One thing to do, or to know.

    Attributes:
        id: What kind of thing it is; stays as it is between versions.
        level: How soon.
        what: What was found, with the numbers.
        do: What to do about it, in the imperative.
        source: The page that explains it.
    """

    id: str
    level: Level
    what: str
    do: str
    source: str
