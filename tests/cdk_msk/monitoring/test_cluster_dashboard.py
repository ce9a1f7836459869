"""Dashboards as CloudFormation sees them."""

import json
from collections.abc import Callable

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from cdk_msk.cluster.cluster import Cluster
from cdk_msk.monitoring import ClusterAlarms, ClusterDashboard
from msk_model import ClusterType

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
    assert len(body["widgets"][0]["properties"]["alarms"]) == len(alarms.alarms)
    assert body["widgets"][1]["properties"]["region"] == "deployed"


def test_further_metrics_get_a_graph_each(define_cluster: DefineCluster):
    """They stand in the section their dimensions belong to."""
    stack = cdk.Stack(cdk.App(), "Stack", env=cdk.Environment(region="eu-west-1"))
    ClusterDashboard(
        stack,
        "Dashboard",
        cluster=define_cluster(stack, monitoring_level="PER_TOPIC_PER_PARTITION"),
        metrics=["VolumeReadOps", "OffsetLag", "RemoteLogSizeBytes", "GlobalTopicCount"],
    )
    body = json.loads(dashboard_of(stack)["DashboardBody"])
    headings = [w["properties"]["markdown"] for w in body["widgets"] if w["type"] == "text"]
    titles = [w["properties"].get("title") for w in body["widgets"]]

    assert headings == ["## Cluster", "## Brokers", "## Topics", "## Consumer groups"]
    assert {"VolumeReadOps", "OffsetLag", "RemoteLogSizeBytes", "GlobalTopicCount"} <= set(titles)
    assert titles.index("GlobalTopicCount") < titles.index("VolumeReadOps")
    assert titles.index("VolumeReadOps") < titles.index("OffsetLag")


@pytest.mark.parametrize(
    ("name", "shape", "message"),
    [
        (
            "VolumeReadOp",
            {},
            (
                "Standard brokers at monitoring level PER_BROKER, got 'VolumeReadOp'; "
                "did you mean 'VolumeReadOps'?"
            ),
        ),
        (
            "OffsetLag",
            {"monitoring_level": "DEFAULT"},
            (
                "Standard brokers at monitoring level DEFAULT, got 'OffsetLag'; "
                "it needs monitoring_level PER_TOPIC_PER_PARTITION"
            ),
        ),
        (
            "UnderReplicatedPartitions",
            {"broker_size": "express.m7g.large"},
            (
                "Express brokers at monitoring level PER_BROKER, got 'UnderReplicatedPartitions'; "
                "no monitoring level brings it"
            ),
        ),
        (
            "CpuUser",
            {"cluster_type": ClusterType.SERVERLESS},
            "a serverless cluster, got 'CpuUser'; no monitoring level brings it",
        ),
        (
            "zzzz",
            {},
            "Standard brokers at monitoring level PER_BROKER, got 'zzzz'; MSK has no such one",
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
    assert str(raised.value) == f"Stack/Dashboard: metrics must be published by {message}"
