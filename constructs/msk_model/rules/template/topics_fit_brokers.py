"""All topics of a cluster together leave its brokers within the recommended partitions."""

import math
from collections.abc import Iterator

from msk_model.facts.broker_sizes import broker_size
from msk_model.finding import Finding, Severity
from msk_model.rules.template.view import Placed, TemplateView
from msk_model.shape import ClusterShape, TopicShape
from msk_model.sources import developer_guide

SEVERITY = Severity.WARNING
SOURCE = developer_guide("bestpractices")


def _topics_of(view: TemplateView, cluster: ClusterShape) -> list[TopicShape]:
    return [placed.topic for placed in view.topics.values() if placed.cluster is cluster]


def _replicas(topic: TopicShape) -> int:
    """The replicas of a topic; none where they are unknown, so that the sum never overstates."""
    count, factor = topic.partition_count, topic.replication_factor
    return count * factor if isinstance(count, int) and isinstance(factor, int) else 0


def rule(view: TemplateView) -> Iterator[Placed]:
    """Warn of the sum; a topic that is too large alone has its own rule."""
    for logical_id, cluster in view.clusters.items():
        name, brokers = cluster.broker_size, cluster.broker_count
        size = broker_size(name) if isinstance(name, str) else None
        if size is None or not isinstance(brokers, int) or brokers <= 0:
            continue
        budget = size.recommended_partitions
        each = [math.ceil(_replicas(topic) / brokers) for topic in _topics_of(view, cluster)]
        total = math.ceil(sum(map(_replicas, _topics_of(view, cluster))) / brokers)
        if total <= budget or max(each, default=0) > budget:
            continue
        yield (
            logical_id,
            Finding(
                rule="topics-fit-brokers",
                severity=SEVERITY,
                field="BrokerNodeGroupInfo/InstanceType",
                value=size.name,
                must=f"carry the {total} replicas that {len(each)} topics bring each broker; "
                f"AWS recommends at most {budget}",
                fix="use fewer partitions, more brokers or a larger size",
                source=SOURCE,
            ),
        )
