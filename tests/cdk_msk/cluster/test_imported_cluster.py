"""Clusters an app does not own."""

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2

from cdk_msk import BrokerSize, BrokerType, ClientAuthentication, KafkaVersion, ProvisionedCluster
from msk_model import UNKNOWN

ARN = "arn:aws:kafka:eu-west-1:123456789012:cluster/demo/0a1b2c3d-2"


def test_needs_only_an_arn(stack):
    """What nobody says about a cluster is unknown, and its authentication is IAM."""
    cluster = ProvisionedCluster.from_cluster_attributes(stack, "Cluster", cluster_arn=ARN)
    assert cluster.cluster_name == "demo"
    assert cluster.broker_type is None
    assert cluster.vpc is None
    assert cluster.shape.kafka_version is UNKNOWN
    assert cluster.client_ports == (9098,)


def test_what_is_said_is_known(stack, network):
    """Everything that is said about a cluster can be checked against."""
    vpc = network(stack)
    cluster = ProvisionedCluster.from_cluster_attributes(
        stack,
        "Cluster",
        cluster_arn=ARN,
        vpc=vpc,
        vpc_subnets=ec2.SubnetSelection(subnets=vpc.private_subnets),
        security_groups=[ec2.SecurityGroup.from_security_group_id(stack, "Group", "sg-1")],
        client_authentication=ClientAuthentication(scram=True),
        kafka_version=KafkaVersion.V3_9_X_KRAFT,
        broker_size=BrokerSize.EXPRESS_M7G_LARGE,
        broker_count=6,
    )
    assert cluster.broker_type is BrokerType.EXPRESS
    assert cluster.shape.zone_count == 3
    assert cluster.shape.broker_count == 6
    assert [one.security_group_id for one in cluster.connections.security_groups] == ["sg-1"]


def test_an_arn_may_be_a_token(stack):
    """An ARN read from a parameter is taken apart at deployment."""
    arn = cdk.CfnParameter(stack, "Arn").value_as_string
    cluster = ProvisionedCluster.from_cluster_attributes(stack, "Cluster", cluster_arn=arn)
    name = {"Fn::Select": [1, {"Fn::Split": ["/", {"Ref": "Arn"}]}]}
    assert stack.resolve(cluster.cluster_name) == name


@pytest.mark.parametrize(
    "arn", ["demo", "arn:aws:kafka:eu-west-1:123456789012:topic/demo/0a1b2c3d-2/orders", ""]
)
def test_refuses_what_is_no_arn_of_a_cluster(stack, arn):
    """A topic's ARN or a name is not a cluster's ARN."""
    with pytest.raises(ValueError, match="Stack/Cluster: cluster_arn must be the ARN of a cluster"):
        ProvisionedCluster.from_cluster_attributes(stack, "Cluster", cluster_arn=arn)


def test_refuses_what_cannot_be(stack):
    """A description no cluster of MSK can have is a mistake."""
    with pytest.raises(ValueError, match="Stack/Cluster: broker_size must"):
        ProvisionedCluster.from_cluster_attributes(
            stack, "Cluster", cluster_arn=ARN, broker_size=BrokerSize.of("kafka.m9.large")
        )
