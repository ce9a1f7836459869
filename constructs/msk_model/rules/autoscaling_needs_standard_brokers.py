"""Storage autoscaling is for Standard brokers."""

from msk_model.finding import Finding, Severity
from msk_model.shape import BrokerType, ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("msk-autoexpand")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse it on Express brokers, whose storage grows by itself."""
    if not isinstance(shape.autoscaling_max_gib, int):
        return None
    if shape.broker_type is not BrokerType.EXPRESS:
        return None
    return Finding(
        rule="autoscaling-needs-standard-brokers",
        severity=SEVERITY,
        field="autoscaling_max_gib",
        value=shape.autoscaling_max_gib,
        must="be absent on Express brokers, whose storage grows by itself",
        fix="leave it out",
        source=SOURCE,
    )
