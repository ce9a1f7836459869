"""Brokers have a size that MSK offers for their type."""

from msk_model.facts.broker_sizes import all_broker_sizes, broker_size
from msk_model.finding import Finding, Severity
from msk_model.nearest import nearest
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("broker-instance-sizes")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse an unknown size and name the nearest known one."""
    if not isinstance(shape.broker_size, str) or broker_size(shape.broker_size):
        return None
    likely = nearest(shape.broker_size, [size.name for size in all_broker_sizes()])
    return Finding(
        rule="broker-size-exists",
        severity=SEVERITY,
        field="broker_size",
        value=shape.broker_size,
        must="be a broker size MSK offers",
        fix=f"use {likely}" if likely else "choose a kafka.m5, kafka.m7g or express.m7g size",
        source=SOURCE,
    )
