"""One topic leaves each broker within the partitions recommended for its size."""

import math

from msk_model.facts.broker_sizes import broker_size
from msk_model.finding import Finding, Severity
from msk_model.shape import ClusterShape, TopicShape
from msk_model.sources import developer_guide

SEVERITY = Severity.WARNING
SOURCE = developer_guide("bestpractices")


def rule(topic: TopicShape, cluster: ClusterShape) -> Finding | None:
    """Warn of a topic that alone goes beyond the recommendation."""
    count, factor, brokers = topic.partition_count, topic.replication_factor, cluster.broker_count
    if not (isinstance(count, int) and isinstance(factor, int) and isinstance(brokers, int)):
        return None
    size = broker_size(cluster.broker_size) if isinstance(cluster.broker_size, str) else None
    if size is None or brokers <= 0:
        return None

    each = math.ceil(count * factor / brokers)
    if each <= size.recommended_partitions:
        return None
    return Finding(
        rule="topic-fits-recommended-partitions",
        severity=SEVERITY,
        field="partition_count",
        value=count,
        must=f"leave each broker at most {size.recommended_partitions} replicas, as AWS recommends "
        f"for {size.name} (this topic alone brings {each})",
        fix="use fewer partitions, more brokers or a larger size",
        source=SOURCE,
    )
