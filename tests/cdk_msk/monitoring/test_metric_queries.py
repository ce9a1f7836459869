"""Metrics as the entries of widgets."""

import pytest

from cdk_msk.monitoring.dashboard_check import faults_of
from cdk_msk.monitoring.graphs import Graph
from cdk_msk.monitoring.metric_queries import MetricQueries
from msk_model import BrokerType, ClusterType
from msk_model.facts.metrics import published_metrics

STANDARD = published_metrics(ClusterType.PROVISIONED, BrokerType.STANDARD, "PER_BROKER")
PROCESSOR = Graph("Processor", ("CpuUser", "CpuSystem"), each="m0 + m1")


def queries(broker_count: int | None) -> MetricQueries:
    return MetricQueries(cluster_name="demo", broker_count=broker_count, published=STANDARD)


@pytest.mark.parametrize("broker_count", [1, 12, 13, 60, 150, 151, None])
def test_any_number_of_brokers_is_valid(broker_count: int | None):
    """Calculated for each broker as long as CloudWatch takes so many metrics, else searched."""
    entries = queries(broker_count).entries(PROCESSOR)
    properties = {"region": "eu-west-1", "metrics": entries}
    widget = {"type": "metric", "x": 0, "y": 0, "width": 8, "height": 6, "properties": properties}
    assert faults_of({"widgets": [widget]}) == []
    assert any("SEARCH" in entry[-1].get("expression", "") for entry in entries) == (
        broker_count in {151, None}
    )


def test_what_is_not_published_has_no_line():
    """A graph keeps the metrics that are left, and is none without any."""
    graph = Graph("Two", ("StorageUsed", "LeaderCount"))
    assert len(queries(3).entries(graph)) == 1
    assert queries(3).entries(Graph("None", ("StorageUsed",))) == []
    assert queries(3).entries(Graph("None", ("StorageUsed",), each="m0")) == []


def test_rates_that_are_sums_are_searched_by_the_minute():
    """A sum over five minutes would be five times the rate, or five times the connections."""
    for name in ("ConnectionCreationRate", "ConnectionCount"):
        (entry,) = queries(3).entries(Graph("New", (name,)))
        assert entry[0]["expression"].endswith("'Sum', 60)")
    (entry,) = queries(3).entries(Graph("Read", ("VolumeReadBytes",)))
    assert entry[0]["expression"].endswith("'Sum', 300)")


def test_a_metric_of_the_cluster_needs_no_search():
    """There is only one."""
    (entry,) = queries(3).entries(Graph("Offline", ("OfflinePartitionsCount",), "cluster"))
    assert entry == [
        "AWS/Kafka",
        "OfflinePartitionsCount",
        "Cluster Name",
        "demo",
        {"stat": "Maximum", "label": "OfflinePartitionsCount"},
    ]


def test_connections_are_added_up_broker_by_broker():
    """Every network thread publishes its own: the largest of them is no broker's number."""
    graph = Graph("Connections", ("ClientConnectionCount",), "authentication")
    (entry,) = queries(3).entries(graph)
    assert entry[0]["expression"].startswith("SELECT SUM(ClientConnectionCount)")
    assert 'GROUP BY "Client Authentication", "Broker ID"' in entry[0]["expression"]
    assert entry[0]["period"] == 60
