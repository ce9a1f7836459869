"""A topic has at least one replica and no more than there are brokers."""

from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape, TopicShape
from msk_model.sources import template_reference

SEVERITY = Severity.ERROR
SOURCE = template_reference("aws-resource-msk-topic")


def rule(topic: TopicShape, cluster: ClusterShape) -> Finding | None:
    """Refuse replicas without a broker to stand on."""
    factor, brokers = topic.replication_factor, cluster.broker_count
    if not isinstance(factor, int):
        return None
    if factor >= 1 and (not isinstance(brokers, int) or brokers <= 0 or factor <= brokers):
        return None
    most = f"{brokers}, the brokers of the cluster" if isinstance(brokers, int) else "the brokers"
    return Finding(
        rule="replication-factor-fits-brokers",
        severity=SEVERITY,
        field="replication_factor",
        value=factor,
        must=f"be from 1 to {most}",
        fix="use one replica for each Availability Zone",
        source=SOURCE,
    )
