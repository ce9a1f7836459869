"""Grants to other accounts."""

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Annotations, Match, Template

from cdk_msk import ProvisionedCluster, ServerlessCluster
from cdk_msk.sharing.cluster_policy import ClusterPolicy

OWN, OTHER = "111111111111", "222222222222"
REGION = "eu-west-1"
ARN = f"arn:aws:kafka:{REGION}:{OWN}:cluster/demo/0a1b-2"
GRANTEES = {
    "a role by its ARN": lambda stack: iam.ArnPrincipal(f"arn:aws:iam::{OTHER}:role/orders"),
    "a role that is imported": lambda stack: iam.Role.from_role_arn(
        stack, "Foreign", f"arn:aws:iam::{OTHER}:role/orders"
    ),
    "an account": lambda stack: iam.AccountPrincipal(OTHER),
    "a role of the app": lambda stack: iam.Role(
        cdk.Stack(
            cdk.App.of(stack), "Elsewhere", env=cdk.Environment(account=OTHER, region=REGION)
        ),
        "Role",
        role_name="orders",
        assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"),
    ),
}


def new_stack():
    return cdk.Stack(cdk.App(), "Stack", env=cdk.Environment(account=OWN, region=REGION))


def new_cluster(stack):
    """A cluster of the app's own; a serverless one is the smallest."""
    vpc = ec2.Vpc.from_vpc_attributes(
        stack,
        "Vpc",
        vpc_id="vpc-1",
        availability_zones=["a", "b"],
        private_subnet_ids=["subnet-1", "subnet-2"],
    )
    return ServerlessCluster(stack, "Cluster", vpc=vpc, cluster_name="demo")


def policies(stack, kind):
    resources = Template.from_stack(stack).to_json().get("Resources", {}).values()
    return [one["Properties"] for one in resources if one["Type"] == kind]


@pytest.mark.parametrize("grantee", GRANTEES.values(), ids=GRANTEES)
def test_the_cluster_lets_other_accounts_in(grantee):
    """The policy of the cluster allows the same actions on the same resources."""
    stack = new_stack()
    cluster = new_cluster(stack)
    granted = cluster.grant_consume(grantee(stack), topics=["orders"], groups=["billing"])
    assert granted.success
    (policy,) = policies(stack, "AWS::MSK::ClusterPolicy")
    statements = policy["Policy"]["Statement"]
    actions = sorted(action for one in statements for action in listed(one["Action"]))
    assert actions == [
        f"kafka-cluster:{name}"
        for name in ("AlterGroup", "Connect", "DescribeGroup", "DescribeTopic", "ReadData")
    ]
    assert all(OTHER in str(one["Principal"]) for one in statements)
    ours = Match.string_like_regexp("cdk-msk:")
    assert not Annotations.from_stack(stack).find_warning("*", ours)


def test_a_role_of_the_app_gets_its_own_half_too():
    """Both accounts have to allow it."""
    stack = new_stack()
    role = GRANTEES["a role of the app"](stack)
    new_cluster(stack).grant_produce(role, topics=["orders"])
    (policy,) = policies(role.stack, "AWS::IAM::Policy")
    assert "kafka-cluster:WriteData" in str(policy)


@pytest.mark.parametrize(
    "grantee",
    [
        lambda stack: iam.ArnPrincipal(f"arn:aws:iam::{OWN}:role/orders"),
        lambda stack: iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com")),
    ],
)
def test_the_own_account_needs_no_policy_of_the_cluster(grantee):
    """Principals of the cluster's account are let in by their own policies."""
    stack = new_stack()
    new_cluster(stack).grant_connect(grantee(stack))
    assert policies(stack, "AWS::MSK::ClusterPolicy") == []


def test_foreign_clusters_keep_their_policy():
    """The policy of a cluster that the app does not own is not overwritten in passing."""
    stack = new_stack()
    cluster = ProvisionedCluster.from_cluster_attributes(stack, "Cluster", cluster_arn=ARN)
    cluster.grant_connect(iam.AccountPrincipal(OTHER))
    assert policies(stack, "AWS::MSK::ClusterPolicy") == []
    (found, *_) = Annotations.from_stack(stack).find_warning(
        "*", Match.string_like_regexp("cluster-policy-not-changed")
    )
    assert "ClusterPolicy.of(cluster)" in str(found.entry.data)


def test_stacks_without_an_account():
    """What is only known at deployment is taken for the account of the cluster."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = ProvisionedCluster.from_cluster_attributes(stack, "Cluster", cluster_arn=ARN)
    role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"))
    assert cluster.grant_connect(role).success
    assert not Annotations.from_stack(stack).find_warning("*", Match.any_value())


def test_foreign_clusters_whose_policy_the_app_took_over():
    """Who asked for the policy of an imported cluster owns it, and grants add to it."""
    stack = new_stack()
    cluster = ProvisionedCluster.from_cluster_attributes(stack, "Cluster", cluster_arn=ARN)
    ClusterPolicy.of(cluster)
    assert cluster.grant_connect(iam.AccountPrincipal(OTHER)).success
    (policy,) = policies(stack, "AWS::MSK::ClusterPolicy")
    assert "kafka-cluster:Connect" in str(policy)


def listed(value):
    return value if isinstance(value, list) else [value]
