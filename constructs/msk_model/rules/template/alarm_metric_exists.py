"""Alarms watch metrics that MSK has, spelled as CloudWatch spells them."""

from collections.abc import Iterator

from msk_model.facts.metrics import all_metrics
from msk_model.finding import Finding, Severity
from msk_model.nearest import nearest
from msk_model.rules.template.alarmed_metrics import alarmed_metrics
from msk_model.rules.template.view import Placed, TemplateView
from msk_model.sources import developer_guide

SEVERITY = Severity.WARNING
SOURCE = developer_guide("metrics-details")


def rule(view: TemplateView) -> Iterator[Placed]:
    """Warn of an alarm on a metric nobody publishes: it never fires."""
    for metric in alarmed_metrics(view):
        if metric.known:
            continue
        likely = nearest(metric.name, {one.name for one in all_metrics()})
        yield (
            metric.alarm,
            Finding(
                rule="alarm-metric-exists",
                severity=SEVERITY,
                field="MetricName",
                value=metric.name,
                must="be a metric MSK publishes, or the alarm never fires",
                fix=f"use {likely}" if likely else "see the list of metrics",
                source=SOURCE,
            ),
        )
