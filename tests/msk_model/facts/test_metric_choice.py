"""Which metrics a cluster publishes, and what would bring another."""

import itertools

import pytest

from msk_model import ClusterShape, ClusterType
from msk_model.facts.metric_choice import describe, metric_of, metrics_of, refusal
from msk_model.facts.metrics import LEVELS, all_metrics, published_metrics

PROVISIONED = ClusterType.PROVISIONED
STANDARD = ClusterShape(
    cluster_type=PROVISIONED,
    broker_size="kafka.m7g.large",
    kafka_version="3.9.x.kraft",
    monitoring_level="PER_BROKER",
    storage_mode="LOCAL",
    iam=True,
)
EXPRESS = ClusterShape(
    cluster_type=PROVISIONED, broker_size="express.m7g.large", monitoring_level=None
)
SERVERLESS = ClusterShape(cluster_type=ClusterType.SERVERLESS)


def test_an_unknown_cluster_may_publish_anything():
    """What nobody has said is no reason to refuse."""
    assert metrics_of(ClusterShape()) == all_metrics()
    provisioned = metrics_of(ClusterShape(cluster_type=PROVISIONED))
    assert set(provisioned) == {one for one in all_metrics() if one.standard or one.express}


@pytest.mark.parametrize(
    ("size", "level"),
    list(itertools.product(("kafka.t3.small", "express.m7g.large"), LEVELS)),
)
def test_a_cluster_with_everything_publishes_what_its_level_says(size: str, level: str):
    """Nothing is left out that kind and level bring, and nothing is added."""
    shape = ClusterShape(
        cluster_type=PROVISIONED,
        broker_size=size,
        kafka_version="3.6.0",
        monitoring_level=level,
        storage_mode="TIERED",
        iam=True,
    )
    assert metrics_of(shape) == published_metrics(PROVISIONED, shape.broker_type, level)


def test_without_dimensions_the_fewest_are_meant():
    """Bytes of a broker, unless a topic is asked for too; those of serverless come by topic."""
    assert metric_of(STANDARD, "BytesInPerSec").dimensions == ("Cluster Name", "Broker ID")
    assert metric_of(SERVERLESS, "BytesInPerSec").dimensions == ("Cluster Name", "Topic")
    by_topic = metric_of(STANDARD, "BytesInPerSec", ("Topic", "Cluster Name", "Broker ID"))
    assert by_topic.dimensions == ("Cluster Name", "Broker ID", "Topic")


@pytest.mark.parametrize(
    ("shape", "name", "dimensions", "reason"),
    [
        (STANDARD, "CpuUsr", None, "did you mean 'CpuUser'?"),
        (STANDARD, "zzzz", None, "MSK has no such one"),
        (STANDARD, "OffsetLag", None, "it needs monitoring_level PER_TOPIC_PER_PARTITION"),
        (EXPRESS, "TrafficBytes", None, "it needs monitoring_level PER_BROKER"),
        (
            EXPRESS,
            "UnderReplicatedPartitions",
            None,
            "only Standard brokers publish it, at any monitoring level",
        ),
        (
            SERVERLESS,
            "CpuUser",
            None,
            "only Standard brokers and Express brokers publish it, at any monitoring level",
        ),
        (STANDARD, "StorageUsed", None, "only Express brokers publish it, at any monitoring level"),
        (STANDARD, "CPUCreditBalance", None, "it needs brokers of a t3 size"),
        (
            STANDARD,
            "ZooKeeperSessionState",
            None,
            "it needs a cluster with ZooKeeper rather than KRaft",
        ),
        (STANDARD, "RemoteLogSizeBytes", None, "it needs tiered storage"),
        (
            ClusterShape(cluster_type=PROVISIONED, iam=False),
            "IAMTooManyConnections",
            None,
            "it needs clients that sign in with IAM",
        ),
        (
            STANDARD,
            "BytesInPerSec",
            ("Cluster Name", "Topic"),
            "it comes with 'Broker ID', or with 'Broker ID' and 'Topic'",
        ),
        (STANDARD, "CpuUser", ("Cluster Name",), "it comes with 'Broker ID'"),
        (STANDARD, "GlobalTopicCount", ("Cluster Name", "Topic"), "it comes with no dimension"),
        (
            STANDARD,
            "MessagesInPerSec",
            ("Cluster Name", "Broker ID", "Topic"),
            "it needs monitoring_level PER_TOPIC_PER_BROKER",
        ),
    ],
)
def test_a_refusal_says_what_would_bring_the_metric(shape, name, dimensions, reason):
    """The level, the broker type, the dimensions, or the name that was probably meant."""
    assert metric_of(shape, name, dimensions) is None
    assert refusal(shape, name, dimensions).endswith(f"; {reason}")


def test_clusters_are_described_as_far_as_they_are_known():
    """The description is the first half of every refusal."""
    assert describe(STANDARD) == "Standard brokers at monitoring level PER_BROKER"
    assert describe(EXPRESS) == "Express brokers at monitoring level DEFAULT"
    assert describe(SERVERLESS) == "a serverless cluster"
    assert describe(ClusterShape(cluster_type=PROVISIONED)) == "such a cluster"
