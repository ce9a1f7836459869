"""Tiered storage needs brokers larger than kafka.t3.small."""

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("msk-tiered-storage")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse tiered storage on the smallest size."""
    if shape.broker_size != "kafka.t3.small" or shape.storage_mode != "TIERED":
        return None
    return Finding(
        rule="t3-small-has-no-tiered-storage",
        severity=SEVERITY,
        field="broker_size",
        value=shape.broker_size,
        must="be larger for tiered storage",
        fix="use kafka.m7g.large, or local storage",
        source=SOURCE,
    )
