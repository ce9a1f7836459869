"""The content of dashboards, without a stack."""

import itertools
import json

import pytest

from cdk_msk.monitoring.dashboard_body import DashboardBody
from cdk_msk.monitoring.graphs import GRAPHS, NUMBERS
from msk_model import ClusterShape, ClusterType
from msk_model.facts.alarms import alarm
from msk_model.facts.metrics import LEVELS, all_metrics

KINDS = {
    "standard": {"broker_size": "kafka.m7g.large"},
    "express": {"broker_size": "express.m7g.large"},
    "serverless": {"cluster_type": ClusterType.SERVERLESS},
}


def widgets(kind: str = "standard", level: str = "PER_BROKER", **differences) -> list[dict]:
    shape = {"cluster_type": ClusterType.PROVISIONED, "monitoring_level": level, **KINDS[kind]}
    arguments = {
        "shape": ClusterShape(**shape),
        "cluster_name": "demo",
        "region": "eu-west-1",
        "alarm_arns": [],
        "graphs": GRAPHS,
    }
    return DashboardBody(**{**arguments, **differences}).content()["widgets"]


def titles(found: list[dict]) -> set[str]:
    return {w["properties"]["title"] for w in found if "title" in w["properties"]}


def searches(found: list[dict]) -> list[str]:
    return [
        line[0]["expression"]
        for widget in found
        for line in widget["properties"].get("metrics", [])
        if isinstance(line[0], dict)
    ]


def test_a_line_for_each_broker_is_found_when_somebody_looks():
    """The search names the dimensions exactly and the cluster."""
    assert (
        'SEARCH(\'{AWS/Kafka,"Cluster Name","Broker ID"} MetricName="KafkaDataLogsDiskUsed" '
        '"Cluster Name"="demo"\', \'Maximum\', 300)'
    ) in searches(widgets())


def test_topics_and_groups_are_told_apart():
    """A serverless cluster has no brokers; its topics and groups have their own dimensions."""
    found = searches(widgets("serverless"))

    assert any('{AWS/Kafka,"Cluster Name","Topic"} MetricName="BytesInPerSec"' in s for s in found)
    assert any('{AWS/Kafka,"Cluster Name","Consumer Group","Topic"}' in s for s in found)
    assert not any("Broker ID" in s for s in found)


def test_no_kind_of_cluster_gets_empty_graphs():
    """What is not published is not drawn."""
    assert "Data volumes" in titles(widgets("standard"))
    assert "Data volumes" not in titles(widgets("express"))
    assert "Idle threads" not in titles(widgets("standard", "DEFAULT"))
    assert titles(widgets("serverless")) == {
        "Bytes in by topic",
        "Bytes out by topic",
        "Messages in by topic",
        "Lag in records",
        "Lag in time",
    }


def test_thresholds_of_alarms_are_drawn():
    """The line people compare with is the one the alarm compares with."""
    (volumes,) = (w for w in widgets() if w["properties"].get("title") == "Data volumes")

    assert volumes["properties"]["annotations"] == {
        "horizontal": [{"label": "Alarm KafkaDataLogsDiskUsed", "value": 80}]
    }


def test_alarms_come_first():
    """The state of the alarms is what one wants to see at once."""
    first = widgets(alarm_arns=["arn:one"])[0]

    assert (first["type"], first["y"]) == ("alarm", 0)
    assert first["properties"]["alarms"] == ["arn:one"]


@pytest.mark.parametrize(("kind", "level"), list(itertools.product(KINDS, LEVELS)))
def test_widgets_stand_beside_and_below_each_other(kind: str, level: str):
    """No widget lies on another or outside the 24 columns, and the body is far from the limits."""
    found = widgets(kind, level, alarm_arns=["arn:one"])
    cells = [
        (x, y)
        for w in found
        for x in range(w["x"], w["x"] + w["width"])
        for y in range(w["y"], w["y"] + w["height"])
    ]
    assert len(cells) == len(set(cells))
    assert max(x for x, _ in cells) < 24
    assert len(found) <= 500
    assert len(json.dumps({"widgets": found})) < 100_000


def test_graphs_name_metrics_and_alarms_that_exist():
    """A misspelt metric would leave its graph out everywhere, unnoticed."""
    known = {one.name for one in all_metrics()}

    assert set(NUMBERS) <= known
    assert {name for graph in GRAPHS for name in graph.metrics} <= known
    assert all(alarm(graph.alarm) for graph in GRAPHS if graph.alarm)
