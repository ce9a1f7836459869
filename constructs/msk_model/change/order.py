"""The order in which MSK takes the updates of one cluster."""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from msk_model.change.change import ABSENT
from msk_model.change.cluster import new_errors
from msk_model.change.cluster_updates import CLUSTER_UPDATES
from msk_model.change.transition import MIGRATION_RELEASE, refusals
from msk_model.facts.kafka_versions import is_kraft, release_of
from msk_model.resource import properties_of
from msk_model.shape import BrokerType, ClusterShape
from msk_model.template import from_template

Resource = Mapping[str, Any]
Patch = Mapping[str, object]
"""New values of properties by path; `ABSENT` takes one away."""

ACCESS_CONTROL = "access-control"
"""No update of the cluster: what Kafka's own administration has to do before or after one."""
_ORDER = [ACCESS_CONTROL, *(update.name for update in CLUSTER_UPDATES)]


@dataclass(frozen=True, kw_only=True)
class Move:
    """One update of one cluster.

    Attributes:
        update: Name of the update.
        patch: The properties of the cluster it changes.
        resources: Definitions of other resources it brings along; `None` takes one away.
        after: Names of the updates that have to be over before.
    """

    update: str
    patch: Patch
    resources: Mapping[str, Resource | None]
    after: frozenset[str] = frozenset()


def hops(name: str, new: Resource, shapes: tuple[ClusterShape, ...]) -> list[Patch]:
    """What one update has to go through: one patch, or several where MSK takes smaller steps."""
    before, after = shapes
    if name == "version":
        return _versions(before, after, new)
    if name == "broker-count":
        return _counts(before, after, new)
    if name == "zookeeper-access" and _migrates(before, after):
        closed = before.zookeeper_access is False or before.broker_type is BrokerType.EXPRESS
        return [] if closed else [{"ZookeeperAccess": {"Enabled": False}}]
    paths = next(update.properties for update in CLUSTER_UPDATES if update.name == name)
    patch = {path: value_at(new, path) for path in paths}
    return [patch]


def needs_closed_zookeeper(old: ClusterShape, new: ClusterShape) -> bool:
    """Whether clients have to be kept from ZooKeeper on the way."""
    return (
        _migrates(old, new)
        and old.broker_type is not BrokerType.EXPRESS
        and old.zookeeper_access in {None, True}
    )


def find_order(
    scene: Mapping[str, Resource], cluster_id: str, pending: Mapping[str, list[Move]]
) -> tuple[Move, ...] | str:
    """An order of all `pending` moves in which no cluster on the way breaks a rule.

    Args:
        scene: The resources before the first move that say something about the cluster.
        cluster_id: Logical id of the cluster.
        pending: The moves of each update, which stay in their order.

    Returns:
        The order, or why there is none.
    """
    start = _shape(scene, cluster_id)
    dead: set[tuple[tuple[str, int], ...]] = set()
    obstacles: list[str] = []

    def search(
        resources: Mapping[str, Resource], left: Mapping[str, list[Move]]
    ) -> tuple[Move, ...] | None:
        if not any(left.values()):
            return ()
        key = tuple(sorted((name, len(moves)) for name, moves in left.items()))
        if key in dead:
            return None
        here = _shape(resources, cluster_id)
        for name in sorted((n for n in left if left[n]), key=_ORDER.index):
            move = left[name][0]
            if any(left.get(other) for other in move.after):
                continue
            there = moved(resources, cluster_id, move)
            shape = _shape(there, cluster_id)
            refused = list(_refused(start, here, shape))
            if refused:
                obstacles.extend(f"{name}: {reason}" for reason in refused)
            elif (rest := search(there, {**left, name: left[name][1:]})) is not None:
                return (move, *rest)
        dead.add(key)
        return None

    found = search(scene, pending)
    if found is not None:
        return found
    return "; ".join(dict.fromkeys(obstacles))


def moved(resources: Mapping[str, Resource], cluster_id: str, move: Move) -> dict[str, Resource]:
    """The resources after a move."""
    properties = copy.deepcopy(dict(properties_of(resources[cluster_id])))
    for path, value in move.patch.items():
        _put(properties, path.split("/"), value)
    cluster = {**resources[cluster_id], "Properties": properties}
    after = {**resources, **move.resources, cluster_id: cluster}
    gone = {name for name, resource in after.items() if resource is None}
    return {
        name: _waiting_for_others(resource, gone)
        for name, resource in after.items()
        if resource is not None
    }


def _waiting_for_others(resource: Resource, gone: set[str]) -> Resource:
    """The resource without waiting for what is gone."""
    waits = resource.get("DependsOn")
    listed = waits if isinstance(waits, list) else [waits]
    if not any(isinstance(one, str) and one in gone for one in listed):
        return resource
    return {**resource, "DependsOn": [one for one in listed if one not in gone]}


def value_at(resource: Resource, path: str) -> object:
    """The value of a property, `ABSENT` when it is not stated."""
    value: object = resource.get("Properties")
    for step in path.split("/"):
        if not isinstance(value, Mapping) or step not in value:
            return ABSENT
        value = value[step]
    return value


def _refused(start: ClusterShape, here: ClusterShape, there: ClusterShape) -> Iterator[str]:
    for refusal in refusals(here, there):
        yield refusal.reason
    for finding in new_errors(start, there):
        yield f"{finding.field} must {finding.must}"


def _shape(resources: Mapping[str, Resource], cluster_id: str) -> ClusterShape:
    return from_template({"Resources": resources}).clusters[cluster_id]


def _versions(before: ClusterShape, after: ClusterShape, new: Resource) -> list[Patch]:
    goal = {"KafkaVersion": value_at(new, "KafkaVersion")}
    if not _migrates(before, after):
        return [goal]
    assert isinstance(before.kafka_version, str)  # noqa: S101  (told by _migrates)
    release = ".".join(str(number) for number in MIGRATION_RELEASE)
    path: list[Patch] = []
    if release_of(before.kafka_version) != MIGRATION_RELEASE:
        path.append({"KafkaVersion": f"{release}.x"})
    path.append({"KafkaVersion": f"{release}.x.kraft", "ZookeeperAccess": ABSENT})
    if after.kafka_version != f"{release}.x.kraft":
        path.append(goal)
    return path


def _migrates(before: ClusterShape, after: ClusterShape) -> bool:
    old, new = before.kafka_version, after.kafka_version
    return (
        isinstance(old, str)
        and isinstance(new, str)
        and release_of(old) is not None
        and release_of(new) is not None
        and is_kraft(new)
        and not is_kraft(old)
    )


def _counts(before: ClusterShape, after: ClusterShape, new: Resource) -> list[Patch]:
    goal: Patch = {"NumberOfBrokerNodes": value_at(new, "NumberOfBrokerNodes")}
    old, target, zones = before.broker_count, after.broker_count, before.zone_count
    if not (isinstance(old, int) and isinstance(target, int) and isinstance(zones, int)):
        return [goal]
    if zones < 1 or old - target > 1000:
        return [goal]
    return [{"NumberOfBrokerNodes": n} for n in range(old - zones, target, -zones)] + [goal]


def _put(tree: dict[str, Any], path: list[str], value: object) -> None:
    """Set or take away what is at `path`; branches that become empty go too."""
    name, *rest = path
    if rest:
        branch = tree.get(name)
        if value is ABSENT and not isinstance(branch, dict):
            return
        branch = branch if isinstance(branch, dict) else {}
        _put(branch, rest, value)
        tree[name] = branch
        if not branch:
            del tree[name]
    elif value is ABSENT:
        tree.pop(name, None)
    else:
        tree[name] = value
