"""Intelligent rebalancing is for Express brokers."""

from msk_model.finding import Finding, Severity
from msk_model.shape import BrokerType, ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("intelligent-rebalancing")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse it on Standard brokers."""
    if not isinstance(shape.rebalancing, str) or shape.broker_type is not BrokerType.STANDARD:
        return None
    return Finding(
        rule="rebalancing-needs-express",
        severity=SEVERITY,
        field="rebalancing",
        value=shape.rebalancing,
        must="be absent on Standard brokers",
        fix="leave it out, or use an Express broker size",
        source=SOURCE,
    )
