"""Clusters span two or three Availability Zones."""

from msk_model.finding import Finding, Severity
from msk_model.shape import BrokerType, ClusterShape
from msk_model.sources import template_reference

SEVERITY = Severity.ERROR
SOURCE = template_reference("aws-properties-msk-cluster-brokernodegroupinfo")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse any other number of zones; three are what AWS advises."""
    if not isinstance(shape.zone_count, int) or shape.zone_count in {2, 3}:
        return None
    if shape.broker_type is BrokerType.EXPRESS:
        return None  # express_needs_three_zones says it better
    return Finding(
        rule="zones-are-two-or-three",
        severity=SEVERITY,
        field="zone_count",
        value=shape.zone_count,
        must="select subnets in two or three distinct Availability Zones",
        fix="select one subnet in each of three zones",
        source=SOURCE,
    )
