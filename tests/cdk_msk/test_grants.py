"""Access of IAM principals."""

import json

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Annotations, Match, Template

from cdk_msk import ClientAuthentication, ProvisionedCluster, ServerlessCluster
from msk_model.client import ConnectWorker

ARN = "arn:aws:kafka:eu-west-1:123456789012:cluster/demo/0a1b-2"
PREFIX = "arn:aws:kafka:eu-west-1:123456789012"
CLUSTER = f"{PREFIX}:cluster/demo/0a1b-2"
ROLES = {
    "connect": lambda cluster, role: cluster.grant_connect(role),
    "produce": lambda cluster, role: cluster.grant_produce(role, topics=["orders", "raw-*"]),
    "plain": lambda cluster, role: cluster.grant_produce(role, topics=["a"], idempotent=False),
    "transact": lambda cluster, role: cluster.grant_produce(
        role, topics=["orders"], transactional_ids=["tx-*"]
    ),
    "consume": lambda cluster, role: cluster.grant_consume(
        role, topics=["orders"], groups=["billing"]
    ),
    "streams": lambda cluster, role: cluster.grant_streams(
        role, application_id="app", input_topics=["in"], output_topics=["out"]
    ),
    "worker": lambda cluster, role: cluster.grant_connect_worker(
        role, worker=ConnectWorker(group_id="w"), sink_topics=["in"], source_topics=["out"]
    ),
    "topics": lambda cluster, role: cluster.grant_topic_administration(role, topics=["orders"]),
    "describe": lambda cluster, role: cluster.grant_describe(role),
    "admin": lambda cluster, role: cluster.grant_admin(role),
}


def new_role(stack, name="Role"):
    return iam.Role(stack, name, assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"))


@pytest.fixture(scope="module")
def granted():
    """What each verb grants: a mapping from resource to actions, for each role."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = ProvisionedCluster.from_cluster_attributes(stack, "Cluster", cluster_arn=ARN)
    for name, grant in ROLES.items():
        assert grant(cluster, new_role(stack, name)).success
    policies = [
        one["Properties"]
        for one in Template.from_stack(stack).to_json()["Resources"].values()
        if one["Type"] == "AWS::IAM::Policy"
    ]
    return {
        policy["PolicyName"].split("Default")[0]: {
            resource: set(as_list(statement["Action"]))
            for statement in policy["PolicyDocument"]["Statement"]
            for resource in as_list(statement["Resource"])
        }
        for policy in policies
    }


def as_list(value):
    return value if isinstance(value, list) else [value]


def actions(*names):
    return {f"kafka-cluster:{name}" for name in names}


def test_connect(granted):
    """Connecting is an action on the cluster."""
    assert granted["connect"] == {CLUSTER: actions("Connect")}


def test_produce(granted):
    """Producers write to their topics, idempotently as Kafka's producers do by default."""
    write = actions("DescribeTopic", "WriteData")
    assert granted["produce"] == {
        CLUSTER: actions("Connect", "WriteDataIdempotently"),
        f"{PREFIX}:topic/demo/0a1b-2/orders": write,
        f"{PREFIX}:topic/demo/0a1b-2/raw-*": write,
    }


def test_produce_without_idempotence(granted):
    """A producer that is not idempotent need not be allowed to be."""
    assert granted["plain"][CLUSTER] == actions("Connect")


def test_produce_in_transactions(granted):
    """Transactional producers use the ids they were granted."""
    assert granted["transact"][f"{PREFIX}:transactional-id/demo/0a1b-2/tx-*"] == actions(
        "DescribeTransactionalId", "AlterTransactionalId"
    )


def test_consume(granted):
    """Consumers read their topics in their groups."""
    assert granted["consume"] == {
        CLUSTER: actions("Connect"),
        f"{PREFIX}:topic/demo/0a1b-2/orders": actions("DescribeTopic", "ReadData"),
        f"{PREFIX}:group/demo/0a1b-2/billing": actions("DescribeGroup", "AlterGroup"),
    }


def test_streams(granted):
    """Streams applications own what begins with their id, read their inputs, write their outputs."""
    assert granted["streams"] == {
        CLUSTER: actions("Connect", "WriteDataIdempotently"),
        f"{PREFIX}:topic/demo/0a1b-2/in": actions("DescribeTopic", "ReadData"),
        f"{PREFIX}:topic/demo/0a1b-2/out": actions("DescribeTopic", "WriteData"),
        f"{PREFIX}:topic/demo/0a1b-2/app-*": actions(
            "CreateTopic", "DeleteTopic", "DescribeTopic", "ReadData", "WriteData"
        ),
        f"{PREFIX}:group/demo/0a1b-2/app": actions("DescribeGroup", "AlterGroup"),
        f"{PREFIX}:transactional-id/demo/0a1b-2/app-*": actions(
            "DescribeTransactionalId", "AlterTransactionalId"
        ),
    }


def test_connect_worker(granted):
    """Workers keep their state in three topics of their own and run sinks in groups of theirs."""
    own = actions(
        "CreateTopic", "DescribeTopic", "DescribeTopicDynamicConfiguration", "ReadData", "WriteData"
    )
    group = actions("DescribeGroup", "AlterGroup")
    assert granted["worker"] == {
        CLUSTER: actions("Connect", "DescribeCluster", "WriteDataIdempotently"),
        f"{PREFIX}:topic/demo/0a1b-2/in": actions("DescribeTopic", "ReadData"),
        f"{PREFIX}:topic/demo/0a1b-2/out": actions("DescribeTopic", "WriteData"),
        **{f"{PREFIX}:topic/demo/0a1b-2/w-{it}": own for it in ("configs", "offsets", "status")},
        f"{PREFIX}:group/demo/0a1b-2/connect-*": group,
        f"{PREFIX}:group/demo/0a1b-2/w": group,
    }


def test_topic_administration(granted):
    """Administrators of topics define, change and delete them, and read no record."""
    assert granted["topics"] == {
        CLUSTER: actions("Connect"),
        f"{PREFIX}:topic/demo/0a1b-2/orders": actions(
            "CreateTopic",
            "DescribeTopic",
            "AlterTopic",
            "DeleteTopic",
            "DescribeTopicDynamicConfiguration",
            "AlterTopicDynamicConfiguration",
        ),
    }


def test_describe_reads_no_record(granted):
    """Reading what there is to know includes no record and no change."""
    assert granted["describe"] == {
        CLUSTER: actions("Connect", "DescribeCluster", "DescribeClusterDynamicConfiguration"),
        f"{PREFIX}:topic/demo/0a1b-2/*": actions(
            "DescribeTopic", "DescribeTopicDynamicConfiguration"
        ),
        f"{PREFIX}:group/demo/0a1b-2/*": actions("DescribeGroup"),
        f"{PREFIX}:transactional-id/demo/0a1b-2/*": actions("DescribeTransactionalId"),
    }


def test_admin_names_its_actions(granted):
    """Even administrators are granted actions by name, on this cluster only."""
    every = set().union(*granted["admin"].values())
    assert actions("AlterCluster", "WriteData", "DeleteGroup") <= every
    assert not [one for one in every if "*" in one]
    assert all("demo/0a1b-2" in resource for resource in granted["admin"])


def test_serverless_clusters_have_fewer_actions():
    """What MSK Serverless does not know is not granted there."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = ServerlessCluster.from_cluster_attributes(stack, "Cluster", cluster_arn=ARN)
    cluster.grant_admin(new_role(stack))
    assert "AlterCluster" not in str(Template.from_stack(stack).to_json())


def test_needs_iam():
    """A grant on a cluster that does not accept IAM would have no effect."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = ProvisionedCluster.from_cluster_attributes(
        stack,
        "Cluster",
        cluster_arn=ARN,
        client_authentication=ClientAuthentication(scram=True),
    )
    with pytest.raises(ValueError, match="Stack/Cluster: client_authentication must include iam"):
        cluster.grant_connect(new_role(stack))


