"""KRaft and Express clusters have open monitoring or public access, not both."""

from msk_model.facts.kafka_versions import is_kraft
from msk_model.finding import Finding, Severity
from msk_model.shape import BrokerType, ClusterShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("open-monitoring")


def rule(shape: ClusterShape) -> Finding | None:
    """Refuse the two together."""
    if shape.public_access is not True or shape.open_monitoring is not True:
        return None
    kraft = isinstance(shape.kafka_version, str) and is_kraft(shape.kafka_version)
    if not kraft and shape.broker_type is not BrokerType.EXPRESS:
        return None
    return Finding(
        rule="public-access-excludes-open-monitoring",
        severity=SEVERITY,
        field="open_monitoring",
        value=True,
        must="be off on a KRaft or Express cluster with public access",
        fix="leave one of the two out",
        source=SOURCE,
    )
