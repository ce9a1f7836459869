"""Express brokers stand in exactly three Availability Zones."""

from msk_model.finding import Finding, Severity
from msk_model.shape import BrokerType, ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("msk-broker-types-express")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse Express brokers in any other number of zones."""
    if shape.broker_type is not BrokerType.EXPRESS or not isinstance(shape.zone_count, int):
        return None
    if shape.zone_count == 3:
        return None
    return Finding(
        rule="express-needs-three-zones",
        severity=SEVERITY,
        field="zone_count",
        value=shape.zone_count,
        must="select three subnets in distinct Availability Zones for Express brokers",
        fix="use a VPC with three zones, or a Standard broker size",
        source=SOURCE,
    )
