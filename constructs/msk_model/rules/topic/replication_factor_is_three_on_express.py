"""Topics on Express brokers have three replicas."""

from msk_model.finding import Finding, Severity
from msk_model.shape import BrokerType, ClusterShape, TopicShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("msk-configuration-express-read-write")


def rule(topic: TopicShape, cluster: ClusterShape) -> Finding | None:
    """Refuse any other number, which MSK would silently replace by three."""
    if cluster.broker_type is not BrokerType.EXPRESS:
        return None
    if not isinstance(topic.replication_factor, int) or topic.replication_factor == 3:
        return None
    return Finding(
        rule="replication-factor-is-three-on-express",
        severity=SEVERITY,
        field="replication_factor",
        value=topic.replication_factor,
        must="be 3 on Express brokers, which keep three replicas whatever is asked for",
        fix="use 3",
        source=SOURCE,
    )
