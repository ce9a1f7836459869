"""The Kafka versions MSK runs, and until when."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from msk_model.facts.table import read_table


@dataclass(frozen=True, kw_only=True)
class KafkaVersionFacts:
    """One Kafka version.

    Attributes:
        name: As CloudFormation spells it: ``3.9.x``, ``3.9.x.kraft``.
        standard: Whether Standard brokers run it.
        express: Whether Express brokers run it.
        tiered_storage: Whether a Standard cluster of it can have tiered storage.
        end_of_support: The day after which MSK upgrades clusters by itself; `None` when no day has
            been announced.
        recommended: Whether it is of the release AWS recommends.
    """

    name: str
    standard: bool
    express: bool
    tiered_storage: bool
    end_of_support: date | None = None
    recommended: bool = False

    @property
    def kraft(self) -> bool:
        """Whether the cluster's metadata lives in KRaft and not in ZooKeeper."""
        return is_kraft(self.name)

    @property
    def release(self) -> tuple[int, ...]:
        """The numbers of the name, to compare: ``(3, 9)``."""
        return tuple(int(part) for part in re.findall(r"\d+", self.name))


@cache
def _versions() -> dict[str, KafkaVersionFacts]:
    table = read_table("kafka_versions")
    return {
        name: KafkaVersionFacts(name=name, **row)
        for name, row in table.items()
        if isinstance(row, dict)
    }


def all_kafka_versions() -> tuple[KafkaVersionFacts, ...]:
    """Every version MSK ever ran, oldest first."""
    return tuple(_versions().values())


def kafka_version(name: str) -> KafkaVersionFacts | None:
    """The version called `name`, matched exactly, or `None` when this table has none."""
    return _versions().get(name)


def is_kraft(name: str) -> bool:
    """Whether a version name selects KRaft metadata, also for versions newer than this table."""
    return name.endswith(".kraft")


def release_of(name: str) -> tuple[int, ...] | None:
    """The numbers of a well-formed version name, ``(4, 3)`` for ``4.3.x.kraft``; else `None`.

    A release of two numbers sorts below its patches, so ``release_of(v) >= (3, 6)`` is true of
    ``3.6.0`` and of ``3.7.x``. Never compare names: "3.10" sorts before "3.9".
    """
    match = re.fullmatch(r"(\d+(?:\.\d+)+)(?:\.x)?(?:\.kraft|\.tiered)?", name)
    return tuple(int(part) for part in match[1].split(".")) if match else None
