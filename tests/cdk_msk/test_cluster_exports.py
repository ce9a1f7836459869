"""What other stacks may import of a cluster stays exported."""

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk.assertions import Template

from cdk_msk.acl.acl import Acl
from cdk_msk.acl.acl_rule import AclRule
from cdk_msk.cluster.client_authentication import ClientAuthentication
from cdk_msk.cluster.cluster import Cluster
from cdk_msk.cluster.provisioned_cluster import ProvisionedCluster
from cdk_msk.cluster_exports import ClusterExports
from cdk_msk.network import StreamingVpc


def exports(*, used):
    """The exports of a cluster's stack, with or without a stack that uses the cluster."""
    app = cdk.App()
    home = cdk.Stack(app, "Home")
    cluster = ProvisionedCluster(
        home,
        "Cluster",
        vpc=StreamingVpc(home, "Network").vpc,
        client_authentication=ClientAuthentication(iam=True, scram=True),
    )
    ClusterExports(home, "Exports", cluster=cluster)
    if used:
        rules = [AclRule.producer(topics=["orders"])]
        Acl(cdk.Stack(app, "User"), "Acl", cluster=cluster, principal="User:shop", rules=rules)
    outputs = Template.from_stack(home).to_json()["Outputs"]
    return {name for name, output in outputs.items() if "Export" in output}


def test_the_last_user_takes_no_export_along():
    """Whether another stack uses the cluster or not, the same is exported."""
    assert exports(used=True) == exports(used=False) != set()


def test_nothing_of_an_imported_cluster_is_exported():
    """What is known at synth needs no export, and its stack is another."""
    stack = cdk.Stack(cdk.App(), "Stack")
    vpc = ec2.Vpc.from_vpc_attributes(
        stack, "Vpc", vpc_id="vpc-1", availability_zones=["a"], private_subnet_ids=["subnet-1"]
    )
    cluster: Cluster = ProvisionedCluster.from_cluster_attributes(
        stack,
        "Cluster",
        cluster_arn="arn:aws:kafka:eu-west-1:123456789012:cluster/demo/0a1b2c3d-2",
        vpc=vpc,
        security_groups=[ec2.SecurityGroup.from_security_group_id(stack, "Group", "sg-1")],
        client_authentication=ClientAuthentication(scram=True),
    )
    ClusterExports(stack, "Exports", cluster=cluster)
    outputs = Template.from_stack(stack).to_json().get("Outputs", {})
    assert not any("ClusterArn" in name or "sg-1" in str(one) for name, one in outputs.items())
