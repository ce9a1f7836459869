"""One topic leaves each Express broker within the partition quota of its size."""

import math

from msk_model.facts.broker_sizes import broker_size
from msk_model.finding import Finding, Severity
from msk_model.shape import BrokerType, ClusterShape, TopicShape
from msk_model.sources import developer_guide

SEVERITY = Severity.ERROR
SOURCE = developer_guide("limits")


def rule(topic: TopicShape, cluster: ClusterShape) -> Finding | None:
    """Refuse a topic that alone goes beyond the quota."""
    count, factor, brokers = topic.partition_count, topic.replication_factor, cluster.broker_count
    if not (isinstance(count, int) and isinstance(factor, int) and isinstance(brokers, int)):
        return None
    size = broker_size(cluster.broker_size) if isinstance(cluster.broker_size, str) else None
    if size is None or brokers <= 0:
        return None

    each = math.ceil(count * factor / brokers)
    if size.broker_type is not BrokerType.EXPRESS or each <= size.maximum_partitions:
        return None
    return Finding(
        rule="topic-fits-express-quota",
        severity=SEVERITY,
        field="partition_count",
        value=count,
        must=f"leave each broker at most the {size.maximum_partitions} replicas of {size.name} "
        f"(this topic alone brings {each})",
        fix="use fewer partitions, more brokers or a larger size",
        source=SOURCE,
    )
