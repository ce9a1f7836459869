"""Topics of serverless clusters as CloudFormation sees them."""

import re

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk.assertions import Template

from cdk_msk.cluster.cluster import Cluster
from cdk_msk.cluster.serverless_cluster import ServerlessCluster
from cdk_msk.topic import Topic


def serverless_cluster(stack: cdk.Stack, id: str = "Cluster") -> Cluster:
    vpc = ec2.Vpc.from_vpc_attributes(
        stack,
        f"{id}Vpc",
        vpc_id="vpc-1",
        availability_zones=["eu-west-1a", "eu-west-1b"],
        private_subnet_ids=["subnet-1", "subnet-2"],
    )
    return ServerlessCluster(stack, id, vpc=vpc)


def topics_in(stack: cdk.Stack) -> dict[str, dict]:
    resources = Template.from_stack(stack).to_json()["Resources"]
    return {n: r for n, r in resources.items() if r["Type"] == "Custom::MskTopic"}


@pytest.fixture(scope="module")
def stacks() -> tuple[cdk.Stack, cdk.Stack]:
    """A stack with a cluster, and one with its topics."""
    app = cdk.App()
    home, away = cdk.Stack(app, "Home"), cdk.Stack(app, "Away")
    cluster = serverless_cluster(home)
    topic = Topic(
        away,
        "Orders",
        cluster=cluster,
        topic_name="orders",
        partition_count=6,
        configs={"retention.ms": cdk.Duration.days(7), "cleanup.policy": "compact"},
    )
    cdk.CfnOutput(away, "TopicArn", value=topic.topic_arn)
    Topic(
        away,
        "Scratch",
        cluster=cluster,
        topic_name="scratch",
        partition_count=1,
        replication_factor=3,
        removal_policy=cdk.RemovalPolicy.DESTROY,
    )
    for number in range(5):
        Topic(away, f"T{number}", cluster=cluster, topic_name=f"t{number}", partition_count=1)
    return home, away


@pytest.fixture(scope="module")
def topics(stacks: tuple[cdk.Stack, cdk.Stack]) -> list[dict]:
    """The topics in the order of their definition."""
    return list(topics_in(stacks[1]).values())


def test_the_function_is_told_what_to_do(topics: list[dict]):
    """Settings are texts in Kafka's own unit; the copies are the cluster's choice."""
    properties = topics[0]["Properties"]

    assert set(properties) == {
        "ServiceToken",
        "ServiceTimeout",
        "ClusterArn",
        "BootstrapBrokers",
        "TopicName",
        "PartitionCount",
        "Configs",
        "Adopt",
    }
    assert (properties["TopicName"], properties["PartitionCount"]) == ("orders", 6)
    assert properties["Configs"] == {"cleanup.policy": "compact", "retention.ms": "604800000"}
    assert properties["ServiceTimeout"] == 3600
    assert "KafkaAdmin" in properties["ServiceToken"]["Fn::ImportValue"]
    assert "SaslIam" in properties["BootstrapBrokers"]["Fn::ImportValue"]


def test_retained_topics_are_adopted(topics: list[dict]):
    """What goes with the stack is never taken over: it may be somebody else's."""
    kept, gone = topics[:2]

    assert (kept["DeletionPolicy"], kept["UpdateReplacePolicy"]) == ("Retain", "Retain")
    assert kept["Properties"]["Adopt"] is True
    assert (gone["DeletionPolicy"], gone["UpdateReplacePolicy"]) == ("Delete", "Delete")
    assert gone["Properties"]["Adopt"] is False


def test_a_stated_replication_factor_is_passed_on(topics: list[dict]):
    """Nobody but the cluster knows which it accepts."""
    assert topics[1]["Properties"]["ReplicationFactor"] == 3


def test_a_cluster_has_one_function(stacks: tuple[cdk.Stack, cdk.Stack], topics: list[dict]):
    """Seven topics are the work of one, which stands with the cluster."""
    home, away = (Template.from_stack(stack).to_json()["Resources"] for stack in stacks)

    assert len({str(topic["Properties"]["ServiceToken"]) for topic in topics}) == 1
    assert {resource["Type"] for resource in away.values()} == {"Custom::MskTopic"}
    assert [r["Properties"]["Handler"] for r in home.values() if "Lambda" in r["Type"]].count(
        "handler.kafka_admin.handle"
    ) == 1


def test_five_topics_are_worked_on_at_a_time(topics: list[dict]):
    """They wait for each other as provisioned topics do."""
    assert [len(topic.get("DependsOn", [])) for topic in topics] == [0] * 5 + [1, 1]


def test_the_arn_is_the_handlers_answer(stacks: tuple[cdk.Stack, cdk.Stack]):
    """Whoever uses it waits until the topic exists."""
    template = Template.from_stack(stacks[1]).to_json()
    (name, attribute) = template["Outputs"]["TopicArn"]["Value"]["Fn::GetAtt"]

    assert template["Resources"][name]["Properties"]["TopicName"] == "orders"
    assert attribute == "TopicArn"


def define(cluster_id: str, topic_name: str) -> str:
    """The logical id of a topic whose construct is always ``Topic``."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = serverless_cluster(stack, cluster_id)
    Topic(stack, "Topic", cluster=cluster, topic_name=topic_name, partition_count=1)
    (name,) = topics_in(stack)
    return name


def test_another_name_or_cluster_is_another_resource():
    """CloudFormation cannot change the function of a resource, and takes a rename for one."""
    first, same, renamed, moved = (
        define(*which)
        for which in [("One", "orders"), ("One", "orders"), ("One", "sales"), ("Two", "orders")]
    )

    assert first == same
    assert len({first, renamed, moved}) == 3
    assert re.fullmatch(r"TopicTopic[0-9a-f]{8}[0-9A-F]{8}", first)


def test_names_may_be_known_only_when_deployed():
    """A token names the topic, and no logical id."""
    stack = cdk.Stack(cdk.App(), "Stack")
    Topic(
        stack,
        "Topic",
        cluster=serverless_cluster(stack),
        topic_name=cdk.Fn.import_value("name"),
        partition_count=cdk.Token.as_number(cdk.Fn.import_value("partitions")),
        configs={"retention.ms": cdk.Token.as_number(cdk.Fn.import_value("retention"))},
    )
    (topic,) = topics_in(stack).values()

    assert topic["Properties"]["TopicName"] == {"Fn::ImportValue": "name"}
    assert topic["Properties"]["PartitionCount"] == {"Fn::ImportValue": "partitions"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"partition_count": 2401}, "partition_count must be at most 2400"),
        (
            {"partition_count": 121, "configs": {"cleanup.policy": "compact"}},
            "partition_count must be at most 120",
        ),
        ({"configs": {"segment.bytes": 1048576}}, "configs must carry only settings that can be"),
        ({"configs": {"max.message.bytes": 8388609}}, "configs must set max.message.bytes"),
    ],
)
def test_rejects_what_a_serverless_cluster_would(arguments: dict, message: str):
    """Its quotas, and the few settings it leaves to topics."""
    stack = cdk.Stack(cdk.App(), "Stack")
    with pytest.raises(ValueError, match=f"Stack/Topic: {message}"):
        Topic(
            stack,
            "Topic",
            cluster=serverless_cluster(stack),
            **{"topic_name": "orders", "partition_count": 1, **arguments},
        )
