"""Alarms watch metrics that their cluster's monitoring level includes."""

from collections.abc import Iterator

from msk_model.facts.metrics import LEVELS, all_metrics
from msk_model.finding import Finding, Severity
from msk_model.rules.template.alarmed_metrics import AlarmedMetric, alarmed_metrics
from msk_model.rules.template.view import Placed, TemplateView
from msk_model.shape import BrokerType, ClusterType
from msk_model.sources import developer_guide

SEVERITY = Severity.WARNING
SOURCE = developer_guide("metrics-details")


def _needed_level(metric: AlarmedMetric, broker_type: BrokerType) -> str | None:
    """The least level at which such brokers publish the metric with these dimensions."""
    levels = [
        level
        for one in all_metrics()
        if one.name == metric.name
        and metric.dimensions == tuple(sorted(one.dimensions))
        and (level := one.level(ClusterType.PROVISIONED, broker_type))
    ]
    return min(levels, key=LEVELS.index, default=None)


def rule(view: TemplateView) -> Iterator[Placed]:
    """Warn of an alarm on a metric that is published only at a higher level."""
    for metric in alarmed_metrics(view):
        level = metric.cluster.monitoring_level or "DEFAULT"
        broker_type = metric.cluster.broker_type
        if level not in LEVELS or not isinstance(broker_type, BrokerType):
            continue
        needed = _needed_level(metric, broker_type)
        if needed is None or LEVELS.index(needed) <= LEVELS.index(str(level)):
            continue
        yield (
            metric.alarm,
            Finding(
                rule="alarm-needs-monitoring-level",
                severity=SEVERITY,
                field="MetricName",
                value=metric.name,
                must=f"be published at the cluster's monitoring level {level}, "
                "or the alarm never fires",
                fix=f"set EnhancedMonitoring of the cluster to {needed}",
                source=SOURCE,
            ),
        )
