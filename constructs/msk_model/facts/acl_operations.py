"""The operations of Kafka's ACLs: what each type of resource takes, and what each includes."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from msk_model.facts.table import read_table

ALL = "ALL"
"""The operation that is every operation, on every type of resource."""


@cache
def _table() -> Mapping[str, Any]:
    return read_table("acl_operations")


def resource_types() -> tuple[str, ...]:
    """The types of resources, by the names of Kafka: ``TOPIC``, ``GROUP`` and so on."""
    return tuple(_table()["operations"])


@cache
def operations(resource_type: str) -> tuple[str, ...]:
    """The operations a type of resource takes, ``ALL`` last; empty when there is no such type."""
    taken = _table()["operations"].get(resource_type, ())
    return (*taken, ALL) if taken else ()


@cache
def allows(operation: str) -> frozenset[str]:
    """Every operation that an ALLOW of `operation` permits, itself included.

    ``ALL`` permits what there is. For a DENY use `denies`: to forbid reading is not to forbid
    describing.
    """
    return denies(operation) | frozenset(_table()["implied"].get(operation, ()))


@cache
def denies(operation: str) -> frozenset[str]:
    """Every operation that a DENY of `operation` forbids: itself, or everything with ``ALL``."""
    if operation != ALL:
        return frozenset({operation})
    return frozenset(name for kind in resource_types() for name in operations(kind))
