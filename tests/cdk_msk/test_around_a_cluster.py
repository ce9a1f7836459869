"""Network, topics, users, alarms and dashboards around real clusters, under cdk-nag's eyes."""

import json
from pathlib import Path

import aws_cdk as cdk
import cdk_nag
import pytest

from cdk_msk.cluster.broker_size import BrokerSize
from cdk_msk.cluster.client_authentication import ClientAuthentication
from cdk_msk.cluster.provisioned_cluster import ProvisionedCluster
from cdk_msk.cluster.serverless_cluster import ServerlessCluster
from cdk_msk.monitoring import AlarmTopic, ClusterAlarms, ClusterDashboard, ConsumerLag
from cdk_msk.network import StreamingVpc
from cdk_msk.scram import ScramUser
from cdk_msk.topic import Topic


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    """Templates of four stacks that cdk-nag found nothing wrong with."""
    app = cdk.App(outdir=str(tmp_path_factory.mktemp("cdk.out")))
    network, clusters, access, monitoring = (
        cdk.Stack(app, name) for name in ("Network", "Clusters", "Access", "Monitoring")
    )
    streaming = StreamingVpc(network, "Network", nat_gateways=1)
    place = {"vpc": streaming.vpc, "vpc_subnets": streaming.broker_subnets}
    standard = ProvisionedCluster(
        clusters,
        "Standard",
        **place,
        cluster_name="standard",
        client_authentication=ClientAuthentication(iam=True, scram=True),
    )
    express = ProvisionedCluster(
        clusters, "Express", **place, broker_size=BrokerSize.EXPRESS_M7G_LARGE
    )
    serverless = ServerlessCluster(clusters, "Serverless", **place, cluster_name="serverless")
    topic = Topic(access, "Topic", cluster=standard, topic_name="orders", partition_count=6)
    for name in ("billing", "audit"):
        ScramUser(access, name, cluster=standard, username=name)
    alarm_topic = AlarmTopic(monitoring, "AlarmTopic").topic
    for cluster in (standard, express, serverless):
        alarms = ClusterAlarms(
            monitoring,
            f"{cluster.node.id}Alarms",
            cluster=cluster,
            alarm_topic=alarm_topic,
            consumer_lag=[
                ConsumerLag(group="audit", topic=topic.topic_name, maximum_offset_lag=1000)
            ],
        )
        ClusterDashboard(monitoring, f"{cluster.node.id}Dashboard", cluster=cluster, alarms=alarms)
    cdk.Validations.of(app).add_plugins(cdk_nag.AwsSolutionsChecks(app))
    folder = Path(app.synth().directory)
    return {
        name: json.loads((folder / f"{name}.template.json").read_text())
        for name in ("Network", "Clusters", "Access", "Monitoring")
    }


def of_type(template: dict, resource_type: str) -> dict[str, dict]:
    return {n: r for n, r in template["Resources"].items() if r["Type"] == resource_type}


def test_cdk_nag_finds_nothing(platform: dict[str, dict]):
    """The whole synthesizes with AwsSolutions and every acknowledgement made by its construct."""
    assert platform


def test_a_topic_waits_for_its_cluster_and_goes_before_it(platform: dict[str, dict]):
    """The topic's ARN of the cluster is the cluster's own, so CloudFormation orders the two."""
    (topic,) = of_type(platform["Access"], "AWS::MSK::Topic").values()
    (association,) = of_type(platform["Access"], "AWS::MSK::BatchScramSecret").values()

    assert "Fn::ImportValue" in topic["Properties"]["ClusterArn"]
    assert association["Properties"]["ClusterArn"] == topic["Properties"]["ClusterArn"]


def test_alarms_of_all_kinds_know_their_cluster_by_name(platform: dict[str, dict]):
    """Names are known when synthesizing, so queries and searches hold no token."""
    alarms = of_type(platform["Monitoring"], "AWS::CloudWatch::Alarm").values()
    queries = [
        metric["Expression"]
        for alarm in alarms
        for metric in alarm["Properties"]["Metrics"]
        if "SELECT" in str(metric.get("Expression"))
    ]
    assert queries
    assert all(isinstance(query, str) for query in queries)


def test_no_secret_is_named_twice_or_ends_in_doubt(platform: dict[str, dict]):
    """Secrets carry the cluster's and the user's name in plain text."""
    names = {
        secret["Properties"]["Name"]
        for secret in of_type(platform["Access"], "AWS::SecretsManager::Secret").values()
    }
    assert names == {"AmazonMSK_standard_billing", "AmazonMSK_standard_audit"}
