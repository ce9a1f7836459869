"""Which alarms a cluster gets, and the error when it cannot have one that was asked for."""

from collections.abc import Collection, Iterator, Mapping

from cdk_msk.monitoring.published import describe
from msk_model import ClusterShape, nearest
from msk_model.facts.alarms import (
    AlarmFacts,
    alarm,
    all_alarms,
    recommended_alarms,
    threshold_for,
)


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
    possible = {one.id: one for one in recommended_alarms(shape)}
    for argument, ids in (("thresholds", thresholds), ("exclude", exclude)):
        for alarm_id in ids:
            _require_possible(path, argument, alarm_id, shape, possible)
    for one in possible.values():
        wanted = (one.by_default or one.id in thresholds) and one.id not in exclude
        if wanted and one.scope != "group":
            yield one, thresholds.get(one.id, threshold_for(one, shape))


def _require_possible(
    path: str, argument: str, id: str, shape: ClusterShape, possible: Mapping[str, AlarmFacts]
) -> None:
    one = alarm(id)
    if one is None:
        meant = nearest(id, [each.id for each in all_alarms()])
        hint = f"did you mean {meant!r}?" if meant else f"one of {', '.join(sorted(possible))}"
        raise ValueError(f"{path}: {argument} must name alarms, got {id!r}; {hint}")
    if one.scope == "group":
        raise ValueError(
            f"{path}: {argument} must name alarms of the cluster or its brokers, got {id!r}; "
            "give its limit per group in consumer_lag"
        )
    if id not in possible:
        raise ValueError(
            f"{path}: {argument} must name alarms of {describe(shape)}, got {id!r}; "
            f"it needs {_needs(one)}"
        )


def _needs(one: AlarmFacts) -> str:
    kinds = " or ".join(
        kind if kind == "serverless" else f"{kind.capitalize()} brokers" for kind in one.on
    )
    needs = [kinds]
    if one.sizes:
        needs.append(f"of size {' or '.join(one.sizes)}")
    if one.needs_level != "DEFAULT":
        needs.append(f"at monitoring level {one.needs_level}")
    if one.needs_iam:
        needs.append("with IAM authentication")
    return " ".join(needs)
