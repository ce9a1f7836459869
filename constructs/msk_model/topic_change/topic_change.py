"""One difference between a topic as it is and as it is declared."""

from dataclasses import dataclass

from msk_model.change import ChangeKind
from msk_model.quantities import SettingValue


@dataclass(frozen=True, kw_only=True)
class TopicChange:
    """One difference, classified.

    Attributes:
        topic: Name of the topic.
        owner: Who answers for it, as declared. None: nobody is named.
        field: ``partition_count``, ``configs.retention.ms``; empty for the topic as a whole.
        old: What was there. None: nothing was stated.
        new: What is to be there. None: nothing is stated.
        kind: What it takes; `ChangeKind.DATA_LOSS` and what Kafka refuses are the dangerous ones.
        reason: Why, as a phrase.
        source: Address of the page that decides it.
    """

    topic: str
    owner: str | None
    field: str
    old: SettingValue | None
    new: SettingValue | None
    kind: ChangeKind
    reason: str
    source: str

    @property
    def is_dangerous(self) -> bool:
        """Whether records are lost, or the change is refused."""
        return self.kind.reaches(ChangeKind.DATA_LOSS)

    def as_json(self) -> dict[str, object]:
        """The change for machines."""
        return {
            "topic": self.topic,
            "owner": self.owner,
            "field": self.field,
            "old": self.old,
            "new": self.new,
            "kind": self.kind.value,
            "dangerous": self.is_dangerous,
            "reason": self.reason,
            "source": self.source,
        }