@pytest.mark.parametrize("topics", ["orders", [], ()])
def test_refuses_a_name_where_names_are_wanted(topics):
    """One string is a sequence of letters, and no topic at all is a mistake."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = ProvisionedCluster.from_cluster_attributes(stack, "Cluster", cluster_arn=ARN)
    with pytest.raises(ValueError, match="topics must be a sequence of at least one name"):
        cluster.grant_produce(new_role(stack), topics=topics)


@pytest.mark.parametrize("topics", [["orders", "*"], ["*orders"], ["ord*ers"], ["orders?"]])
def test_refuses_wildcards_that_widen(topics):
    """A wildcard beside a name it covers, or one that is no prefix, is refused when it is written."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = ProvisionedCluster.from_cluster_attributes(stack, "Cluster", cluster_arn=ARN)
    with pytest.raises(ValueError, match=r"Stack/Cluster: topics must (not widen|hold names)"):
        cluster.grant_consume(new_role(stack), topics=topics, groups=["g"])


def test_warns_when_a_grant_has_no_effect():
    """A principal that takes no policies from this app is not forgotten silently."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = ProvisionedCluster.from_cluster_attributes(stack, "Cluster", cluster_arn=ARN)
    cluster.grant_connect(iam.ServicePrincipal("lambda.amazonaws.com"))
    found = Annotations.from_stack(stack).find_warning("*", Match.any_value())
    assert ["cdk-msk:grant-not-applied" in str(one.entry.data) for one in found] == [True]


def test_many_names_fit_into_policies():
    """IAM takes 6,144 characters in a managed policy; the CDK has several, of whole statements."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = ProvisionedCluster.from_cluster_attributes(stack, "Cluster", cluster_arn=ARN)
    names = [f"a-topic-with-a-rather-long-name-{number:03}" for number in range(150)]
    cluster.grant_produce(new_role(stack), topics=names)
    policies = [
        one["Properties"]["PolicyDocument"]
        for one in Template.from_stack(stack).to_json()["Resources"].values()
        if one["Type"] in {"AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"}
    ]
    in_line, *managed = [len(json.dumps(one, separators=(",", ":"))) for one in policies]
    assert in_line <= 10_240
    assert 0 < max(managed) <= 6_144
    assert len(managed) <= 10
    granted_topics = {
        resource.rpartition("/")[2]
        for policy in policies
        for statement in policy["Statement"]
        for resource in as_list(statement["Resource"])
        if ":topic/" in resource
    }
    assert granted_topics == set(names)
