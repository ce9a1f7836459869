"""Topics from declarations and folders, as CloudFormation sees them."""

import base64
import json

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Annotations, Match, Template

from cdk_msk import Topics
from msk_model import ClusterType, TopicShape
from msk_model.topic_policy import DeclaredTopic, TopicPlan, TopicPolicy

ORDERS = """
owner: team-orders
topics:
  - {name: orders, plan: gold, configs: {retention.ms: 7 days}, protected: true}
  - {name: returns, plan: gold, partition_count: 3, dead_letter: true}
"""
POLICY = """
owner_required: true
plans: {gold: {partition_count: 12, replication_factor: 3, configs: {min.insync.replicas: 2}}}
dead_letters: {configs: {retention.ms: 14 days}}
"""


@pytest.fixture
def folder(tmp_path):
    """A folder with two topics and a policy."""
    (tmp_path / "orders.yaml").write_text(ORDERS)
    (tmp_path / "policy.yaml").write_text(POLICY)
    return tmp_path


def resources_of(stack):
    return {
        one["Properties"]["TopicName"]: one
        for one in Template.from_stack(stack).to_json()["Resources"].values()
        if one["Type"] == "AWS::MSK::Topic"
    }


def configs(resource):
    return json.loads(base64.b64decode(resource["Properties"]["Configs"]))


def test_a_folder_becomes_topics(define_cluster, folder):
    """With what their plans state, and their dead-letter topics; protected ones are retained."""
    stack = cdk.Stack(cdk.App(), "Stack")
    topics = Topics.from_folder(
        stack,
        "Topics",
        cluster=define_cluster(stack),
        folder=folder,
        removal_policy=cdk.RemovalPolicy.DESTROY,
    )
    assert list(topics.topics) == ["orders", "returns", "returns.dlq"]
    found = resources_of(stack)
    assert {name: one["Properties"]["PartitionCount"] for name, one in found.items()} == {
        "orders": 12,
        "returns": 3,
        "returns.dlq": 1,
    }
    assert configs(found["orders"]) == {"min.insync.replicas": "2", "retention.ms": "604800000"}
    assert configs(found["returns.dlq"]) == {"retention.ms": "1209600000"}
    assert found["orders"]["DeletionPolicy"] == "RetainExceptOnCreate"
    assert found["returns"]["DeletionPolicy"] == "Delete"


def test_the_logical_id_follows_the_name(define_cluster, folder):
    """Another order of files or topics changes nothing."""
    stack = cdk.Stack(cdk.App(), "Stack")
    Topics.from_folder(stack, "Topics", cluster=define_cluster(stack), folder=folder)
    before = Template.from_stack(stack).to_json()["Resources"].keys()
    (folder / "orders.yaml").write_text(
        "topics: [" + ",".join(line[4:] for line in reversed(ORDERS.splitlines()[3:])) + "]"
    )
    (folder / "policy.yaml").write_text(POLICY.replace("owner_required: true", ""))
    again = cdk.Stack(cdk.App(), "Stack")
    Topics.from_folder(again, "Topics", cluster=define_cluster(again), folder=folder)
    assert Template.from_stack(again).to_json()["Resources"].keys() == before


def test_faults_of_files_come_all_at_once(define_cluster, folder):
    """Also those that only the cluster tells."""
    (folder / "more.yaml").write_text(
        "topics: [{name: a b, plan: gold}, {name: c, plan: silver, replication_factor: 9,"
        " partition_count: 1}]"
    )
    stack = cdk.Stack(cdk.App(), "Stack")
    with pytest.raises(ValueError, match="must") as error:
        Topics.from_folder(stack, "Topics", cluster=define_cluster(stack), folder=folder)
    lines = [line.replace(f"{folder}/", "") for line in str(error.value).splitlines()]
    assert all(line.startswith("more.yaml: topics[") for line in lines)
    assert {line.split(" must")[0].split("] ")[0].split("].")[1] for line in lines} == {
        "name",
        "owner (a b)",
        "owner (c)",
        "plan (c)",
        "replication_factor (c)",
    }


def test_declarations_need_no_file(define_cluster):
    """What a program computes is declared the same way, and faults name the construct."""
    stack = cdk.Stack(cdk.App(), "Stack")
    declared = [
        DeclaredTopic(shape=TopicShape(topic_name=name, partition_count=1), plan="gold")
        for name in ("a", "b")
    ]
    policy = TopicPolicy(plans={"gold": TopicPlan(replication_factor=1)})
    Topics(stack, "Topics", cluster=define_cluster(stack), topics=declared, policy=policy)
    found = resources_of(stack)
    assert [one["Properties"]["ReplicationFactor"] for one in found.values()] == [1, 1]
    warnings = Annotations.from_stack(stack).find_warning("*", Match.any_value())
    assert any("replication_factor" in one.entry.data for one in warnings)
    with pytest.raises(ValueError, match=r"Stack/More: a: plan must be left out.*got 'gold'"):
        Topics(stack, "More", cluster=define_cluster(stack, "Other"), topics=declared[:1])
    bare = [DeclaredTopic(shape=TopicShape(topic_name="c"))]
    with pytest.raises(ValueError, match=r"Stack/Bare: c: partition_count must be a whole number"):
        Topics(stack, "Bare", cluster=define_cluster(stack, "Third"), topics=bare)


def test_names_are_unique_on_a_cluster(define_cluster):
    """Whoever defines the second, wherever, is told."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = define_cluster(stack)
    declared = [DeclaredTopic(shape=TopicShape(topic_name="a.b", partition_count=1))]
    Topics(stack, "Topics", cluster=cluster, topics=declared)
    with pytest.raises(ValueError, match=r"topic_name must differ from 'a.b'"):
        Topics(stack, "More", cluster=cluster, topics=declared)


def test_serverless_topics_take_the_same_arguments(define_cluster, folder):
    """What serverless clusters do not take is a fault of the file, not of the deployment."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = define_cluster(
        stack, cluster_type=ClusterType.SERVERLESS, broker_size=None, broker_count=None
    )
    with pytest.raises(ValueError, match=r"configs \(orders\) must carry only settings"):
        Topics.from_folder(stack, "Topics", cluster=cluster, folder=folder)
