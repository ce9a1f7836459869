"""Access of IAM principals."""

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Annotations, Match, Template

from cdk_msk import ClientAuthentication, ProvisionedCluster, ServerlessCluster

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


def test_topic_administration(granted):
    """Administrators of topics define, change and delete them, and read no record."""
    on_topic = granted["topics"][f"{PREFIX}:topic/demo/0a1b-2/orders"]
    wanted = actions("CreateTopic", "AlterTopic", "DeleteTopic", "AlterTopicDynamicConfiguration")
    assert wanted <= on_topic
    assert not on_topic & actions("ReadData", "WriteData")


def test_describe_reads_no_record(granted):
    """Reading what there is to know includes no record and no change."""
    every = set().union(*granted["describe"].values())
    assert actions("DescribeTopic", "DescribeGroup", "DescribeCluster") <= every
    assert not [one for one in every if "Alter" in one or "Data" in one or "Delete" in one]


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


def test_warns_when_a_grant_has_no_effect():
    """A principal that takes no policies from this app is not forgotten silently."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = ProvisionedCluster.from_cluster_attributes(stack, "Cluster", cluster_arn=ARN)
    role = iam.Role.from_role_arn(
        stack, "Foreign", "arn:aws:iam::210987654321:role/foreign", mutable=False
    )
    cluster.grant_connect(iam.ServicePrincipal("lambda.amazonaws.com"))
    cluster.grant_connect(role)
    found = Annotations.from_stack(stack).find_warning("*", Match.any_value())
    assert ["cdk-msk:grant-not-applied" in str(one.entry.data) for one in found] == [True]
