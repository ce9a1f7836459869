"""Serverless clusters as CloudFormation sees them."""

import inspect

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk.aws_msk import CfnServerlessCluster

from cdk_msk import ClientVpc, ClusterType, ServerlessCluster

SERVERLESS = "AWS::MSK::ServerlessCluster"


@pytest.fixture(scope="module")
def template(network, resources):
    """A serverless cluster in two networks, in an app that tags everything."""
    app = cdk.App()
    stack = cdk.Stack(app, "Stack")
    cdk.Tags.of(app).add("cost-centre", "42")
    vpc = network(stack)
    other = ClientVpc(
        vpc=vpc,
        security_groups=[ec2.SecurityGroup.from_security_group_id(stack, "Other", "sg-2")],
        vpc_subnets=ec2.SubnetSelection(availability_zones=["eu-west-1a", "eu-west-1b"]),
    )
    ServerlessCluster(stack, "Cluster", vpc=vpc, client_vpcs=[other], tags={"team": "orders"})
    ServerlessCluster(stack, "Plain", vpc=vpc)
    return resources(stack)


def test_accepts_iam(template):
    """IAM is the authentication serverless clusters have."""
    properties = template["ClusterEB0386A7"]["Properties"]
    assert properties["ClientAuthentication"] == {"Sasl": {"Iam": {"Enabled": True}}}


def test_stands_in_each_network(template):
    """Its own network comes first, with a security group of its own."""
    own, other = template["ClusterEB0386A7"]["Properties"]["VpcConfigs"]
    assert own["SubnetIds"] == ["subnet-1", "subnet-2", "subnet-3"]
    assert own["SecurityGroups"] == [{"Fn::GetAtt": ["ClusterSecurityGroup0921994B", "GroupId"]}]
    assert other == {"SecurityGroups": ["sg-2"], "SubnetIds": ["subnet-1", "subnet-2"]}


def test_tags_of_the_app_do_not_reach_it(template):
    """A new tag of the app would replace the cluster, and lose its data."""
    (plain,) = [
        one for id_, one in template.items() if id_.startswith("Plain") and "MSK" in one["Type"]
    ]
    assert template["ClusterEB0386A7"]["Properties"]["Tags"] == {"team": "orders"}
    assert "Tags" not in plain["Properties"]


def test_is_retained(template):
    """The cluster and its security group stay when the stack goes."""
    ids = ("ClusterEB0386A7", "ClusterSecurityGroup0921994B")
    assert {template[id_]["DeletionPolicy"] for id_ in ids} == {"RetainExceptOnCreate"}


def test_every_property_of_the_resource_type_is_used(template):
    """What `CfnServerlessCluster` can be told, a cluster can be told."""
    parameters = inspect.signature(CfnServerlessCluster.__init__).parameters
    possible = {name.title().replace("_", "") for name in parameters} - {"Self", "Scope", "Id"}
    assert possible == template["ClusterEB0386A7"]["Properties"].keys()


def test_says_what_it_is(stack, network):
    """A serverless cluster has no broker type."""
    cluster = ServerlessCluster(stack, "Cluster", vpc=network(stack), cluster_name="demo")
    assert cluster.cluster_type is ClusterType.SERVERLESS
    assert cluster.broker_type is None
    assert cluster.client_ports == (9098,)


def test_refuses_one_zone(stack, network):
    """Subnets in two zones are the least."""
    with pytest.raises(ValueError, match="Stack/Cluster: vpc_subnets must"):
        ServerlessCluster(stack, "Cluster", vpc=network(stack, 1))


def test_refuses_a_sixth_network(stack, network):
    """A serverless cluster belongs to five networks at most."""
    vpc = network(stack)
    with pytest.raises(ValueError, match="must belong to five networks at most, got 6"):
        ServerlessCluster(
            stack, "Cluster", vpc=vpc, client_vpcs=[ClientVpc(vpc=vpc, security_groups=[])] * 5
        )


def test_refuses_a_region_without_it(network):
    """MSK Serverless is not everywhere."""
    california = cdk.Stack(cdk.App(), "Stack", env=cdk.Environment(region="us-west-1"))
    with pytest.raises(ValueError, match="must be provisioned in a region without MSK Serverless"):
        ServerlessCluster(california, "Cluster", vpc=network(california))


def test_imported(stack):
    """A serverless cluster of another app has endpoints and grants like one's own."""
    cluster = ServerlessCluster.from_cluster_attributes(
        stack,
        "Cluster",
        cluster_arn="arn:aws:kafka:eu-west-1:123456789012:cluster/demo/0a1b2c3d-s1",
    )
    assert cluster.cluster_type is ClusterType.SERVERLESS
    assert cluster.cluster_name == "demo"
    assert cdk.Token.is_unresolved(cluster.bootstrap_brokers_sasl_iam)
