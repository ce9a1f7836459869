"""The broker settings a custom MSK configuration may carry."""

import enum
from dataclasses import dataclass
from functools import cache

from msk_model.facts.settings import SettingType, ValueFacts
from msk_model.facts.table import read_table
from msk_model.shape import BrokerType


class Settable(enum.Enum):
    """Whether a configuration of a broker type may carry a property."""

    YES = "yes"
    UNDOCUMENTED = "undocumented"
    """MSK's default configuration names it; the list of settable properties does not."""
    DYNAMIC = "dynamic"
    """Not in a configuration, but with ``kafka-configs`` on the running cluster."""
    NO = "no"


@dataclass(frozen=True, kw_only=True)
class ServerPropertyFacts:
    """One broker setting.

    Attributes:
        name: As Kafka spells it: ``log.retention.ms``.
        value: The values it takes.
        standard: Whether a configuration for Standard brokers may carry it.
        express: Whether a configuration for Express brokers may carry it.
        express_value: What MSK sets on Express brokers, where it says.
        msk_range: Whether the range is MSK's own; otherwise it is Apache Kafka's.
        zookeeper_only: Whether it has no meaning on KRaft.
        since: The first Kafka release that knows it; `None` for all MSK runs.
        deprecated_since: The Kafka release that deprecated it; `None` when none did.
        replaced_by: What to set instead of a deprecated property.
    """

    name: str
    value: ValueFacts
    standard: Settable
    express: Settable
    express_value: str | None
    msk_range: bool
    zookeeper_only: bool
    since: str | None
    deprecated_since: str | None
    replaced_by: str | None

    def settable(self, broker_type: BrokerType) -> Settable:
        """Whether a configuration for brokers of that type may carry it."""
        return self.express if broker_type is BrokerType.EXPRESS else self.standard


@cache
def _properties() -> dict[str, ServerPropertyFacts]:
    rows = read_table("server_properties")["properties"]
    return {
        name: ServerPropertyFacts(
            name=name,
            value=ValueFacts(
                type=SettingType(row["type"]),
                minimum=row.get("minimum"),
                maximum=row.get("maximum"),
                allowed=tuple(row.get("allowed", ())),
                unit=row.get("unit"),
            ),
            standard=Settable(row["standard"]),
            express=Settable(row["express"]),
            express_value=row.get("express_value"),
            msk_range=row.get("msk_range", False),
            zookeeper_only=row.get("zookeeper_only", False),
            since=row.get("since"),
            deprecated_since=row.get("deprecated_since"),
            replaced_by=row.get("replaced_by"),
        )
        for name, row in rows.items()
    }


def all_server_properties() -> tuple[ServerPropertyFacts, ...]:
    """Every property of the table, in alphabetical order."""
    return tuple(_properties().values())


def server_property(name: str) -> ServerPropertyFacts | None:
    """The property called `name`, or `None` when MSK names none such."""
    return _properties().get(name)
