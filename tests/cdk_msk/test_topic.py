"""Topics as CloudFormation sees them."""

import base64
import json
from collections.abc import Callable

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk.assertions import Annotations, Match, Template

from cdk_msk import KafkaVersion, ProvisionedCluster
from cdk_msk.cluster.cluster import Cluster
from cdk_msk.topic import Topic
from msk_model import UNKNOWN, ClusterType
from msk_model.topic_policy import DeadLetters, NamingRule, TopicPlan, TopicPolicy

DefineCluster = Callable[..., Cluster]
OLD = KafkaVersion.of("3.5.1")


def new_stack(name: str = "Stack") -> cdk.Stack:
    return cdk.Stack(cdk.App(), name)


def topics_of(stack: cdk.Stack) -> list[dict]:
    return [
        resource
        for resource in Template.from_stack(stack).to_json()["Resources"].values()
        if resource["Type"] == "AWS::MSK::Topic"
    ]


def decoded(resource: dict) -> dict[str, str]:
    return json.loads(base64.b64decode(resource["Properties"]["Configs"]))


@pytest.fixture(scope="module")
def topics(define_cluster: DefineCluster) -> list[dict]:
    """Twelve topics: one with settings, one with none, one that goes with its stack, and others."""
    stack = new_stack()
    cluster = define_cluster(stack)
    Topic(
        stack,
        "Orders",
        cluster=cluster,
        topic_name="orders",
        partition_count=6,
        configs={
            "retention.ms": cdk.Duration.days(7),
            "retention.bytes": cdk.Size.gibibytes(1),
            "cleanup.policy": "delete",
            "min.insync.replicas": 2,
            "unclean.leader.election.enable": False,
            "min.cleanable.dirty.ratio": 0.5,
        },
    )
    Topic(
        stack,
        "Reset",
        cluster=cluster,
        topic_name="reset",
        partition_count=1,
        configs={},
        removal_policy=cdk.RemovalPolicy.DESTROY,
    )
    for number in range(10):
        Topic(
            stack, f"More{number}", cluster=cluster, topic_name=f"more-{number}", partition_count=1
        )
    return topics_of(stack)


def test_settings_are_a_json_object_in_base64(topics: list[dict]):
    """Every value is text in Kafka's own unit and spelling, in an order that does not change."""
    settings = decoded(topics[0])

    assert settings == {
        "cleanup.policy": "delete",
        "min.cleanable.dirty.ratio": "0.5",
        "min.insync.replicas": "2",
        "retention.bytes": "1073741824",
        "retention.ms": "604800000",
        "unclean.leader.election.enable": "false",
    }
    assert list(settings) == sorted(settings)


def test_no_settings_and_empty_settings_differ(topics: list[dict]):
    """Without settings CloudFormation says nothing of them; empty ones take all back."""
    assert "Configs" not in topics[2]["Properties"]
    assert decoded(topics[1]) == {}


def test_a_topic_is_copied_to_every_zone(topics: list[dict]):
    """Absent a replication factor, each zone has one copy."""
    assert topics[0]["Properties"]["ReplicationFactor"] == 3


def test_topics_and_their_records_are_kept(topics: list[dict]):
    """A topic survives its stack and its replacement unless told otherwise."""
    policies = [(one["DeletionPolicy"], one["UpdateReplacePolicy"]) for one in topics]

    assert policies[0] == ("RetainExceptOnCreate", "Retain")
    assert policies[1] == ("Delete", "Delete")


def test_five_topics_are_worked_on_at_a_time(topics: list[dict]):
    """From the sixth on, each waits for the one five places before it."""
    waiting = [one.get("DependsOn") for one in topics]

    assert waiting[:5] == [None] * 5
    assert all(len(names) == 1 for names in waiting[5:])
    assert waiting[5][0].startswith("Orders")
    assert waiting[11][0].startswith("More4")


