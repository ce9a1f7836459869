"""The quotas of a cluster's clients: whose they are, what they may be, where they are kept.

https://kafka.apache.org/documentation/#design_quotas
"""

import ipaddress
import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

USER = "user"
CLIENT_ID = "client-id"
IP = "ip"
ENTITY_TYPES = (USER, CLIENT_ID, IP)
PRODUCER_BYTE_RATE = "producer_byte_rate"
CONSUMER_BYTE_RATE = "consumer_byte_rate"
_WHOLE_NUMBERS = {PRODUCER_BYTE_RATE: 2.0**63, CONSUMER_BYTE_RATE: 2.0**63}
"""The largest value of each quota that cannot have a fraction, as Java rounds it."""
_OF_CLIENTS = frozenset({*_WHOLE_NUMBERS, "request_percentage", "controller_mutation_rate"})
_CONNECTION_RATE = "connection_creation_rate"
_LARGEST_INT = 2**31 - 1
_SMALLEST_FRACTION = 1e-6

Entity = tuple[tuple[str, str | None], ...]
"""Whom a quota is for: pairs of type and name in the order of types; no name is the default."""
Changes = Mapping[str, float | None]
"""New values by quota; `None` removes one."""


class Limit(NamedTuple):
    """A quota that concerns a client.

    Attributes:
        rate: Its value.
        shared_by: Who uses it up together, as user and client id; "" where any.
    """

    rate: float
    shared_by: tuple[str, str]


class QuotaStore:
    """All quotas of a cluster, in a file that outlives its brokers.

    Args:
        path: The file. One that exists is read; it is written at every change.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._quotas = _read(path)

    @property
    def quotas(self) -> Mapping[Entity, Mapping[str, float]]:
        """The quotas of every entity that has any."""
        return self._quotas

    def alter(self, entity: Entity, changes: Changes) -> None:
        """Set and remove quotas of one entity; its others stay as they are."""
        merged = {**self._quotas.get(entity, {}), **changes}
        values = {key: value for key, value in merged.items() if value is not None}
        others = {one: of_it for one, of_it in self._quotas.items() if one != entity}
        self._replace({**others, entity: values} if values else others)

    def limit(self, key: str, user: str, client_id: str) -> Limit | None:
        """The one quota that concerns a client, or `None` when there is none.

        The closest entity counts, in the order that Kafka documents.
        """
        whole, anyone, anything = (user, client_id), (user, ""), ("", client_id)
        by_closeness: tuple[tuple[Entity, tuple[str, str]], ...] = (
            (((CLIENT_ID, client_id), (USER, user)), whole),
            (((CLIENT_ID, None), (USER, user)), whole),
            (((USER, user),), anyone),
            (((CLIENT_ID, client_id), (USER, None)), whole),
            (((CLIENT_ID, None), (USER, None)), whole),
            (((USER, None),), anyone),
            (((CLIENT_ID, client_id),), anything),
            (((CLIENT_ID, None),), anything),
        )
        for entity, shared_by in by_closeness:
            if (rate := self._quotas.get(entity, {}).get(key)) is not None:
                return Limit(rate, shared_by)
        return None

    def _replace(self, quotas: dict[Entity, Mapping[str, float]]) -> None:
        if quotas == self._quotas:
            return
        listed = [{"entity": dict(entity), "values": quotas[entity]} for entity in quotas]
        written = self._path.with_suffix(".new")
        written.write_text(json.dumps(listed, indent=1), "utf-8")
        written.replace(self._path)
        self._quotas = quotas


def fault_of_entity(parts: list[tuple[str, str | None]]) -> str | None:
    """Why Kafka takes no quota for an entity; `None` when it does."""
    names = dict(parts)
    fault = next((fault for fault in map(_fault_of_part, parts) if fault), None)
    if not parts:
        fault = "Invalid empty client quota entity"
    elif fault is None and IP in names and len(names) > 1:
        fault = (
            "Invalid quota entity combination, IP entity shouldnot be combined "
            "with User or ClientId"
        )
    return fault


def fault_of_quota(entity: Entity, key: str, value: float) -> str | None:
    """Why Kafka does not take the value of a quota; `None` when it does."""
    of_address = entity[0][0] == IP
    if key not in ({_CONNECTION_RATE} if of_address else _OF_CLIENTS):
        return f"Invalid configuration key {key}"
    if not value > 0:
        return f"Quota {key} must be greater than 0"
    largest = _LARGEST_INT if of_address else _WHOLE_NUMBERS.get(key)
    if largest is None:
        return None
    if value > largest:
        return f"Proposed value for {key} is too large for {'an INT' if of_address else 'a LONG'}."
    return f"{key} cannot be a fractional value." if value % 1 > _SMALLEST_FRACTION else None


def _fault_of_part(part: tuple[str, str | None]) -> str | None:
    kind, name = part
    if kind not in ENTITY_TYPES:
        return f"Unhandled client quota entity type: {kind}"
    if name == "":
        return f"Empty {kind} not supported"
    if kind == IP and name is not None and not _is_address(name):
        return f"{name} is not a valid IP or resolvable host."
    return None


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _read(path: Path) -> dict[Entity, Mapping[str, float]]:
    if not path.exists():
        return {}
    listed = json.loads(path.read_text("utf-8"))
    return {tuple(sorted(each["entity"].items())): each["values"] for each in listed}
