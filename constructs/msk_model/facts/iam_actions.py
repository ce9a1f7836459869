"""The data-plane actions of MSK's IAM access control, with what each needs besides itself."""

from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from msk_model.facts.table import read_table

Resource = Literal["cluster", "topic", "group", "transactional-id"]
Verb = Literal["connect", "describe", "produce", "consume", "administer-topics", "admin"]


@dataclass(frozen=True, kw_only=True)
class Action:
    """One action.

    Attributes:
        name: Without its prefix: ``WriteData``. In a policy: ``kafka-cluster:WriteData``.
        resource: The kind of ARN a statement about it names.
        needs: The actions without which MSK refuses it.
        serverless: Whether a serverless cluster has it.
    """

    name: str
    resource: Resource
    needs: tuple[str, ...] = ()
    serverless: bool = True


class Access(NamedTuple):
    """An action of a policy statement and the kind of resource the statement names."""

    action: str
    """With its prefix: ``kafka-cluster:WriteData``."""
    resource: Resource


@cache
def _actions() -> dict[str, Action]:
    rows = read_table("iam_actions")["actions"]
    return {
        name: Action(
            name=name,
            resource=row["resource"],
            needs=tuple(row.get("needs", ())),
            serverless=row.get("serverless", True),
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
        transactional: With ``produce``: in transactions, which are idempotent too.
        serverless: Leave out what a serverless cluster does not have.
    """
    if verb == "admin":
        wanted = [one.name for one in all_actions()]
    else:
        wanted = list(read_table("iam_actions")["verbs"][verb])
    if verb == "produce" and (idempotent or transactional):
        wanted.append("WriteDataIdempotently")
    if verb == "produce" and transactional:
        wanted.append("AlterTransactionalId")
    closed = _closure(wanted)
    return tuple(
        Access(f"kafka-cluster:{one.name}", one.resource)
        for one in all_actions()
        if one.name in closed and (one.serverless or not serverless)
    )


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
