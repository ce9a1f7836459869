"""What users and certificates may do, as the ACLs in templates of `cdk_msk` say."""

from collections.abc import Mapping
from dataclasses import dataclass

from msk_model.change.access import entries, principal
from msk_model.change.custom_types import ACLS
from mskctl.report.access import cluster_of
from mskctl.report.assembly import Assembly


@dataclass(frozen=True, kw_only=True, order=True)
class AclRow:
    """What one principal may do on some resources, or may not.

    Attributes:
        principal: Who: ``User:orders``.
        cluster: Name of the cluster; ``unknown`` when it is hidden.
        resource: Which: ``topic orders``, ``group orders*``.
        permission: ``allow`` or ``deny``.
        operations: By Kafka's names, sorted.
        host: From which address. Empty: from any.
    """

    principal: str
    cluster: str
    resource: str
    permission: str
    operations: tuple[str, ...]
    host: str = ""


def acl_rows(assembly: Assembly) -> tuple[AclRow, ...]:
    """Every entry of the templates, those that differ in nothing but operations as one."""
    rows = []
    for one in assembly.of_type(ACLS):
        cluster = cluster_of(assembly.text(one.file, one.properties.get("ClusterArn")))
        operations: dict[tuple[str, str], set[str]] = {}
        for permission, operation, where in entries(one.properties):
            operations.setdefault((permission, where), set()).add(operation)
        for (permission, where), named in operations.items():
            host, _, resource = where.partition(" ")
            rows.append(
                AclRow(
                    principal=principal(one.properties),
                    cluster=cluster,
                    resource=_shown(resource),
                    permission=permission.lower(),
                    operations=tuple(sorted(named)),
                    host="" if host == "*" else host,
                )
            )
    return tuple(sorted(rows))


def topics_by_verb(rows: tuple[AclRow, ...]) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """By principal: the topics it ``writes`` and those it ``reads``."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in rows:
        kind, _, name = row.resource.partition(" ")
        for operation, verb in (("WRITE", "writes"), ("READ", "reads")):
            if kind == "topic" and row.permission == "allow" and operation in row.operations:
                verbs = found.setdefault(row.principal, {})
                verbs[verb] = (*verbs.get(verb, ()), name)
    return found


def _shown(resource: str) -> str:
    """``topic orders`` of ``TOPIC LITERAL orders``; a prefix has a star behind it."""
    kind, _, rest = resource.partition(" ")
    pattern, _, name = rest.partition(" ")
    return f"{kind.lower().replace('_', ' ')} {name}{'*' if pattern == 'PREFIXED' else ''}"
