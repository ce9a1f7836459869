"""Replicas that missed records do not become leaders."""

from msk_model.finding import Finding, Severity
from msk_model.rules.settings import flag
from msk_model.shape import BrokerType, ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.WARNING
SOURCE = developer_guide("msk-default-configuration")


def rule(shape: ClusterShape) -> Finding | None:
    """Warn of unclean leader election switched on: it loses records that were acknowledged."""
    if flag(shape.server_properties, "unclean.leader.election.enable") is not True:
        return None
    if shape.broker_type is BrokerType.EXPRESS:
        return None  # cannot be set there at all
    return Finding(
        rule="unclean-leaders-are-not-elected",
        severity=SEVERITY,
        field="server_properties",
        value="true",
        must="set unclean.leader.election.enable to false, or acknowledged records may be lost",
        fix="set it to false",
        source=SOURCE,
    )
