"""A topic's min.insync.replicas is below its replication factor."""

from msk_model.finding import Finding, Severity
from msk_model.rules.settings import number
from msk_model.shape import BrokerType, ClusterShape, TopicShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("bestpractices")


def rule(topic: TopicShape, cluster: ClusterShape) -> Finding | None:
    """Refuse a minimum above the factor; warn of one equal to it, which no broker may miss."""
    if cluster.broker_type is BrokerType.EXPRESS:
        return None  # cannot be set there at all
    least = number(topic.configs, "min.insync.replicas")
    factor = topic.replication_factor
    if least is None or not isinstance(factor, int) or least < factor or least == factor == 1:
        return None
    return Finding(
        rule="min-insync-replicas-is-below-replication-factor",
        severity=Severity.ERROR if least > factor else Severity.WARNING,
        field="configs",
        value=least,
        must=f"set min.insync.replicas below the replication factor of {factor}, "
        "or producers stop when a broker does",
        fix=f"set it to {max(1, factor - 1)}",
        source=SOURCE,
    )
