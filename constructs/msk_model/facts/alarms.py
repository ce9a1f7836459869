"""The alarms AWS recommends for a cluster, and a few more that rest on its pages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from msk_model.facts.broker_sizes import broker_size
from msk_model.facts.metrics import LEVELS
from msk_model.facts.table import read_table
from msk_model.shape import BrokerType, ClusterShape, ClusterType

Scope = Literal["cluster", "broker", "group"]


@dataclass(frozen=True, kw_only=True)
class AlarmFacts:
    """One alarm.

    Attributes:
        id: Its name for people and for overriding a threshold.
        origin: ``aws``: on AWS's page of recommended alarms; ``toolkit``: ours.
        scope: One alarm for the cluster, for each broker, or for each consumer group and topic.
        on: Kinds of clusters: of ``standard``, ``express``, ``serverless``.
        metrics: Metric names by the id `expression` uses.
        expression: Metric math over the ids; `None` when the one metric is the alarm.
        statistic: Of every metric.
        period: In seconds.
        evaluation_periods: How many periods in a row.
        comparison: ``>=``, ``>``, ``<=`` or ``<``.
        threshold: A number; the name of what decides it, for `threshold_for`; or `None` when only
            the owner of the cluster can say it.
        needs_level: The least monitoring level at which the metrics are published.
        needs_iam: Whether it watches IAM connections.
        sizes: The broker sizes it is for; empty for all.
        dimensions: Dimension values besides those that name the cluster, broker or group.
        by_default: Whether it is worth having unasked.
        why: What it means when it fires.
        source: The page it rests on.
    """

    id: str
    origin: Literal["aws", "toolkit"]
    scope: Scope
    on: tuple[str, ...]
    metrics: Mapping[str, str]
    statistic: str
    period: int
    comparison: Literal[">=", ">", "<=", "<"]
    why: str
    source: str
    expression: str | None = None
    evaluation_periods: int = 3
    threshold: float | str | None = None
    needs_level: str = "DEFAULT"
    needs_iam: bool = False
    sizes: tuple[str, ...] = ()
    dimensions: Mapping[str, str] = field(default_factory=dict)
    by_default: bool = True


@cache
def all_alarms() -> tuple[AlarmFacts, ...]:
    """Every alarm, AWS's order first."""
    return tuple(
        AlarmFacts(**{**row, "on": tuple(row["on"]), "sizes": tuple(row.get("sizes", ()))})
        for row in read_table("alarms")["alarms"]
    )


def alarm(id: str) -> AlarmFacts | None:
    """The alarm called `id`, or `None` when there is none."""
    return next((one for one in all_alarms() if one.id == id), None)


def recommended_alarms(shape: ClusterShape) -> tuple[AlarmFacts, ...]:
    """Every alarm whose metrics such a cluster publishes, also those not made by default.

    What is unknown of `shape` is taken as MSK's default: Standard brokers, ``DEFAULT`` monitoring;
    IAM, when unknown, as on, since an alarm without data costs less than none.
    """
    kind = _kind(shape)
    level = shape.monitoring_level if shape.monitoring_level in LEVELS else "DEFAULT"
    return tuple(
        one
        for one in all_alarms()
        if kind in one.on
        and (kind == "serverless" or LEVELS.index(one.needs_level) <= LEVELS.index(level))
        and (shape.iam is not False or not one.needs_iam)
        and (not one.sizes or shape.broker_size in one.sizes)
    )


def threshold_for(one: AlarmFacts, shape: ClusterShape) -> float | None:
    """The number an alarm compares with on such a cluster; `None` when nothing says it."""
    if not isinstance(one.threshold, str):
        return one.threshold
    size = broker_size(shape.broker_size) if isinstance(shape.broker_size, str) else None
    if size is None:
        return None
    provisioned = shape.volume_throughput_mibps
    decided = {
        "recommended_partitions": size.recommended_partitions,
        "volume_throughput": 0.8 * (provisioned if isinstance(provisioned, int) else 250),
        "connection_rate": 0.8 * (4 if size.name == "kafka.t3.small" else 100),
        "ingress": 0.8 * size.recommended_ingress_mbps * 1_000_000,
        "egress": 0.8 * size.recommended_egress_mbps * 1_000_000,
    }
    return decided[one.threshold]


def _kind(shape: ClusterShape) -> str:
    if shape.cluster_type is ClusterType.SERVERLESS:
        return "serverless"
    return "express" if shape.broker_type is BrokerType.EXPRESS else "standard"
