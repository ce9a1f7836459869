"""The data-plane actions of MSK's IAM access control, with what each needs besides itself.

One table of verbs says what clients do. `access` is what IAM has to allow for a verb, `acl_access`
what Kafka's ACLs have to.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple

from msk_model.facts.acl_operations import allows
from msk_model.facts.table import read_table

Resource = Literal["cluster", "topic", "group", "transactional-id"]
Verb = Literal[
    "connect",
    "describe",
    "produce",
    "consume",
    "streams",
    "connect-worker",
    "administer-topics",
    "admin",
]


@dataclass(frozen=True, kw_only=True)
class Action:
    """One action.

    Attributes:
        name: Without its prefix: ``WriteData``. In a policy: ``kafka-cluster:WriteData``.
        resource: The kind of ARN a statement about it names.
        needs: The actions without which MSK refuses it.
        serverless: Whether a serverless cluster has it.
        acl: The operation of Kafka's ACLs that allows the same on the same resource. Absent:
            Kafka needs no ACL for it.
    """

    name: str
    resource: Resource
    needs: tuple[str, ...] = ()
    serverless: bool = True
    acl: str | None = None


class Access(NamedTuple):
    """An action of a policy statement and the kind of resource the statement names."""

    action: str
    """With its prefix: ``kafka-cluster:WriteData``."""
    resource: Resource


class AclAccess(NamedTuple):
    """An operation of Kafka's ACLs and the kind of resource it is about."""

    operation: str
    """As Kafka names it: ``WRITE``."""
    resource: Resource


@cache
def _table() -> dict[str, Any]:
    return read_table("iam_actions")


@cache
def _actions() -> dict[str, Action]:
    rows = _table()["actions"]
    return {
        name: Action(
            name=name,
            resource=row["resource"],
            needs=tuple(row.get("needs", ())),
            serverless=row.get("serverless", True),
            acl=row.get("acl"),
        )
        for name, row in rows.items()
    }


def all_actions() -> tuple[Action, ...]:
    """Every action, by kind of resource: cluster, topic, group, transactional id."""
    return tuple(_actions().values())


def action(name: str) -> Action | None:
    """The action called `name` (without prefix), or `None` when there is none."""
    return _actions().get(name)


def access(
    verb: Verb, *, idempotent: bool = False, transactional: bool = False, serverless: bool = False
) -> tuple[Access, ...]:
    """Everything a client needs to be allowed in order to do `verb`, in the order of the table.

    Args:
        verb: ``describe`` reads everything there is to know but no record; ``admin`` is every
            action there is.
        idempotent: With ``produce``: as Kafka's producers do since 3.0 unless told otherwise.
        transactional: With ``produce`` and ``connect-worker``: in transactions, which are
            idempotent too.
        serverless: Leave out what a serverless cluster does not have.
    """
    besides = _table()["iam_besides"].get(verb, ())
    wanted = [one.name for one in _wanted(verb, idempotent=idempotent, transactional=transactional)]
    closed = _closure([*wanted, *besides])
    return tuple(
        Access(f"kafka-cluster:{one.name}", one.resource)
        for one in all_actions()
        if one.name in closed and (one.serverless or not serverless)
    )


def acl_access(verb: Verb, *, transactional: bool = False) -> tuple[AclAccess, ...]:
    """What Kafka's ACLs have to allow for `verb`: the same verbs, without what only AWS demands.

    An operation that another one on the same kind of resource includes is left out: to read is to
    describe. Producers may be idempotent wherever they may write.
    """
    wanted = _wanted(verb, idempotent=True, transactional=transactional)
    asked = [AclAccess(one.acl, one.resource) for one in wanted if one.acl]
    return tuple(
        one
        for one in asked
        if not any(
            one.resource == other.resource
            and one.operation != other.operation
            and one.operation in allows(other.operation)
            for other in asked
        )
    )


def _wanted(verb: Verb, *, idempotent: bool, transactional: bool) -> tuple[Action, ...]:
    """What `verb` asks for, in the order of the table."""
    if verb == "admin":
        return all_actions()
    names = set(_table()["verbs"][verb])
    if verb == "produce" and (idempotent or transactional):
        names.add("WriteDataIdempotently")
    if verb in {"produce", "connect-worker"} and transactional:
        names.add("AlterTransactionalId")
    return tuple(one for one in all_actions() if one.name in names)


def _closure(names: list[str]) -> set[str]:
    """`names` and everything they need, directly or not."""
    closed: set[str] = set()
    open_ = list(names)
    while open_:
        name = open_.pop()
        if name not in closed:
            closed.add(name)
            open_.extend(_actions()[name].needs)
    return closed
