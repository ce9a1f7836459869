"""Alarms watch metrics that their cluster's kind of brokers publishes."""

from collections.abc import Iterator

from msk_model.facts.metrics import all_metrics
from msk_model.finding import Finding, Severity
from msk_model.rules.template.alarmed_metrics import AlarmedMetric, alarmed_metrics
from msk_model.rules.template.view import Placed, TemplateView
from msk_model.shape import BrokerType, ClusterType
from msk_model.sources import developer_guide

SEVERITY = Severity.WARNING
SOURCE = developer_guide("metrics-details-express")


def _publisher(metric: AlarmedMetric) -> tuple[ClusterType, BrokerType | None, str] | None:
    """The kind of cluster, in the terms of the facts and in words; `None` when unknown."""
    if metric.cluster.cluster_type is ClusterType.SERVERLESS:
        return ClusterType.SERVERLESS, None, "serverless clusters"
    if isinstance(broker_type := metric.cluster.broker_type, BrokerType):
        return ClusterType.PROVISIONED, broker_type, f"{broker_type.value.capitalize()} brokers"
    return None


def rule(view: TemplateView) -> Iterator[Placed]:
    """Warn of an alarm on a metric that such a cluster never publishes, at any level."""
    for metric in alarmed_metrics(view):
        publisher = _publisher(metric)
        if publisher is None or not metric.known:
            continue
        cluster_type, broker_type, words = publisher
        if any(
            one.name == metric.name and one.level(cluster_type, broker_type)
            for one in all_metrics()
        ):
            continue
        yield (
            metric.alarm,
            Finding(
                rule="alarm-metric-is-published",
                severity=SEVERITY,
                field="MetricName",
                value=metric.name,
                must=f"be a metric that {words} publish, or the alarm never fires",
                fix="leave the alarm out, or watch a metric this cluster has",
                source=SOURCE,
            ),
        )
