"""The settings a topic may carry on Standard brokers, Express brokers and serverless clusters."""

import dataclasses
import enum
from dataclasses import dataclass
from functools import cache

from msk_model.facts.kafka_versions import release_of
from msk_model.facts.settings import SettingType, ValueFacts
from msk_model.facts.table import read_table


class TopicHost(enum.Enum):
    """Where a topic lives, as far as its settings depend on it."""

    STANDARD = "Standard brokers"
    EXPRESS = "Express brokers"
    SERVERLESS = "a serverless cluster"


@dataclass(frozen=True, kw_only=True)
class TopicPropertyFacts:
    """One topic setting.

    Attributes:
        name: As Kafka spells it: ``retention.ms``.
        hosts: Where it can be set.
        values: The values it takes at each host.
        express_value: What MSK holds to on Express brokers, whatever was asked for.
        tiered: Whether it has a meaning only with tiered storage.
        since: The first Kafka release that knows it; `None` for all MSK runs.
        removed_in: The first Kafka release that knows it no longer; `None` when all do.
        later: The release from which on, and the least value from then on; `None` when it stayed.
    """

    name: str
    hosts: frozenset[TopicHost]
    values: dict[TopicHost, ValueFacts]
    express_value: str | None
    tiered: bool
    since: str | None
    removed_in: str | None = None
    later: tuple[str, float] | None = None

    def values_at(self, host: TopicHost, kafka_version: str | None) -> ValueFacts:
        """The values it takes at a host that runs a Kafka version; None: one nobody knows."""
        values = self.values[host]
        release = None if kafka_version is None else release_of(kafka_version)
        if self.later is None or release is None or release < (release_of(self.later[0]) or ()):
            return values
        return dataclasses.replace(values, minimum=self.later[1])


@cache
def _properties() -> dict[str, TopicPropertyFacts]:
    table: dict[str, TopicPropertyFacts] = {}
    for name, row in read_table("topic_properties")["properties"].items():
        value = ValueFacts(
            type=SettingType(row["type"]),
            minimum=row.get("minimum"),
            maximum=row.get("maximum"),
            allowed=tuple(row.get("allowed", ())),
            unit=row.get("unit"),
            also=tuple(row.get("also", ())),
            pattern=row.get("pattern"),
        )
        hosts = {host for host in TopicHost if row[host.name.lower()]}
        table[name] = TopicPropertyFacts(
            name=name,
            hosts=frozenset(hosts),
            values={
                host: dataclasses.replace(
                    value,
                    minimum=row.get(f"{host.name.lower()}_minimum", value.minimum),
                    maximum=row.get(f"{host.name.lower()}_maximum", value.maximum),
                )
                for host in TopicHost
            },
            express_value=row.get("express_value"),
            tiered=row.get("tiered", False),
            since=row.get("since"),
            removed_in=row.get("removed_in"),
            later=(row["later"]["since"], row["later"]["minimum"]) if "later" in row else None,
        )
    return table


def all_topic_properties() -> tuple[TopicPropertyFacts, ...]:
    """Every setting of the table, in alphabetical order."""
    return tuple(_properties().values())


def topic_property(name: str) -> TopicPropertyFacts | None:
    """The setting called `name`, or `None` when neither Kafka nor MSK knows it."""
    return _properties().get(name)
