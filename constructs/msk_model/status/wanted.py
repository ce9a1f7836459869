"""Which metrics to read of a cluster."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from msk_model.facts.alarms import recommended_alarms
from msk_model.facts.metrics import LEVELS, MetricFacts, published_metrics
from msk_model.shape import BrokerType, ClusterShape, ClusterType
from msk_model.status.snapshot import BROKER, GROUP, TOPIC, MetricId

SHORT, LONG = (300, 24), (3600, 7 * 24)
"""Seconds of a period and hours to look back: the day for load, the week for what grows."""

_GROWS = frozenset({"KafkaDataLogsDiskUsed", "StorageUsed"})
_SHOWN = frozenset(
    {
        *("BytesInPerSec", "BytesOutPerSec", "PartitionCount", "ClientConnectionCount"),
        *("CpuUser", "CpuSystem", "GlobalPartitionCount", "GlobalTopicCount"),
        *("EstimatedMaxTimeLag", "SumOffsetLag"),
        *_GROWS,
    }
)
"""What is looked at whatever alarms there are."""
_LISTED = ("SumOffsetLag", "BytesInPerSec")
"""Metrics whose groups and topics nobody but CloudWatch knows."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A metric to read.

    Attributes:
        id: The metric.
        statistic: As CloudWatch spells it.
        period: In seconds.
        hours: How far to look back.
    """

    id: MetricId
    statistic: str
    period: int
    hours: int


def listed_metrics(shape: ClusterShape) -> tuple[MetricFacts, ...]:
    """Metrics to list before they can be asked for: they have consumer groups or topics."""
    return tuple(
        facts
        for facts in _published(shape)
        if facts.name in _LISTED and facts.dimensions[1:] in {(GROUP, TOPIC), (TOPIC,)}
    )


def wanted_metrics(
    shape: ClusterShape,
    *,
    brokers: Iterable[str],
    groups: Sequence[tuple[str, str]],
    topics: Sequence[str],
) -> tuple[Wanted, ...]:
    """What to read, as far as such a cluster publishes it at its monitoring level.

    Args:
        shape: The cluster.
        brokers: Ids of its brokers.
        groups: Consumer groups with the topics they read.
        topics: Topics of a serverless cluster.
    """
    alarmed = {
        name: alarm.statistic
        for alarm in recommended_alarms(shape)
        if alarm.by_default
        for name in alarm.metrics.values()
    }
    # What only an alarm looks at is read as the alarm reads it: a minimum is no maximum.
    statistics = {**alarmed, **dict.fromkeys(_SHOWN)}
    values: dict[tuple[str, ...], list[tuple[str, ...]]] = {
        (): [()],
        (BROKER,): [(broker,) for broker in brokers],
        (BROKER, "Client Authentication"): [(broker, "IAM") for broker in brokers],
        (GROUP, TOPIC): list(groups),
        (TOPIC,): [(topic,) for topic in topics],
    }
    return tuple(
        _wanted(facts, dimensions, statistics[facts.name] or facts.statistic)
        for facts in _published(shape)
        if facts.name in statistics
        for dimensions in values.get(facts.dimensions[1:], [])
    )


def _wanted(facts: MetricFacts, values: tuple[str, ...], statistic: str) -> Wanted:
    period, hours = LONG if facts.name in _GROWS else SHORT
    return Wanted(
        id=MetricId(facts.name, tuple(zip(facts.dimensions[1:], values, strict=True))),
        statistic=statistic,
        period=period,
        hours=hours,
    )


def _published(shape: ClusterShape) -> Iterator[MetricFacts]:
    serverless = shape.cluster_type is ClusterType.SERVERLESS
    level = shape.monitoring_level
    broker_type = shape.broker_type
    yield from published_metrics(
        ClusterType.SERVERLESS if serverless else ClusterType.PROVISIONED,
        broker_type if isinstance(broker_type, BrokerType) else BrokerType.STANDARD,
        str(level) if level in LEVELS else "DEFAULT",
    )
