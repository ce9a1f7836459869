"""The alarms AWS recommends for a cluster and what belongs to it, and some more of ours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final, Literal

from msk_model.facts.broker_sizes import broker_size
from msk_model.facts.metrics import LEVELS
from msk_model.facts.table import read_table
from msk_model.shape import BrokerType, ClusterShape, ClusterType

Scope = Literal[
    "cluster",
    "broker",
    "group",
    "topics",
    "connector",
    "replicator",
    "replicator_cluster",
    "certificate",
    "function",
]
Severity = Literal["page", "ticket"]
Treatment = Literal["missing", "ignore", "breaching", "notBreaching"]

CLUSTER_KINDS: Final = ("standard", "express", "serverless")
"""What of `AlarmFacts.on` is a kind of cluster."""


@dataclass(frozen=True, kw_only=True)
class MissingData:
    """What silence of a metric means.

    Attributes:
        treatment: CloudWatch's word for it.
        reason: Why it is chosen.
        told: Whether somebody hears of silence, as of a ticket.
    """

    treatment: Treatment
    reason: str
    told: bool


@dataclass(frozen=True, kw_only=True)
class Incident:
    """What several alarms are symptoms of; one page goes out for all of them.

    Attributes:
        id: Its name for people.
        why: What it means.
        remedy: What to do first.
        suppressed_by: Incidents that explain it, so that it need not page beside them.
        source: The page it rests on.
    """

    id: str
    why: str
    remedy: str
    source: str
    suppressed_by: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AlarmFacts:
    """One alarm.

    Attributes:
        id: Its name for people and for overriding a threshold.
        origin: ``aws``: on AWS's page of recommended alarms; ``toolkit``: ours.
        scope: One alarm for the cluster, for each broker, for each consumer group and topic, for
            all topics together, a connector, a replicator, a cluster of a replicator, a
            certificate or a function.
        on: What has it: of `CLUSTER_KINDS`, ``connector``, ``replicator``, ``certificate``,
            ``rotation``.
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
        tiered: Whether it watches tiered storage.
        sizes: The broker sizes it is for; empty for all.
        dimensions: Dimension values besides those that name the cluster, broker or group.
        by_default: Whether it is worth having unasked.
        severity: ``page``: somebody has to act now; ``ticket``: within days.
        incident: The id of the incident it is a symptom of.
        missing: What silence means.
        why: What it means when it fires.
        remedy: What to do then.
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
    severity: Severity
    incident: str
    missing: MissingData
    why: str
    remedy: str
    source: str
    expression: str | None = None
    evaluation_periods: int = 3
    threshold: float | str | None = None
    needs_level: str = "DEFAULT"
    needs_iam: bool = False
    tiered: bool = False
    sizes: tuple[str, ...] = ()
    dimensions: Mapping[str, str] = field(default_factory=dict)
    by_default: bool = True

    @property
    def rises(self) -> bool:
        """Whether it is high values that are bad."""
        return self.comparison.startswith(">")


@cache
def all_alarms() -> tuple[AlarmFacts, ...]:
    """Every alarm, AWS's order first."""
    table = read_table("alarms")
    missing = {
        name: MissingData(**row, told=name == "told") for name, row in table["missing"].items()
    }
    return tuple(
        AlarmFacts(
            **{
                **row,
                "on": tuple(row["on"]),
                "sizes": tuple(row.get("sizes", ())),
                "missing": missing[row["missing"]],
            }
        )
        for row in table["alarms"]
    )


def alarm(id: str) -> AlarmFacts | None:
    """The alarm called `id`, or `None` when there is none."""
    return next((one for one in all_alarms() if one.id == id), None)


@cache
def all_incidents() -> tuple[Incident, ...]:
    """Every incident, those that explain others first."""
    return tuple(
        Incident(**{**row, "suppressed_by": tuple(row.get("suppressed_by", ()))})
        for row in read_table("alarms")["incidents"]
    )


def incident(id: str) -> Incident:
    """The incident called `id`.

    Raises:
        LookupError: There is none.
    """
    found = next((one for one in all_incidents() if one.id == id), None)
    if found is None:
        raise LookupError(f"incident must be one of the table of alarms, got {id!r}")
    return found


def alarms_on(kind: str) -> tuple[AlarmFacts, ...]:
    """Every alarm of what is no cluster: ``connector``, ``replicator``, and so on."""
    return tuple(one for one in all_alarms() if kind in one.on)


def log_namespace(cluster_name: str) -> str:
    """The CloudWatch namespace of what is counted in the logs of a cluster."""
    return f"KafkaLogs/{cluster_name}"


def recommended_alarms(shape: ClusterShape) -> tuple[AlarmFacts, ...]:
    """Every alarm whose metrics such a cluster publishes, also those not made by default.

    What is unknown of `shape` is taken as MSK's default: Standard brokers, ``DEFAULT`` monitoring,
    no tiered storage; IAM, when unknown, as on, since an alarm without data costs less than none.
    """
    kind = _kind(shape)
    level = shape.monitoring_level if shape.monitoring_level in LEVELS else "DEFAULT"
    return tuple(
        one
        for one in all_alarms()
        if kind in one.on
        and (kind == "serverless" or LEVELS.index(one.needs_level) <= LEVELS.index(level))
        and (shape.iam is not False or not one.needs_iam)
        and (not one.tiered or shape.storage_mode == "TIERED")
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
