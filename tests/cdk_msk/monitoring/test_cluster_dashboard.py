"""Dashboards as CloudFormation sees them."""

import json
from collections.abc import Callable

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template
from jsii._kernel.providers.process import _NodeProcess

from cdk_msk.cluster.cluster import Cluster
from cdk_msk.monitoring import ClusterAlarms, ClusterDashboard, ConsumerLag

DefineCluster = Callable[..., Cluster]


def dashboard_of(stack: cdk.Stack) -> dict:
    resources = Template.from_stack(stack).to_json()["Resources"].values()
    (dashboard,) = (r for r in resources if r["Type"] == "AWS::CloudWatch::Dashboard")
    return dashboard["Properties"]


def test_the_body_is_json_around_what_is_known_when_deployed(define_cluster: DefineCluster):
    """Region and alarm ARNs are put in by CloudFormation, and the result is valid JSON."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = define_cluster(stack)
    alarms = ClusterAlarms(stack, "Alarms", cluster=cluster)
    ClusterDashboard(stack, "Dashboard", cluster=cluster, alarms=alarms, dashboard_name="demo")
    dashboard = dashboard_of(stack)
    parts = dashboard["DashboardBody"]["Fn::Join"][1]
    body = json.loads("".join(p if isinstance(p, str) else "deployed" for p in parts))

    assert dashboard["DashboardName"] == "demo"
    shown = body["widgets"][0]["properties"]["alarms"]
    assert len(shown) == len(alarms.alarms) + len(alarms.incidents)
    assert body["widgets"][2]["properties"]["region"] == "deployed"


def test_further_metrics_get_a_graph_each(define_cluster: DefineCluster):
    """They stand at the end, whatever their dimensions."""
    stack = cdk.Stack(cdk.App(), "Stack", env=cdk.Environment(region="eu-west-1"))
    names = ["VolumeReadOps", "OffsetLag", "RemoteLogSizeBytes", "GlobalTopicCount"]
    ClusterDashboard(
        stack,
        "Dashboard",
        cluster=define_cluster(
            stack, monitoring_level="PER_TOPIC_PER_PARTITION", storage_mode="TIERED"
        ),
        metrics=names,
    )
    body = json.loads(dashboard_of(stack)["DashboardBody"])
    headings = [w["properties"]["markdown"] for w in body["widgets"] if w["type"] == "text"]
    titles = [w["properties"].get("title") for w in body["widgets"]]

    assert headings[-1] == "## More"
    assert titles[-4:] == names


@pytest.mark.parametrize(
    ("name", "shape", "message"),
    [
        ("VolumeReadOp", {}, "did you mean 'VolumeReadOps'?"),
        (
            "OffsetLag",
            {"monitoring_level": "DEFAULT"},
            "it needs monitoring_level PER_TOPIC_PER_PARTITION",
        ),
        (
            "UnderReplicatedPartitions",
            {"broker_size": "express.m7g.large"},
            "only Standard brokers publish it, at any monitoring level",
        ),
    ],
)
def test_rejects_metrics_the_cluster_does_not_publish(
    define_cluster: DefineCluster, name: str, shape: dict, message: str
):
    """The error names kind and level of the cluster, and what would bring the metric."""
    stack = cdk.Stack(cdk.App(), "Stack")
    with pytest.raises(ValueError, match="must be published by") as raised:
        ClusterDashboard(stack, "Dashboard", cluster=define_cluster(stack, **shape), metrics=[name])
    assert str(raised.value).startswith("Stack/Dashboard: metrics must be published by ")
    assert str(raised.value).endswith(f"got {name!r}; {message}")


def test_rejects_more_than_cloudwatch_takes(define_cluster: DefineCluster):
    """It is known at synth, and not when a deployment fails."""
    stack = cdk.Stack(cdk.App(), "Stack")
    with pytest.raises(ValueError, match="a dashboard has at most 500 widgets") as raised:
        ClusterDashboard(
            stack,
            "Dashboard",
            cluster=define_cluster(stack),
            consumer_lag=[
                ConsumerLag(group=f"g{n}", topic="orders", maximum_offset_lag=1) for n in range(500)
            ],
        )
    assert str(raised.value).startswith("Stack/Dashboard: ")


def test_rejects_a_name_that_cloudwatch_refuses(define_cluster: DefineCluster):
    """Better now than when it is deployed."""
    stack = cdk.Stack()
    with pytest.raises(ValueError, match="dashboard_name must be letters"):
        ClusterDashboard(
            stack, "Dashboard", cluster=define_cluster(stack), dashboard_name="my orders"
        )


def test_a_dashboard_costs_few_round_trips(define_cluster: DefineCluster, monkeypatch):
    """The body is plain data: only the resource, its region and its JSON go through Node."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = define_cluster(stack, broker_count=60)
    made: list[int] = []
    send = _NodeProcess.send
    monkeypatch.setattr(_NodeProcess, "send", lambda *a, **kw: made.append(1) or send(*a, **kw))
    ClusterDashboard(stack, "Dashboard", cluster=cluster)
    assert len(made) <= 8