def test_topics_of_different_stacks_do_not_wait_for_each_other(define_cluster: DefineCluster):
    """A cluster shared by stacks does not chain the stacks together."""
    app = cdk.App()
    cluster = define_cluster(cdk.Stack(app, "Shared"))
    stacks = [cdk.Stack(app, f"Stack{number}") for number in range(7)]
    for stack in stacks:
        Topic(stack, "Topic", cluster=cluster, topic_name=stack.node.id, partition_count=1)
    app.synth()

    assert all(stack.dependencies == [] for stack in stacks)


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ({"zone_count": 2, "broker_count": 2}, 2),
        ({"broker_size": "express.m7g.large"}, 3),
        ({"zone_count": UNKNOWN, "broker_count": UNKNOWN}, 3),
    ],
)
def test_copies_follow_the_cluster(define_cluster: DefineCluster, shape: dict, expected: int):
    """Two zones have two copies; Express and clusters that are not known have three."""
    stack = new_stack()
    Topic(
        stack,
        "Topic",
        cluster=define_cluster(stack, **shape),
        topic_name="orders",
        partition_count=3,
    )
    (topic,) = topics_of(stack)
    assert topic["Properties"]["ReplicationFactor"] == expected


def test_settings_may_be_known_only_when_deployed(define_cluster: DefineCluster):
    """A token among the settings is encoded by CloudFormation and checked by nobody."""
    stack = new_stack()
    days = cdk.CfnParameter(stack, "Milliseconds", type="Number").value_as_number
    Topic(
        stack,
        "Topic",
        cluster=define_cluster(stack),
        topic_name=cdk.Fn.import_value("name"),
        partition_count=cdk.Token.as_number(cdk.Fn.import_value("partitions")),
        replication_factor=cdk.Token.as_number(cdk.Fn.import_value("copies")),
        configs={"retention.ms": days, "cleanup.policy": "compact"},
    )
    (topic,) = topics_of(stack)
    parts = topic["Properties"]["Configs"]["Fn::Base64"]["Fn::Join"][1]

    assert {"Ref": "Milliseconds"} in parts
    assert json.loads("".join(p if isinstance(p, str) else "1" for p in parts)) == {
        "cleanup.policy": "compact",
        "retention.ms": "1",
    }


def test_rejects_a_serverless_cluster_whose_network_is_unknown(define_cluster: DefineCluster):
    """MSK's topic operations do not reach serverless clusters: a function in the network does."""
    stack = new_stack()
    cluster = define_cluster(stack, cluster_type=ClusterType.SERVERLESS)

    with pytest.raises(ValueError, match="Stack/Cluster: vpc and security_groups must be known"):
        Topic(stack, "Topic", cluster=cluster, topic_name="orders", partition_count=1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"topic_name": "no spaces"}, "topic_name must"),
        ({"partition_count": 0}, "partition_count must"),
        ({"replication_factor": 4}, "replication_factor must"),
    ],
)
def test_rejects_what_kafka_would(define_cluster: DefineCluster, arguments: dict, message: str):
    """Rules of `msk_model` are told in terms of this construct's arguments."""
    stack = new_stack()
    with pytest.raises(ValueError, match=f"Stack/Topic: {message}"):
        Topic(
            stack,
            "Topic",
            cluster=define_cluster(stack),
            **{"topic_name": "orders", "partition_count": 3, **arguments},
        )


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("retention.bytes", cdk.Duration.days(1), r"configs\['retention.bytes'\] must be bytes"),
        ("retention.ms", cdk.Size.gibibytes(1), r"configs\['retention.ms'\] must be ms"),
        ("min.insync.replicas", cdk.Size.gibibytes(1), "must be a plain value"),
    ],
)
def test_rejects_a_value_in_the_wrong_unit(
    define_cluster: DefineCluster, name: str, value: cdk.Duration | cdk.Size, message: str
):
    """A duration among bytes would be a number that is far off and looks right."""
    stack = new_stack()
    with pytest.raises(ValueError, match=message):
        Topic(
            stack,
            "Topic",
            cluster=define_cluster(stack),
            topic_name="orders",
            partition_count=3,
            configs={name: value},
        )


