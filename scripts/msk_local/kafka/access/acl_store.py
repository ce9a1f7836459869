"""The access control lists of one cluster, in a file that outlives its brokers."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from msk_local.kafka.access.acl import (
    Acl,
    Operation,
    Pattern,
    PatternType,
    Permission,
    ResourceType,
)


class AclStore:
    """All entries of a cluster; Kafka keeps them in its metadata, the local cloud in a file.

    Args:
        path: The file. One that exists is read; it is written at every change.
        open_without_acl: Kafka's ``allow.everyone.if.no.acl.found``.
    """

    def __init__(self, path: Path, *, open_without_acl: bool = True) -> None:
        self._path = path
        self.open_without_acl = open_without_acl
        """Whether everyone may use a resource that no entry is about."""
        self._acls = _read(path)
        self.revision = 0
        """Another number after every change."""

    @property
    def acls(self) -> Sequence[Acl]:
        """Every entry, in an order of no meaning that is always the same."""
        return self._acls

    def add(self, acls: Iterable[Acl]) -> None:
        """Add entries; those that are there already stay once."""
        self._replace({*self._acls, *acls})

    def remove(self, acls: Iterable[Acl]) -> None:
        """Remove entries; those that are not there are no fault."""
        self._replace({*self._acls} - {*acls})

    def _replace(self, acls: set[Acl]) -> None:
        ordered = tuple(sorted(acls))
        if ordered == self._acls:
            return
        written = self._path.with_suffix(".new")
        written.write_text(json.dumps([_as_json(acl) for acl in ordered], indent=1), "utf-8")
        written.replace(self._path)
        self._acls = ordered
        self.revision += 1


def _read(path: Path) -> tuple[Acl, ...]:
    if not path.exists():
        return ()
    return tuple(_from_json(fields) for fields in json.loads(path.read_text("utf-8")))


def _as_json(acl: Acl) -> dict[str, str]:
    return {
        "principal": acl.principal,
        "resource_type": acl.pattern.resource_type.name,
        "resource_name": acl.pattern.name,
        "pattern_type": acl.pattern.pattern_type.name,
        "operation": acl.operation.name,
        "permission": acl.permission.name,
        "host": acl.host,
    }


def _from_json(fields: dict[str, Any]) -> Acl:
    pattern = Pattern(
        ResourceType[fields["resource_type"]],
        fields["resource_name"],
        PatternType[fields["pattern_type"]],
    )
    operation, permission = Operation[fields["operation"]], Permission[fields["permission"]]
    return Acl(pattern, fields["principal"], fields["host"], operation, permission)
