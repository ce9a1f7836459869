"""Alerts of Prometheus; what CloudWatch alarms watch too has their threshold and their patience."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from msk_model.facts.alarms import AlarmFacts, Severity, recommended_alarms, threshold_for
from msk_model.facts.metrics import LEVELS
from msk_model.prometheus import measures
from msk_model.prometheus.measures import Measure
from msk_model.prometheus.rules import AlertRule, RuleGroup
from msk_model.shape import BrokerType, ClusterShape
from msk_model.sources import developer_guide


@dataclass(frozen=True, kw_only=True)
class LagObjective:
    """How far behind consumers may be.

    Attributes:
        offsets: In records, for each group and topic. None: any number.
        seconds: In time. None: any.
    """

    offsets: int | None = None
    seconds: int | None = None


_ALARMS: Final[dict[str, Measure]] = {
    "CpuUsage": measures.CPU_USED,
    "PartitionCount": measures.PARTITIONS,
    "SumOffsetLag": measures.LAG_OFFSETS,
    "EstimatedMaxTimeLag": measures.LAG_SECONDS,
    "OfflinePartitionsCount": measures.OFFLINE,
    "UnderMinIsrPartitionCount": measures.UNDER_MIN_ISR,
    "KafkaDataLogsDiskUsed": measures.DISK_USED,
    "HeapMemoryAfterGC": measures.HEAP_AFTER_COLLECTION,
    "VolumeThroughput": measures.DISK_THROUGHPUT,
    "RequestHandlerAvgIdlePercent": measures.HANDLERS_IDLE,
    "NetworkProcessorAvgIdlePercent": measures.NETWORK_IDLE,
    "ClientConnectionCount": measures.IAM_CONNECTIONS,
    "ConnectionCreationRate": measures.IAM_CONNECTION_RATE,
    "ActiveControllerCount": measures.CONTROLLERS,
    "UnderReplicatedPartitions": measures.UNDER_REPLICATED,
    "BytesInPerSec": measures.BYTES_IN,
    "BytesOutPerSec": measures.BYTES_OUT,
}
"""By the alarm that watches the same in CloudWatch. Other alarms watch what no exporter tells."""


def alert_rules(
    cluster_name: str, shape: ClusterShape, *, lag: LagObjective | None = None
) -> tuple[RuleGroup, ...]:
    """The groups of alert rules of one cluster, which ask for the series of its recording rules.

    Args:
        cluster_name: The value of the label ``cluster``.
        shape: The cluster; thresholds that depend on what is unknown of it have no alert.
        lag: How far behind consumers may be. Absent: nobody is told of lag.
    """
    # The exporters know nothing of CloudWatch's levels: all metrics are always there.
    everything = recommended_alarms(replace(shape, monitoring_level=LEVELS[-1]))
    watched = tuple(
        rule
        for alarm in everything
        if (rule := _of_alarm(alarm, cluster_name, shape, lag or LagObjective())) is not None
    )
    return (
        RuleGroup(name=f"msk {cluster_name} alarms", rules=watched),
        RuleGroup(
            name=f"msk {cluster_name} monitoring", rules=tuple(_of_exporters(cluster_name, shape))
        ),
    )


def _of_alarm(
    alarm: AlarmFacts, cluster_name: str, shape: ClusterShape, lag: LagObjective
) -> AlertRule | None:
    if alarm.id not in _ALARMS:
        return None
    measure = _ALARMS[alarm.id]
    stated = {measures.LAG_OFFSETS: lag.offsets, measures.LAG_SECONDS: lag.seconds}
    threshold = stated.get(measure) if measure in stated else threshold_for(alarm, shape)
    if threshold is None:
        return None
    series = measure.recorded(f'cluster="{cluster_name}"')
    return AlertRule(
        alert=f"Kafka{alarm.id.removeprefix('Kafka')}",
        expr=f"{series} {alarm.comparison} {threshold:.15g}",
        for_seconds=alarm.period * alarm.evaluation_periods,
        labels=_labels(alarm.severity, alarm.incident),
        annotations={
            "summary": f"{measure.title}: {{{{ $value | humanize }}}} on {_where(measure)}",
            "description": alarm.why,
            "remedy": alarm.remedy,
            "runbook_url": alarm.source,
        },
    )


def _labels(severity: Severity, incident: str) -> dict[str, str]:
    """What alerts are routed and grouped by: one message goes out for each incident."""
    return {"severity": severity, "incident": incident}


def _where(measure: Measure) -> str:
    """The labels of a measure as a template that reads them."""
    named = {"groupId": "group"}
    return ", ".join(f"{named.get(one, one)} {{{{ $labels.{one} }}}}" for one in measure.by)


def _of_exporters(cluster_name: str, shape: ClusterShape) -> Iterator[AlertRule]:
    selector = f'cluster="{cluster_name}"'
    source = developer_guide("open-monitoring")
    yield AlertRule(
        alert="KafkaExporterSilent",
        expr=f"{measures.EXPORTER_UP.recorded(selector)} == 0",
        # Longer than the restart of a broker that is being patched.
        for_seconds=900,
        labels=_labels("ticket", "Availability"),
        annotations={
            "summary": f"An exporter does not answer: {_where(measures.EXPORTER_UP)}",
            "description": "The broker is down, its port is closed to the scraper, or it is gone "
            "and still in the list of targets.",
            "remedy": "Look at the state of the cluster, then at the rules of its security group.",
            "runbook_url": source,
        },
    )
    if isinstance(shape.broker_count, int):
        yield AlertRule(
            alert="KafkaBrokersMissing",
            expr=f"{measures.BROKERS_UP.recorded(selector)} < {shape.broker_count}"
            f" or absent({measures.BROKERS_UP.recorded(selector)})",
            for_seconds=900,
            labels=_labels("ticket", "Availability"),
            annotations={
                "summary": f"Fewer than {shape.broker_count} brokers of {cluster_name} answer",
                "description": "Brokers are down, or the scraper does not know or reach them.",
                "remedy": "Compare the targets with aws kafka list-nodes, and write them again.",
                "runbook_url": source,
            },
        )
    if shape.broker_type is not BrokerType.EXPRESS:
        yield AlertRule(
            alert="KafkaDiskFullTomorrow",
            expr=f"{measures.DISK_LEFT_TOMORROW.recorded(selector)} <= 0",
            for_seconds=3600,
            labels=_labels("ticket", "Storage"),
            annotations={
                "summary": f"The data volume is full within a day: {_where(measures.DISK_USED)}",
                "description": "It fills as it did in the last six hours. A broker whose disk is "
                "full stops.",
                "remedy": "Let storage grow, or keep records for a shorter time.",
                "runbook_url": developer_guide("bestpractices"),
            },
        )
