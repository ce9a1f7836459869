"""Which alarms there are, and the error when one that was asked for cannot be."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from msk_model import ClusterShape, nearest
from msk_model.facts.alarms import (
    CLUSTER_KINDS,
    AlarmFacts,
    alarm,
    alarms_on,
    all_alarms,
    recommended_alarms,
    threshold_for,
)
from msk_model.facts.metric_choice import describe

_ELSEWHERE = {
    "connector": "ConnectorAlarms makes it",
    "replicator": "ReplicatorAlarms makes it",
    "certificate": "CredentialAlarms makes it",
    "rotation": "CredentialAlarms makes it",
}


def selected_alarms(
    path: str,
    shape: ClusterShape,
    *,
    thresholds: Mapping[str, float],
    exclude: Collection[str],
) -> Iterator[tuple[AlarmFacts, float | None]]:
    """The alarms of the cluster and its brokers, each with its threshold.

    Args:
        path: Path of the construct, the first word of every error.
        shape: The cluster.
        thresholds: By alarm id. An alarm that is not made by default is made when it is here.
        exclude: Ids of alarms that are not wanted.

    Yields:
        An alarm, and its threshold, which is None when the broker size it depends on is unknown.

    Raises:
        ValueError: An id is unknown, not one of this cluster's, or of a consumer group's alarm.
    """
    require_alarms_of(path, shape, {"thresholds": thresholds, "exclude": exclude})
    for one in recommended_alarms(shape):
        wanted = (one.by_default or one.id in thresholds) and one.id not in exclude
        if wanted and one.scope != "group":
            yield one, thresholds.get(one.id, threshold_for(one, shape))


def selected_on(
    path: str,
    kinds: Iterable[str],
    *,
    thresholds: Mapping[str, float],
    exclude: Collection[str],
) -> Iterator[tuple[AlarmFacts, float]]:
    """The alarms of what is no cluster, each with its threshold.

    Raises:
        ValueError: An id is none of theirs.
    """
    possible = {one.id: one for kind in kinds for one in alarms_on(kind)}
    require_ids(path, possible, {"thresholds": thresholds, "exclude": exclude})
    for one in possible.values():
        threshold = thresholds.get(one.id, one.threshold)
        if threshold is not None and one.id not in exclude:
            yield one, float(threshold)


def require_ids(
    path: str, possible: Collection[str], arguments: Mapping[str, Collection[str]]
) -> None:
    """Refuse arguments that name an alarm which is not `possible`.

    Raises:
        ValueError: An id is not.
    """
    for argument, ids in arguments.items():
        for alarm_id in ids:
            if alarm_id not in possible:
                raise ValueError(
                    f"{path}: {argument} must name alarms, got {alarm_id!r}; "
                    f"{_hint(alarm_id, possible)}"
                )


def require_alarms_of(
    path: str,
    shape: ClusterShape,
    arguments: Mapping[str, Collection[str]],
    *,
    groups: bool = False,
) -> None:
    """Refuse arguments that name an alarm which such a cluster cannot have.

    Args:
        path: Path of the construct, the first word of every error.
        shape: The cluster.
        arguments: Alarm ids by the argument they are of.
        groups: Whether the argument is also for alarms of consumer groups.

    Raises:
        ValueError: An id is unknown, not one of this cluster's, or of a consumer group's alarm.
    """
    possible = {one.id: one for one in recommended_alarms(shape)}
    for argument, ids in arguments.items():
        for alarm_id in ids:
            one = alarm(alarm_id)
            if one is not None and one.scope == "group" and not groups:
                raise ValueError(
                    f"{path}: {argument} must name alarms of the cluster or its brokers, got "
                    f"{alarm_id!r}; give it per group in consumer_lag"
                )
            if one is None:
                require_ids(path, possible, {argument: [alarm_id]})
            elif alarm_id not in possible:
                raise ValueError(
                    f"{path}: {argument} must name alarms of {describe(shape)}, got {alarm_id!r}; "
                    f"{_needs(one)}"
                )


def _hint(id: str, possible: Collection[str]) -> str:
    meant = nearest(id, possible) or nearest(id, [one.id for one in all_alarms()])
    return f"did you mean {meant!r}?" if meant else f"one of {', '.join(sorted(possible))}"


def _needs(one: AlarmFacts) -> str:
    for kind in one.on:
        if kind not in CLUSTER_KINDS:
            return _ELSEWHERE[kind]
    kinds = " or ".join(
        "a serverless cluster" if kind == "serverless" else f"{kind.capitalize()} brokers"
        for kind in one.on
    )
    needs = [kinds]
    if one.sizes:
        needs.append(f"of size {' or '.join(one.sizes)}")
    if one.needs_level != "DEFAULT":
        needs.append(f"at monitoring level {one.needs_level}")
    if one.tiered:
        needs.append("with tiered storage")
    if one.needs_iam:
        needs.append("with IAM authentication")
    return f"it needs {' '.join(needs)}"