def test_one_copy_is_a_warning(define_cluster: DefineCluster):
    """What deploys and will be regretted is said and not refused."""
    stack = new_stack()
    Topic(
        stack,
        "Topic",
        cluster=define_cluster(stack),
        topic_name="orders",
        partition_count=3,
        replication_factor=1,
    )
    found = Annotations.from_stack(stack).find_warning("*", Match.any_value())
    assert any("replication_factor" in one.entry.data for one in found)


def test_attributes_say_where_the_topic_is(define_cluster: DefineCluster):
    """The ARN comes from the resource, so whoever uses it waits for the topic."""
    stack = new_stack()
    cluster = define_cluster(stack)
    topic = Topic(stack, "Topic", cluster=cluster, topic_name="orders", partition_count=3)

    assert (topic.cluster, topic.topic_name, topic.partition_count) == (cluster, "orders", 3)
    assert set(stack.resolve(topic.topic_arn)) == {"Fn::GetAtt"}


def test_settings_take_units_as_text(define_cluster: DefineCluster):
    """Text with a unit is converted, as in topic files; plain numbers are in Kafka's unit."""
    stack = new_stack()
    Topic(
        stack,
        "Topic",
        cluster=define_cluster(stack),
        topic_name="orders",
        partition_count=3,
        configs={"retention.ms": "7 days", "segment.bytes": "512 MiB", "segment.ms": 3_600_000},
    )
    (topic,) = topics_of(stack)
    assert decoded(topic) == {
        "retention.ms": "604800000",
        "segment.bytes": "536870912",
        "segment.ms": "3600000",
    }


GOLD = TopicPlan(partition_count=12, replication_factor=2, configs={"min.insync.replicas": 1})
POLICY = TopicPolicy(
    naming=NamingRule(pattern=r"[a-z.]+", reason="use lower case"),
    plans={"gold": GOLD},
    owner_required=True,
    max_partitions_per_cluster=30,
    dead_letters=DeadLetters(),
)


def test_a_plan_states_what_the_topic_does_not(define_cluster: DefineCluster):
    """Partitions, copies and settings; the dead-letter topic has the same copies."""
    stack = new_stack()
    topic = Topic(
        stack,
        "Topic",
        cluster=define_cluster(stack),
        topic_name="orders",
        policy=POLICY,
        plan="gold",
        owner="team-orders",
        dead_letter=True,
    )
    orders, letters = (one["Properties"] for one in topics_of(stack))
    assert (orders["PartitionCount"], orders["ReplicationFactor"]) == (12, 2)
    assert (letters["TopicName"], letters["PartitionCount"]) == ("orders.dlq", 1)
    assert letters["ReplicationFactor"] == 2
    assert topic.partition_count == 12
    assert topic.dead_letter_topic.topic_name == "orders.dlq"


def test_every_violation_of_a_policy_is_named_by_its_argument(define_cluster: DefineCluster):
    """All in one error, with the value and the fix."""
    stack = new_stack()
    with pytest.raises(ValueError, match="topic_name must match") as error:
        Topic(
            stack,
            "Topic",
            cluster=define_cluster(stack),
            topic_name="Orders",
            policy=POLICY,
            plan="gold",
            configs={"min.insync.replicas": 2},
        )
    assert str(error.value).splitlines()[-3:] == [
        "Stack/Topic: topic_name must match [a-z.]+, got 'Orders'; use lower case",
        "Stack/Topic: owner must name who answers for the topic, got None; name its team",
        (
            "Stack/Topic: configs['min.insync.replicas'] must be 1, as the plan 'gold' has it, "
            "got '2'; leave it out, or choose another plan"
        ),
    ]


