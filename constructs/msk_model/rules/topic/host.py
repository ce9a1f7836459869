"""Where a topic lives, as far as its settings depend on it."""

from msk_model.facts.topic_properties import TopicHost
from msk_model.shape import BrokerType, ClusterShape, ClusterType


def host_of(cluster: ClusterShape) -> TopicHost | None:
    """The kind of host `cluster` is to a topic; `None` when it is not known."""
    if cluster.cluster_type is ClusterType.SERVERLESS:
        return TopicHost.SERVERLESS
    if cluster.broker_type is BrokerType.EXPRESS:
        return TopicHost.EXPRESS
    return TopicHost.STANDARD if cluster.broker_type is BrokerType.STANDARD else None
