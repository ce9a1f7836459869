"""Graphs of connectors and replicators."""

from cdk_msk.monitoring.beside_the_cluster import CONNECTOR_GRAPHS, REPLICATOR_GRAPHS


def test_a_graph_has_one_unit():
    """Its axis says one thing."""
    for graph in (*CONNECTOR_GRAPHS, *REPLICATOR_GRAPHS):
        assert {one.unit for one in graph.metrics} == {graph.facts.unit}


def test_a_line_for_each_name():
    """The legend names the connector, and the metric where there is more than one."""
    (failures,) = (graph for graph in REPLICATOR_GRAPHS if graph.title == "Failures")
    entries = failures.entries(["a", "b"])
    assert len(entries) == 6
    assert entries[0] == [
        "AWS/Kafka",
        "ReplicatorFailure",
        "ReplicatorName",
        "a",
        {"stat": "Sum", "label": "a ReplicatorFailure"},
    ]
    latency = REPLICATOR_GRAPHS[0].entries(["a"])
    assert latency[0][-1] == {"stat": "Maximum", "label": "a"}


def test_what_partitions_publish_is_summed_over_a_minute():
    """Over the five minutes of a widget it would be five times as many records."""
    (lag,) = (graph for graph in REPLICATOR_GRAPHS if graph.metrics[0].name == "MessageLag")
    assert lag.entries(["a"])[0][-1] == {"stat": "Sum", "label": "a", "period": 60}
