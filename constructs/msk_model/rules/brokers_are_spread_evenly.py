"""Every Availability Zone has the same number of brokers."""

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("msk-update-broker-count")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse a number of brokers that the zones do not divide, or none at all."""
    count, zones = shape.broker_count, shape.zone_count
    if not isinstance(count, int) or (count > 0 and not isinstance(zones, int)):
        return None
    if count > 0 and isinstance(zones, int) and (zones <= 0 or count % zones == 0):
        return None
    several = zones if isinstance(zones, int) and zones > 0 else 3
    lower = max(several, count - count % several)
    return Finding(
        rule="brokers-are-spread-evenly",
        severity=SEVERITY,
        field="broker_count",
        value=count,
        must=f"make a whole multiple of the {several} zones in all",
        fix=f"use {lower} or {lower + several} brokers",
        source=SOURCE,
    )
