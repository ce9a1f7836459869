"""What is taken for granted of a cluster that nobody described."""

from cdk_msk.monitoring.published import describe, published
from msk_model import ClusterShape, ClusterType
from msk_model.facts.metrics import published_metrics


def test_an_unknown_cluster_is_one_as_most_are():
    """Standard brokers at the free level; what few clusters have would only be empty."""
    names = {one.name for one in published(ClusterShape())}
    standard = published_metrics(ClusterType.PROVISIONED, None, "DEFAULT")
    assert names == {one.name for one in standard if one.only is None}
    assert describe(ClusterShape()) == "Standard brokers at monitoring level DEFAULT"


def test_what_is_known_counts():
    """A serverless cluster is not taken for brokers."""
    serverless = ClusterShape(cluster_type=ClusterType.SERVERLESS)
    assert {one.serverless for one in published(serverless)} == {"DEFAULT"}
    assert describe(serverless) == "a serverless cluster"
