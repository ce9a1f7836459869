"""The monitoring level is one of MSK's four."""

from msk_model.facts.metrics import LEVELS
from msk_model.finding import Finding, Severity
from msk_model.nearest import nearest
from msk_model.shape import ClusterShape
from msk_model.sources import template_reference

SEVERITY = Severity.ERROR
SOURCE = template_reference("aws-resource-msk-cluster")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse any other word."""
    if not isinstance(shape.monitoring_level, str) or shape.monitoring_level in LEVELS:
        return None
    return Finding(
        rule="monitoring-level-is-known",
        severity=SEVERITY,
        field="monitoring_level",
        value=shape.monitoring_level,
        must=f"be one of {', '.join(LEVELS)}",
        fix=f"use {nearest(shape.monitoring_level, LEVELS) or 'PER_BROKER'}",
        source=SOURCE,
    )
