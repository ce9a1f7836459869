"""Alarms name a metric's dimensions exactly as MSK publishes it."""

from collections.abc import Iterator

from msk_model.facts.metrics import all_metrics
from msk_model.finding import Finding, Severity
from msk_model.rules.template.alarmed_metrics import alarmed_metrics
from msk_model.rules.template.view import Placed, TemplateView
from msk_model.sources import developer_guide

SEVERITY = Severity.WARNING
SOURCE = developer_guide("metrics-details")


def rule(view: TemplateView) -> Iterator[Placed]:
    """Warn of an alarm whose dimensions no data point has: CloudWatch then finds nothing."""
    for metric in alarmed_metrics(view):
        published = [one.dimensions for one in all_metrics() if one.name == metric.name]
        sets = sorted({tuple(sorted(names)) for names in published})
        if not isinstance(metric.dimensions, tuple) or not sets or metric.dimensions in sets:
            continue
        yield (
            metric.alarm,
            Finding(
                rule="alarm-dimensions-match",
                severity=SEVERITY,
                field="Dimensions",
                value=", ".join(metric.dimensions),
                must=f"be those {metric.name} is published with, or the alarm never fires",
                fix=f"use {' or '.join(', '.join(names) for names in published)}",
                source=SOURCE,
            ),
        )
