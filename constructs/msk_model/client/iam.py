"""What IAM has to allow for a client."""

from collections.abc import Iterable
from typing import NamedTuple

from msk_model.client.client_shape import ClientShape
from msk_model.client.shares import Share, shares
from msk_model.facts.iam_actions import Resource, access, all_actions


class IamAccess(NamedTuple):
    """One policy statement: some actions on some resources of one kind."""

    resource: Resource
    names: tuple[str, ...]
    """Names, or prefixes ending in ``*``; empty for the cluster itself."""
    actions: tuple[str, ...]
    """With their prefix, in the order of the table: ``kafka-cluster:WriteData``."""


def iam_access(client: ClientShape, *, serverless: bool = False) -> tuple[IamAccess, ...]:
    """The statements for `client`: the cluster first, then topics, groups and transactional ids.

    Args:
        client: What it does.
        serverless: Leave out what a serverless cluster does not have.
    """
    return access_of(shares(client), serverless=serverless)


def access_of(client_shares: Iterable[Share], *, serverless: bool) -> tuple[IamAccess, ...]:
    """The statements for some verbs of a client, one for all names with the same actions."""
    allowed: dict[Resource, dict[str, set[str]]] = {}
    for share in client_shares:
        for one in access(
            share.verb,
            idempotent=share.idempotent,
            transactional=share.transactional,
            serverless=serverless,
        ):
            names = ("",) if one.resource == "cluster" else share.names.get(one.resource, ())
            for name in names:
                allowed.setdefault(one.resource, {}).setdefault(name, set()).add(one.action)
    kinds: tuple[Resource, ...] = ("cluster", "topic", "group", "transactional-id")
    return tuple(
        statement for kind in kinds for statement in _statements(kind, allowed.get(kind, {}))
    )


def _statements(kind: Resource, allowed: dict[str, set[str]]) -> list[IamAccess]:
    order = [f"kafka-cluster:{one.name}" for one in all_actions()]
    names: dict[tuple[str, ...], list[str]] = {}
    for name, actions in allowed.items():
        names.setdefault(tuple(one for one in order if one in actions), []).append(name)
    return [
        IamAccess(kind, () if kind == "cluster" else tuple(own), actions)
        for actions, own in names.items()
    ]
