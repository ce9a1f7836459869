"""Entries of Kafka's access control lists, as `cdk_msk` has them in templates."""

from collections.abc import Iterator, Mapping
from typing import Final

from msk_model.change.change import Change, ChangeKind
from msk_model.change.comparison import Comparison, type_of
from msk_model.facts.replacement import ReplacementFacts
from msk_model.intrinsics import referred_to
from msk_model.resource import properties_of
from msk_model.template import Resources

_SHOWN: Final = 3

Entry = tuple[str, str, str]
"""Permission, operation, and where: host, resource type, pattern and name."""


def acl_change(both: Comparison, name: str, facts: ReplacementFacts) -> Iterator[Change]:
    """What becomes of the entries of a principal that keeps some."""
    old, new = (
        properties_of(resources[name]) for resources in (both.old_resources, both.new_resources)
    )
    before, after = entries(old), entries(new)
    if before == after and principal(old) == principal(new):
        return
    kind, reason = _verdict(principal(new), before, after)
    if principal(old) != principal(new):
        kind, reason = ChangeKind.SHUT_OUT, f"the entries of {principal(old)} go"
    yield Change(
        resource=name,
        resource_type=facts.name,
        path="Rules",
        old=old.get("Rules"),
        new=new.get("Rules"),
        kind=kind,
        reason=reason,
        source=facts.source,
    )


def gained_by(properties: Mapping[str, object]) -> str:
    """What comes with the first entries of a principal."""
    return _verdict(principal(properties), frozenset(), entries(properties))[1]


def lost_by(properties: Mapping[str, object]) -> tuple[ChangeKind, str]:
    """What goes with all entries of a principal."""
    return _verdict(principal(properties), entries(properties), frozenset())


def principal(properties: Mapping[str, object]) -> str:
    """Whose entries they are."""
    stated = properties.get("Principal")
    return stated if isinstance(stated, str) else "a principal"


def entries(properties: Mapping[str, object]) -> frozenset[Entry]:
    """Every entry, one for each operation; lines that cannot be read are none."""
    rules = properties.get("Rules")
    found: set[Entry] = set()
    for line in rules if isinstance(rules, list) else []:
        match line.split(" ", 2) if isinstance(line, str) else []:
            case [permission, operations, where]:
                found.update((permission, one, where) for one in operations.split(","))
    return frozenset(found)


def on_cluster(resources: Resources, cluster_id: str, *types: str) -> tuple[str, ...]:
    """The custom resources of these types that take care of something on the cluster."""
    return tuple(
        name
        for name, resource in resources.items()
        if type_of(resource) in types
        and referred_to(properties_of(resource).get("ClusterArn")) == cluster_id
    )


def _verdict(who: str, before: frozenset[Entry], after: frozenset[Entry]) -> tuple[ChangeKind, str]:
    lost = {one for one in before - after if one[0] == "ALLOW"}
    denied = {one for one in after - before if one[0] == "DENY"}
    if lost or denied:
        what = [f"{who} loses {_listed(lost)}"] if lost else []
        what += [f"{who} is denied {_listed(denied)}"] if denied else []
        if lost and not after:
            what.append("what has no entry left is open to everybody unless the cluster is closed")
        return ChangeKind.SHUT_OUT, "; ".join(what)
    if gone := before - after:
        return ChangeKind.IN_PLACE, f"{who} is no longer denied {_listed(gone)}"
    return ChangeKind.IN_PLACE, f"{who} gains {_listed(after - before)}"


def _listed(some: frozenset[Entry] | set[Entry]) -> str:
    ordered = [f"{operation} {_place(where)}" for _, operation, where in sorted(some)]
    rest = len(ordered) - _SHOWN
    return ", ".join(ordered[:_SHOWN]) + (f" and {rest} more" if rest > 0 else "")


def _place(where: str) -> str:
    """``TOPIC orders``, with a star behind a prefix."""
    parts = where.split(" ", 3)
    if len(parts) != 4:
        return where
    _, resource_type, pattern, name = parts
    return f"{resource_type} {name}{'*' if pattern == 'PREFIXED' else ''}"
