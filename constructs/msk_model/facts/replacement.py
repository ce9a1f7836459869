"""The properties of MSK's resource types that CloudFormation cannot change in place."""

from dataclasses import dataclass
from functools import cache

from msk_model.facts.table import read_table


@dataclass(frozen=True, kw_only=True)
class ReplacementFacts:
    """How one resource type is replaced.

    Attributes:
        name: As CloudFormation spells it: ``AWS::MSK::Cluster``.
        create_only: Paths of the properties that force replacement; ``*`` is any list element.
        holds_records: Whether records of Kafka are gone with the resource.
        delete_first: Whether CloudFormation deletes the old one before it creates the new one.
        source: The page of the type.
    """

    name: str
    create_only: tuple[str, ...]
    holds_records: bool
    delete_first: bool
    source: str

    def is_create_only(self, path: tuple[str, ...]) -> bool:
        """Whether the property at `path` lies at or below one that forces replacement."""
        return any(_covers(tuple(one.split("/")), path) for one in self.create_only)

    def hides_create_only(self, path: tuple[str, ...]) -> bool:
        """Whether a property that forces replacement lies below `path`."""
        return any(_covers(path, tuple(one.split("/"))) for one in self.create_only)


def _covers(above: tuple[str, ...], below: tuple[str, ...]) -> bool:
    return len(above) <= len(below) and all(
        a == b or "*" in {a, b} for a, b in zip(above, below, strict=False)
    )


@cache
def _types() -> dict[str, ReplacementFacts]:
    return {
        name: ReplacementFacts(name=name, **row | {"create_only": tuple(row["create_only"])})
        for name, row in read_table("replacement").items()
        if isinstance(row, dict)
    }


def all_replacements() -> tuple[ReplacementFacts, ...]:
    """Every type of ``AWS::MSK`` and ``AWS::KafkaConnect``."""
    return tuple(_types().values())


def replacement(name: str) -> ReplacementFacts | None:
    """The facts of the type called `name`, or `None` when it is not MSK's."""
    return _types().get(name)
