"""Saved queries."""

from collections.abc import Callable

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_logs as logs
from aws_cdk.assertions import Template

from cdk_msk import BrokerLogging, Cluster, LogAlarms, LogQueries, ProvisionedCluster

DefineCluster = Callable[..., Cluster]


@pytest.fixture(scope="module")
def template() -> dict:
    """Queries and alarms of a cluster that knows its log groups."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = ProvisionedCluster(
        stack,
        "Cluster",
        vpc=ec2.Vpc(stack, "Vpc"),
        cluster_name="demo",
        authorizer_logging=BrokerLogging(cloudwatch=True),
    )
    LogQueries(stack, "Queries", cluster=cluster, exclude=["GroupRebalances"])
    LogAlarms(stack, "Alarms", cluster=cluster)
    return Template.from_stack(stack).to_json()


def test_queries_look_at_the_logs_of_the_cluster(template):
    """Each saved query names the log group that has what it looks for."""
    resources = template["Resources"].values()
    queries = [
        one["Properties"] for one in resources if one["Type"] == "AWS::Logs::QueryDefinition"
    ]
    groups = {
        name: one["Properties"]["LogGroupName"]
        for name, one in template["Resources"].items()
        if one["Type"] == "AWS::Logs::LogGroup"
    }
    where = {one["Name"]: groups[one["LogGroupNames"][0]["Ref"]] for one in queries}
    broker = "/aws/vendedlogs/msk/demo"
    assert where == {
        "Kafka/demo/DeniedOperations": f"{broker}/authorizer",
        "Kafka/demo/ErrorsByLogger": broker,
        "Kafka/demo/AuthenticationFailures": broker,
        "Kafka/demo/ReplicasOutOfSync": broker,
        "Kafka/demo/LeaderElections": broker,
        "Kafka/demo/ControllerChanges": broker,
    }


def test_the_alarms_know_the_log_groups_too(template):
    """All three alarms are there without a log group being named."""
    alarms = [
        one for one in template["Resources"].values() if one["Type"] == "AWS::CloudWatch::Alarm"
    ]
    assert len(alarms) == 3


def test_an_unknown_query_is_refused(define_cluster: DefineCluster):
    """A typing error is told from a wish."""
    stack = cdk.Stack(cdk.App(), "Stack")
    with pytest.raises(ValueError, match="got 'DeniedOperation'; did you mean 'DeniedOperations'"):
        LogQueries(
            stack,
            "Queries",
            cluster=define_cluster(stack),
            authorizer_log_group=logs.LogGroup.from_log_group_name(stack, "Group", "authorizer"),
            exclude=["DeniedOperation"],
        )
