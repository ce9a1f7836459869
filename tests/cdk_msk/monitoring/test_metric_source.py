"""Metrics of connectors and replicators."""

import pytest

from cdk_msk import ConnectorMetrics, ReplicatorMetrics


def test_metrics_are_those_of_the_name():
    """The name is the first dimension, whoever made the connector or the replicator."""
    running = ConnectorMetrics("orders-sink").metric_running_task_count(label="Running")
    assert (running.namespace, running.statistic, running.label) == (
        "AWS/KafkaConnect",
        "Minimum",
        "Running",
    )
    assert running.dimensions == {"ConnectorName": "orders-sink"}
    latency = ReplicatorMetrics("to-dublin").metric_replication_latency(topic="orders")
    assert latency.dimensions == {"ReplicatorName": "to-dublin", "Topic": "orders"}
    ping = ReplicatorMetrics("to-dublin").metric_kafka_cluster_ping_success_count(
        cluster_alias="target"
    )
    assert ping.dimensions == {"ReplicatorName": "to-dublin", "ClusterAlias": "target"}


def test_what_partitions_publish_is_summed_over_a_minute():
    """Over five minutes it would be five times as many records."""
    lag = ReplicatorMetrics("to-dublin").metric_message_lag()
    assert (lag.statistic, lag.period.to_seconds()) == ("Sum", 60)
    latency = ReplicatorMetrics("to-dublin").metric_replication_latency()
    assert latency.period.to_seconds() == 300


@pytest.mark.parametrize(
    ("name", "dimensions", "message"),
    [
        ("ThrottleTime", {}, "'ThrottleTime'; it comes with 'ClusterAlias'"),
        (
            "ReplicationLatency",
            {"Broker ID": "1"},
            "'ReplicationLatency'; it comes with no dimension, or with 'Topic'",
        ),
        ("ReplicationLatencies", {}, "did you mean 'ReplicationLatency'?"),
        ("zzzz", {}, "'zzzz'; there is none"),
    ],
)
def test_what_is_not_published_is_refused(name, dimensions, message):
    """The error names the dimensions, or the name that was probably meant."""
    with pytest.raises(ValueError, match="must be a metric it publishes") as raised:
        ReplicatorMetrics("to-dublin").metric(name, dimensions=dimensions)
    assert str(raised.value).endswith(message)
