"""What an audit found."""

import enum
from dataclasses import dataclass, field
from typing import Any


class Severity(enum.Enum):
    """How bad it is."""

    ERROR = "error"
    """The sink's promise is broken, or somebody else wrote into its bucket or ledger."""
    GAP = "gap"
    """Offsets without a record, which Kafka may well never have had."""
    NOTE = "note"
    """Nothing is wrong."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that was found.

    Attributes:
        severity: How bad it is.
        kind: What it is, in a word: ``missing-object``, ``orphan-object``, ``overlap``, ….
        message: What it is, and what it may mean.
        partition: Absent: none in particular.
        first: The first offset it is about. Absent: none in particular.
        last: The last one.
        key: The object. Absent: none in particular.
    """

    severity: Severity
    kind: str
    message: str
    partition: int | None = None
    first: int | None = None
    last: int | None = None
    key: str | None = None

    def as_json(self) -> dict[str, Any]:
        """As ``--json`` prints it."""
        return {**self.__dict__, "severity": self.severity.value}


_MOST_KEPT = 1000


@dataclass
class Audit:
    """The answer of an audit.

    Attributes:
        findings: The first thousand of each kind.
        counts: How many there are of each kind, also of those that are not kept.
    """

    findings: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    errors: int = 0
    gaps: int = 0
    partitions: int = 0
    epochs: int = 0
    objects: int = 0
    object_bytes: int = 0
    records: int = 0
    offsets_missing: int = 0
    not_delivered_yet: int | None = None
    """Offsets between the marks and the ends of the topic. Absent: the topic was not asked."""

    def add(self, finding: Finding) -> None:
        """Note a finding."""
        number = self.counts.get(finding.kind, 0)
        self.counts[finding.kind] = number + 1
        self.errors += finding.severity is Severity.ERROR
        self.gaps += finding.severity is Severity.GAP
        if number < _MOST_KEPT:
            self.findings.append(finding)

    def as_json(self) -> dict[str, Any]:
        """As ``--json`` prints it."""
        return {**self.__dict__, "findings": [one.as_json() for one in self.findings]}
