"""Which metrics one cluster publishes, and what it would take to publish another.

What is not known of a cluster is no reason to refuse a metric.
"""

from collections.abc import Collection, Iterator

from msk_model.facts.kafka_versions import is_kraft
from msk_model.facts.metrics import LEVELS, Condition, MetricFacts, all_metrics
from msk_model.nearest import nearest
from msk_model.shape import BrokerType, ClusterShape, ClusterType
from msk_model.unknown import Unknown

_Kind = tuple[ClusterType, BrokerType | None]
_WORDS: dict[_Kind, str] = {
    (ClusterType.PROVISIONED, BrokerType.STANDARD): "Standard brokers",
    (ClusterType.PROVISIONED, BrokerType.EXPRESS): "Express brokers",
    (ClusterType.SERVERLESS, None): "serverless clusters",
}
_NEEDS: dict[Condition, str] = {
    "t3": "brokers of a t3 size",
    "zookeeper": "a cluster with ZooKeeper rather than KRaft",
    "iam": "clients that sign in with IAM",
    "tiered": "tiered storage",
}


def metrics_of(shape: ClusterShape) -> tuple[MetricFacts, ...]:
    """Every metric such a cluster publishes, as far as it is known."""
    return tuple(one for one in all_metrics() if _publishes(shape, one))


def metric_of(
    shape: ClusterShape, name: str, dimensions: Collection[str] | None = None
) -> MetricFacts | None:
    """The metric called `name` of such a cluster; `None` when it publishes none such.

    Args:
        shape: The cluster.
        name: As CloudWatch spells it.
        dimensions: Names of exactly the dimensions wanted. Absent: the fewest there are.
    """
    return next(
        (
            one
            for one in metrics_of(shape)
            if one.name == name and (dimensions is None or set(dimensions) == set(one.dimensions))
        ),
        None,
    )


def refusal(shape: ClusterShape, name: str, dimensions: Collection[str] | None = None) -> str:
    """Why `metric_of` finds nothing: what the metric must be, and what would bring it."""
    start = f"must be published by {describe(shape)}, got {name!r}"
    known = [one for one in all_metrics() if one.name == name]
    if not known:
        likely = nearest(name, {one.name for one in all_metrics()})
        return f"{start}; did you mean {likely!r}?" if likely else f"{start}; MSK has no such one"
    mine = [one for one in known if any(one.level(*kind) for kind in _kinds(shape))]
    if not mine:
        kinds = [words for kind, words in _WORDS.items() if any(one.level(*kind) for one in known)]
        return f"{start}; only {' and '.join(kinds)} publish it, at any monitoring level"
    wanted = [one for one in mine if dimensions is None or set(dimensions) == set(one.dimensions)]
    if not wanted:
        sets = [" and ".join(repr(d) for d in _own(one)) or "no dimension" for one in mine]
        return f"{start} with {_listed(dimensions)}; it comes with {', or with '.join(sets)}"
    missing = {one.only for one in wanted if one.only and _lacks(shape, one.only)}
    if missing:
        return f"{start}; it needs {' and '.join(_NEEDS[one] for one in sorted(missing))}"
    needed = min(_levels(shape, wanted), key=LEVELS.index)
    return f"{start}; it needs monitoring_level {needed}"


def describe(shape: ClusterShape) -> str:
    """For errors: ``Express brokers at monitoring level DEFAULT``."""
    if shape.cluster_type is ClusterType.SERVERLESS:
        return "a serverless cluster"
    words = [_WORDS[kind] for kind in _kinds(shape)]
    brokers = words[0] if len(words) == 1 else "such a cluster"
    level = shape.monitoring_level
    return (
        brokers if isinstance(level, Unknown) else f"{brokers} at monitoring level {_level(shape)}"
    )


def _publishes(shape: ClusterShape, one: MetricFacts) -> bool:
    if one.only and _lacks(shape, one.only):
        return False
    included = LEVELS[: LEVELS.index(_level(shape)) + 1]
    return any(one.level(*kind) in included for kind in _kinds(shape))


def _kinds(shape: ClusterShape) -> tuple[_Kind, ...]:
    """The kinds the cluster may be of."""
    if isinstance(shape.cluster_type, Unknown):
        return tuple(_WORDS)
    return tuple(
        (kind, broker_type)
        for kind, broker_type in _WORDS
        if kind is shape.cluster_type
        and (isinstance(shape.broker_type, Unknown) or broker_type in (None, shape.broker_type))
    )


def _level(shape: ClusterShape) -> str:
    """The monitoring level: MSK's default when none is stated, the highest when unknown."""
    if isinstance(shape.monitoring_level, Unknown):
        return LEVELS[-1]
    return shape.monitoring_level if shape.monitoring_level in LEVELS else LEVELS[0]


def _levels(shape: ClusterShape, metrics: Collection[MetricFacts]) -> Iterator[str]:
    for one in metrics:
        for kind in _kinds(shape):
            level = one.level(*kind)
            if level:
                yield level


def _lacks(shape: ClusterShape, condition: Condition) -> bool:
    """Whether the cluster is known not to have it."""
    if condition == "t3":
        return isinstance(shape.broker_size, str) and ".t3." not in shape.broker_size
    if condition == "zookeeper":
        return isinstance(shape.kafka_version, str) and is_kraft(shape.kafka_version)
    if condition == "iam":
        return shape.iam is False
    return not isinstance(shape.storage_mode, Unknown) and shape.storage_mode != "TIERED"


def _own(metric: MetricFacts) -> tuple[str, ...]:
    return tuple(name for name in metric.dimensions if name != "Cluster Name")


def _listed(dimensions: Collection[str] | None) -> str:
    own = sorted(name for name in dimensions or () if name != "Cluster Name")
    return " and ".join(repr(name) for name in own) or "no dimension"
