"""Where the rotation function runs."""

from collections.abc import Callable

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk.assertions import Annotations, Match
from constructs import Construct

from cdk_msk import ClientAuthentication, ProvisionedCluster, ScramRotation, ScramUser
from cdk_msk.cluster.cluster import Cluster

DefineCluster = Callable[..., Cluster]


def rotated_in(stack: Construct, vpc: ec2.IVpc) -> None:
    cluster = ProvisionedCluster(
        stack, "Cluster", vpc=vpc, client_authentication=ClientAuthentication(iam=True, scram=True)
    )
    ScramUser(stack, "User", cluster=cluster, username="a", rotation=ScramRotation())


def warnings_of(stack: cdk.Stack) -> list:
    return Annotations.from_stack(stack).find_warning(
        "*", Match.string_like_regexp("must lead to Secrets Manager to rotate passwords")
    )


def test_reaches_the_brokers_and_https_only(access):
    """Nothing comes in; SCRAM to the cluster's group goes out, and HTTPS."""
    own, group = access.one("AWS::EC2::SecurityGroup")
    (https,) = group["Properties"]["SecurityGroupEgress"]
    _, kafka = access.one("AWS::EC2::SecurityGroupEgress")
    _, ingress = access.one("AWS::EC2::SecurityGroupIngress")

    assert "SecurityGroupIngress" not in group["Properties"]
    assert (https["FromPort"], https["ToPort"]) == (443, 443)
    assert (kafka["Properties"]["FromPort"], kafka["Properties"]["ToPort"]) == (9096, 9096)
    assert ingress["Properties"]["SourceSecurityGroupId"] == {"Fn::GetAtt": [own, "GroupId"]}


def isolated(stack: cdk.Stack, id: str) -> ec2.Vpc:
    subnets = [ec2.SubnetConfiguration(name="a", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED)]
    return ec2.Vpc(stack, id, subnet_configuration=subnets, max_azs=2)


def test_warns_of_a_network_that_leads_nowhere():
    """Rotation would fail in silence, a month after the deployment."""
    stack = cdk.Stack(cdk.App(), "Stack")
    rotated_in(stack, isolated(stack, "Vpc"))
    assert len(warnings_of(stack)) == 1


def test_an_endpoint_is_a_way():
    """The one that StreamingVpc has by default, or one's own."""
    stack = cdk.Stack(cdk.App(), "Stack")
    vpc = isolated(stack, "Vpc")
    vpc.add_interface_endpoint("S", service=ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER)
    rotated_in(stack, vpc)
    assert warnings_of(stack) == []


def test_a_nat_gateway_is_a_way():
    """Private subnets with a way out need no endpoint."""
    stack = cdk.Stack(cdk.App(), "Stack")
    rotated_in(stack, ec2.Vpc(stack, "Vpc", max_azs=2))
    assert warnings_of(stack) == []


def test_rejects_a_cluster_it_cannot_reach(define_cluster: DefineCluster):
    """The error says what to give to `from_cluster_attributes`."""
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = define_cluster(stack)
    cluster._connect([])
    with pytest.raises(ValueError, match="Stack/Cluster: vpc and security_groups must be known"):
        ScramUser(stack, "User", cluster=cluster, username="a", rotation=ScramRotation())