def test_a_policy_counts_the_partitions_of_the_cluster(define_cluster: DefineCluster):
    """The topic that goes beyond its limit is refused."""
    stack = new_stack()
    cluster = define_cluster(stack)
    same = {"cluster": cluster, "policy": POLICY, "plan": "gold", "owner": "team-orders"}
    Topic(stack, "A", topic_name="a", **same)
    Topic(stack, "B", topic_name="b", **same)
    with pytest.raises(ValueError, match="at most 30 partitions"):
        Topic(stack, "C", topic_name="c", **same)


def test_partitions_must_come_from_somewhere(define_cluster: DefineCluster):
    """From the caller, or from a plan."""
    stack = new_stack()
    with pytest.raises(ValueError, match="Stack/Topic: partition_count must be stated"):
        Topic(stack, "Topic", cluster=define_cluster(stack), topic_name="orders")


def test_topics_share_the_budget_of_the_brokers(define_cluster: DefineCluster):
    """1000 replicas of each m7g.large are recommended, more than 1500 stop updates."""
    stack = new_stack()
    cluster = define_cluster(stack)
    Topic(stack, "A", cluster=cluster, topic_name="a", partition_count=700)
    Topic(stack, "B", cluster=cluster, topic_name="b", partition_count=700)
    found = Annotations.from_stack(stack).find_warning("/Stack/B", Match.any_value())
    assert any("all topics together bring 1400" in one.entry.data for one in found)
    with pytest.raises(ValueError, match="all topics together bring 1501"):
        Topic(stack, "C", cluster=cluster, topic_name="c", partition_count=101)


def test_a_protected_topic_survives_whatever_is_asked_later(define_cluster: DefineCluster):
    """Not even an aspect over the whole app makes it go."""
    stack = new_stack()
    Topic(
        stack,
        "Topic",
        cluster=define_cluster(stack),
        topic_name="orders",
        partition_count=3,
        protected=True,
    )
    cdk.RemovalPolicies.of(stack).destroy()
    (topic,) = topics_of(stack)
    assert topic["DeletionPolicy"] == "RetainExceptOnCreate"
    assert topic["UpdateReplacePolicy"] == "Retain"


@pytest.mark.parametrize("kept", ["protected", "adopt"])
def test_what_is_kept_cannot_be_destroyed(define_cluster: DefineCluster, kept: str):
    """The two arguments contradict each other."""
    stack = new_stack()
    with pytest.raises(ValueError, match="Stack/Topic: removal_policy must be RETAIN"):
        Topic(
            stack,
            "Topic",
            cluster=define_cluster(stack),
            topic_name="orders",
            partition_count=3,
            removal_policy=cdk.RemovalPolicy.DESTROY,
            **{kept: True},
        )


@pytest.fixture(scope="module")
def administered() -> list[dict]:
    """A topic to adopt on a cluster that MSK's operations reach, and one on a cluster they do not."""
    stack = new_stack()
    vpc = ec2.Vpc(stack, "Vpc")
    for id_, version, adopt in (("New", KafkaVersion.V3_9_X_KRAFT, True), ("Old", OLD, False)):
        cluster = ProvisionedCluster(stack, id_, vpc=vpc, kafka_version=version)
        Topic(
            stack,
            f"{id_}Topic",
            cluster=cluster,
            topic_name="orders",
            partition_count=3,
            adopt=adopt,
        )
    found = Template.from_stack(stack).to_json()["Resources"]
    topics = [one for one in found.values() if "Topic" in one["Type"]]
    for topic in topics:
        assert [id_ for id_ in topic["DependsOn"] if found[id_]["Type"] == "AWS::IAM::Policy"]
    return topics


def test_the_function_takes_care_of_what_msk_does_not(administered: list[dict]):
    """MSK refuses to create a topic that exists, and knows none of clusters before Kafka 3.6."""
    assert [one["Type"] for one in administered] == ["Custom::MskTopic"] * 2
    adopted, old = (one["Properties"] for one in administered)
    assert "ReplicationFactor" not in adopted
    assert old["ReplicationFactor"] == 2
