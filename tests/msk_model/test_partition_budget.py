"""How many partitions the topics of a cluster may have together."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msk_model import UNKNOWN, ClusterShape, ClusterType, Severity, TopicShape
from msk_model.partition_budget import PartitionBudget, budget_finding

LARGE = ClusterShape(
    cluster_type=ClusterType.PROVISIONED, broker_size="kafka.m7g.large", broker_count=3
)
EXPRESS = ClusterShape(
    cluster_type=ClusterType.PROVISIONED, broker_size="express.m7g.large", broker_count=3
)
SERVERLESS = ClusterShape(cluster_type=ClusterType.SERVERLESS)


def topic(partitions, copies=3, **configs):
    return TopicShape(
        partition_count=partitions,
        replication_factor=copies,
        configs={name.replace("_", "."): value for name, value in configs.items()},
    )


def severities(cluster, *topics):
    """What each topic in turn is told."""
    found, before = [], PartitionBudget()
    for one in topics:
        finding = budget_finding(cluster, before, one)
        found.append(finding and finding.severity)
        before = before.with_topic(one)
    return found


def test_only_the_topic_that_crosses_a_limit_is_told():
    """1000 replicas of a broker are recommended, 1500 the most."""
    assert severities(
        LARGE, topic(600), topic(400), topic(1), topic(400), topic(200), topic(1)
    ) == [
        None,
        None,
        Severity.WARNING,
        None,
        Severity.ERROR,
        None,
    ]


def test_the_message_counts_all_topics():
    """Whoever reads it sees the limit and how far beyond it is."""
    finding = budget_finding(LARGE, PartitionBudget.of([topic(999)]), topic(5))
    assert finding.message(where="Topic", name="partition_count") == (
        "Topic: partition_count must leave each broker at most the 1000 replicas of "
        "kafka.m7g.large, as AWS recommends (all topics together bring 1004), got 5; use fewer "
        "partitions, more brokers or a larger size"
    )


def test_a_topic_that_is_too_large_alone_has_its_own_rule():
    """Two findings for one fault would help nobody."""
    assert severities(LARGE, topic(1), topic(1200)) == [None, None]
    assert severities(EXPRESS, topic(1), topic(5000)) == [None, None]


def test_a_topic_beyond_the_most_of_standard_brokers_is_refused_even_alone():
    """By itself it would only be warned of, and MSK would refuse updates of the cluster."""
    assert severities(LARGE, topic(1501)) == [Severity.ERROR]
    assert severities(LARGE, topic(1100), topic(5000)) == [None, Severity.ERROR]


def test_serverless_clusters_count_compacted_partitions_apart():
    """2400 ordinary ones, and 120 compacted ones."""
    compacted = {"cleanup_policy": "compact"}
    assert severities(
        SERVERLESS, topic(2400), topic(120, **compacted), topic(1), topic(1, **compacted)
    ) == [None, None, Severity.ERROR, Severity.ERROR]


@pytest.mark.parametrize(
    "cluster",
    [ClusterShape(), ClusterShape(broker_size="kafka.m7g.large"), ClusterShape(broker_count=3)],
)
def test_what_is_unknown_has_no_limit(cluster):
    """Neither does an unknown topic count."""
    assert severities(cluster, topic(900), topic(900)) == [None, None]
    assert severities(LARGE, topic(UNKNOWN), TopicShape(), topic(1000)) == [None, None, None]


@given(st.lists(st.integers(min_value=1, max_value=900), max_size=12))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=100)
def test_each_limit_is_crossed_once_at_most(counts):
    """And it is crossed if and only if the sum is beyond it."""
    found = severities(LARGE, *(topic(count) for count in counts))
    assert found.count(Severity.ERROR) == (sum(counts) > 1500)
    assert found.count(Severity.WARNING) <= 1
    assert any(found) == (sum(counts) > 1000)
