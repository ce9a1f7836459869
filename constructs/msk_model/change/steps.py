"""The way from one template to another with only updates that MSK takes."""

import copy
import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from msk_model.change.change import ABSENT, Change, ChangeKind
from msk_model.change.compare import compare
from msk_model.change.comparison import Comparison, clusters_of_both, type_of
from msk_model.change.connectivity import chain_of
from msk_model.change.custom_types import CONNECTIVITY
from msk_model.change.difference import same
from msk_model.change.order import (
    ACCESS_CONTROL,
    Move,
    find_order,
    hops,
    moved,
    needs_closed_zookeeper,
    value_at,
)
from msk_model.change.references import needed_by, words_of
from msk_model.change.satellites import brought
from msk_model.change.sections import SECTIONS, shifts
from msk_model.change.shutting_out import gains_iam, missing_entries, opens, stranded
from msk_model.resource import properties_of
from msk_model.template import Resources

Template = dict[str, Any]
_SCENE = ("AWS::MSK::", "AWS::ApplicationAutoScaling::", CONNECTIVITY)
_CLUSTER = "AWS::MSK::Cluster"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One deployment.

    Attributes:
        title: What it does: ``Cluster: storage``.
        template: The whole template to deploy.
    """

    title: str
    template: Template


@dataclass(frozen=True)
class Way:
    """The deployments that lead to the goal; the last template says what the new one says."""

    steps: tuple[Step, ...]


@dataclass(frozen=True)
class NoWay:
    """Why updates alone do not lead to the goal."""

    reasons: tuple[str, ...]


def way(old: Mapping[str, object], new: Mapping[str, object]) -> Way | NoWay:
    """Find the deployments from `old` to `new`, each with one update of one cluster at most.

    What clusters need comes first, then their updates, then everything else, and what nobody needs
    any more goes last.
    """
    both = Comparison(old, new)
    changes = compare(old, new)
    reasons = tuple(dict.fromkeys(_obstacles(both, changes)))
    if reasons:
        return NoWay(reasons)
    current = _prepared(both)
    steps = [] if same(current, old) else [Step(title="what clusters need", template=current)]
    for cluster_id in clusters_of_both(both):
        order = _moves(both, cluster_id, changes, current)
        if isinstance(order, str):
            return NoWay((f"{cluster_id}: no order of its updates is allowed: {order}",))
        for move in order:
            resources = moved(current["Resources"], cluster_id, move)
            if not same(resources, current["Resources"]):
                current = _pruned({**current, "Resources": resources}, both)
                steps.append(Step(title=f"{cluster_id}: {move.update}", template=current))
    if not same(current, new):
        steps.append(Step(title="everything else", template=copy.deepcopy(dict(new))))
    return Way(tuple(steps))


def _obstacles(both: Comparison, changes: tuple[Change, ...]) -> Iterator[str]:
    for change in changes:
        where = f"{change.resource}/{change.path}".rstrip("/")
        of_cluster = change.resource_type == _CLUSTER
        if (
            change.kind is ChangeKind.DATA_LOSS
            or (change.kind is ChangeKind.FORBIDDEN and not change.stepwise)
            or (of_cluster and change.kind is ChangeKind.REPLACEMENT)
            or (of_cluster and change.kind is ChangeKind.CANNOT_BE_TOLD and not change.update)
        ):
            yield f"{where}: {change.reason}"
    clusters = clusters_of_both(both)
    for shift in shifts(both, clusters):
        yield f"{shift.section}/{shift.name}: it decides what a cluster is, and changes itself"
    for name in _changed_configurations(both):
        users = [one for one in clusters if _uses(both, one, name)]
        if len(users) > 1:
            yield f"{name}: {' and '.join(users)} share it and would be updated together"


def _prepared(both: Comparison) -> Template:
    """The old template with the new definitions of what clusters need."""
    clusters = clusters_of_both(both)
    held = {name for name in _changed_configurations(both) if _users(both, name)}
    needed = needed_by(clusters, both.new_resources) - set(clusters) - held
    resources: dict[str, Any] = {
        name: both.new_resources[name]
        if name in needed and type_of(both.new_resources[name]) != _CLUSTER
        else resource
        for name, resource in both.old_resources.items()
    }
    resources |= {name: both.new_resources[name] for name in needed if name not in resources}
    for name in clusters:
        tags = Move(
            update="tags",
            patch={"Tags": value_at(both.new_resources[name], "Tags")},
            resources={},
        )
        resources = dict(moved(resources, name, tags))
    template: Template = {**both.new, **both.old, "Resources": resources}
    for section in SECTIONS:
        before, after = both.old.get(section), both.new.get(section)
        if isinstance(after, Mapping):
            template[section] = {**(before if isinstance(before, Mapping) else {}), **after}
    if "Outputs" not in both.old:
        template.pop("Outputs", None)
    return copy.deepcopy(template)


def _moves(
    both: Comparison, cluster_id: str, changes: tuple[Change, ...], current: Template
) -> tuple[Move, ...] | str:
    new = both.new_resources[cluster_id]
    shapes = (both.old_shapes.clusters[cluster_id], both.new_shapes.clusters[cluster_id])
    held = [one for one in _changed_configurations(both) if _uses(both, cluster_id, one)]
    brought = {
        name: both.new_resources[name]
        for name in held
        if name in set(words_of(value_at(new, "ConfigurationInfo")))
    }
    updates: set[str | None] = {
        change.update
        for change in changes
        if change.resource == cluster_id and change.update not in {None, "tags"}
    }
    if brought:
        updates.add("configuration")
    if needs_closed_zookeeper(*shapes):
        updates.add("zookeeper-access")
    pending = {
        name: [
            Move(update=name, patch=patch, resources=brought if name == "configuration" else {})
            for patch in hops(name, new, shapes)
        ]
        for name in updates
        if name
    }
    _order_access(both, cluster_id, pending)
    scene = {
        name: resource
        for name, resource in current["Resources"].items()
        if type_of(resource).startswith(_SCENE)
    }
    return find_order(scene, cluster_id, pending)


def _order_access(both: Comparison, cluster_id: str, pending: dict[str, list[Move]]) -> None:
    """Add what has to be done between the updates of a cluster, so that nobody is shut out."""
    missing, leaving = missing_entries(both, cluster_id), stranded(both, cluster_id)
    if missing or leaving:
        first = {"security"} if gains_iam(both, cluster_id) else set()
        first |= {"configuration"} if opens(both, cluster_id) else set()
        move = Move(
            update=ACCESS_CONTROL,
            patch={},
            resources=brought(both, {*missing, *leaving}),
            after=frozenset(first),
        )
        held_up = "security" if leaving else "configuration"
        pending[ACCESS_CONTROL] = [move]
        pending[held_up] = [
            dataclasses.replace(one, after=frozenset({ACCESS_CONTROL}))
            for one in pending.get(held_up, [])
        ]
    old, new = (
        chain_of(resources, cluster_id) for resources in (both.old_resources, both.new_resources)
    )
    # What only opens comes with everything else.
    if old and any(
        not same(both.old_resources.get(name), both.new_resources.get(name))
        for name in {*old, *new}
    ):
        chain = Move(update="connectivity", patch={}, resources=brought(both, {*old, *new}))
        pending["connectivity"] = [*pending.get("connectivity", []), chain]


def _pruned(template: Template, both: Comparison) -> Template:
    """Without the outputs of resources that have left."""
    gone = {name for name in both.old_resources if name not in template["Resources"]}
    outputs = template.get("Outputs")
    if not gone or not isinstance(outputs, Mapping):
        return template
    kept = {name: one for name, one in outputs.items() if gone.isdisjoint(words_of(one))}
    return {**template, "Outputs": kept}


def _changed_configurations(both: Comparison) -> tuple[str, ...]:
    return tuple(
        name
        for name, resource in both.new_resources.items()
        if type_of(resource) == "AWS::MSK::Configuration"
        and name in both.old_resources
        and not same(
            {**properties_of(both.old_resources[name]), "Description": ABSENT},
            {**properties_of(resource), "Description": ABSENT},
        )
    )


def _users(both: Comparison, configuration_id: str) -> list[str]:
    return [one for one in clusters_of_both(both) if _uses(both, one, configuration_id)]


def _uses(both: Comparison, cluster_id: str, configuration_id: str) -> bool:
    """Whether the cluster of either template runs the configuration."""
    resources: tuple[Resources, ...] = (both.old_resources, both.new_resources)
    return any(
        configuration_id in set(words_of(value_at(one[cluster_id], "ConfigurationInfo")))
        for one in resources
        if cluster_id in one
    )
