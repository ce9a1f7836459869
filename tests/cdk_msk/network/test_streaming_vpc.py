"""The VPC as CloudFormation sees it."""

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk.assertions import Template

from cdk_msk.network.streaming_vpc import StreamingVpc


def synthesize(env: cdk.Environment | None = None, **arguments) -> dict:
    stack = cdk.Stack(cdk.App(), "Stack", env=env)
    StreamingVpc(stack, "Network", **arguments)
    return Template.from_stack(stack).to_json()


def resources(template: dict, resource_type: str) -> dict[str, dict]:
    return {
        name: resource
        for name, resource in template["Resources"].items()
        if resource["Type"] == resource_type
    }


def blocks(template: dict, group: str) -> list[str]:
    return [
        subnet["Properties"]["CidrBlock"]
        for subnet in resources(template, "AWS::EC2::Subnet").values()
        if {"Key": "aws-cdk:subnet-name", "Value": group} in subnet["Properties"]["Tags"]
    ]


@pytest.fixture(scope="module")
def plain() -> dict:
    """A VPC with every default, in a stack that does not know where it will be deployed."""
    return synthesize()


@pytest.fixture(scope="module")
def open_to_the_internet() -> dict:
    """A VPC of two named zones with NAT gateways, which goes with its stack."""
    return synthesize(
        cdk.Environment(account="123456789012", region="eu-west-1"),
        availability_zones=["eu-west-1a", "eu-west-1c"],
        nat_gateways=2,
        interface_endpoints=[],
        flow_logs=False,
        removal_policy=cdk.RemovalPolicy.DESTROY,
    )


def test_a_stack_without_environment_gets_three_zones(plain: dict):
    """Zones are chosen at deploy time, so three subnets stand in three zones everywhere."""
    assert blocks(plain, "Broker") == ["10.0.0.0/18", "10.0.64.0/18", "10.0.128.0/18"]
    zones = [
        subnet["Properties"]["AvailabilityZone"]["Fn::If"][2]
        for subnet in resources(plain, "AWS::EC2::Subnet").values()
    ]
    assert zones == [{"Fn::Select": [index, {"Fn::GetAZs": ""}]} for index in range(3)]


def test_a_private_vpc_has_no_way_to_the_internet(plain: dict):
    """Without NAT gateways there is no internet gateway, no address and no default route."""
    for unwanted in ("InternetGateway", "NatGateway", "EIP", "Route"):
        assert not resources(plain, f"AWS::EC2::{unwanted}")


def test_the_default_endpoints_share_one_security_group(plain: dict):
    """Two gateway and six interface endpoints; HTTPS from the VPC's own addresses only."""
    endpoints = [e["Properties"] for e in resources(plain, "AWS::EC2::VPCEndpoint").values()]
    interface = [e for e in endpoints if e["VpcEndpointType"] == "Interface"]
    services = {e["ServiceName"]["Fn::Join"][1][-1].removeprefix(".") for e in interface}
    groups = {str(e["SecurityGroupIds"]) for e in interface}
    (group,) = resources(plain, "AWS::EC2::SecurityGroup").values()

    assert len(endpoints) - len(interface) == 2
    assert services == {"lambda", "sts", "secretsmanager", "kms", "logs", "sqs"}
    assert len(groups) == 1
    assert [
        (rule["CidrIp"], rule["FromPort"]) for rule in group["Properties"]["SecurityGroupIngress"]
    ] == [("10.0.0.0/16", 443)]


def test_all_traffic_is_logged(plain: dict):
    """A flow log of the VPC goes to a log group that is kept for a month."""
    (flow_log,) = resources(plain, "AWS::EC2::FlowLog").values()
    log_group = plain["Resources"][flow_log["Properties"]["LogGroupName"]["Ref"]]

    assert flow_log["Properties"]["TrafficType"] == "ALL"
    assert log_group["Properties"]["RetentionInDays"] == 30


def test_the_default_security_group_is_locked(plain: dict):
    """What is started without a security group of its own reaches nothing."""
    (lock,) = resources(plain, "Custom::MskLockedDefaultSecurityGroup").values()
    (vpc,) = resources(plain, "AWS::EC2::VPC")

    assert lock["Properties"]["SecurityGroupId"] == {"Fn::GetAtt": [vpc, "DefaultSecurityGroup"]}


def test_everything_is_retained(plain: dict):
    """No part of the network goes while a retained cluster may still stand in it."""
    policies = {
        resource["DeletionPolicy"]
        for resource in plain["Resources"].values()
        if resource["Type"].startswith("AWS::EC2::")
    }
    assert policies == {"RetainExceptOnCreate"}


def test_logical_ids_of_subnets_are_pinned(plain: dict):
    """A subnet that changes its logical id would be replaced under a running cluster."""
    assert set(resources(plain, "AWS::EC2::Subnet")) == {
        "NetworkVpcBrokerSubnet1Subnet28F3D51E",
        "NetworkVpcBrokerSubnet2SubnetC039BB11",
        "NetworkVpcBrokerSubnet3Subnet5AB26596",
    }


def test_nat_gateways_bring_public_subnets(open_to_the_internet: dict):
    """NAT gateways stand in public subnets that hand out no public address by themselves."""
    template = open_to_the_internet
    public = [
        subnet["Properties"]
        for subnet in resources(template, "AWS::EC2::Subnet").values()
        if subnet["Properties"]["CidrBlock"] in blocks(template, "Public")
    ]

    assert len(resources(template, "AWS::EC2::NatGateway")) == 2
    assert [subnet["MapPublicIpOnLaunch"] for subnet in public] == [False, False]


def test_a_later_zone_or_public_subnet_moves_nothing(plain: dict, open_to_the_internet: dict):
    """Broker subnets have the addresses they have without NAT gateways and with a third zone."""
    assert blocks(open_to_the_internet, "Broker") == blocks(plain, "Broker")[:2]
    assert blocks(open_to_the_internet, "Public") == ["10.0.192.0/20", "10.0.208.0/20"]


def test_named_zones_are_used_as_they_are(open_to_the_internet: dict):
    """Zones given by name get no condition and no zone id."""
    zones = [
        (subnet["Properties"]["AvailabilityZone"], "AvailabilityZoneId" in subnet["Properties"])
        for subnet in resources(open_to_the_internet, "AWS::EC2::Subnet").values()
    ]
    assert zones == [("eu-west-1a", False), ("eu-west-1c", False)] * 2
    assert "Conditions" not in open_to_the_internet


def test_destroy_leaves_nothing_behind(open_to_the_internet: dict):
    """With DESTROY every resource of the network goes with the stack."""
    policies = {r.get("DeletionPolicy") for r in open_to_the_internet["Resources"].values()}
    assert policies == {"Delete", None}


def test_endpoints_and_flow_logs_can_be_left_out(open_to_the_internet: dict):
    """An empty list of services leaves the free gateway endpoints."""
    types = {
        e["Properties"]["VpcEndpointType"]
        for e in resources(open_to_the_internet, "AWS::EC2::VPCEndpoint").values()
    }
    assert types == {"Gateway"}
    assert not resources(open_to_the_internet, "AWS::EC2::FlowLog")


def test_other_services_can_be_chosen():
    """The ids of endpoints come from the short names of their services."""
    template = synthesize(
        interface_endpoints=[
            ec2.InterfaceVpcEndpointAwsService.ECR_DOCKER,
            ec2.InterfaceVpcEndpointAwsService.GLUE,
        ]
    )
    names = [
        name
        for name, endpoint in resources(template, "AWS::EC2::VPCEndpoint").items()
        if endpoint["Properties"]["VpcEndpointType"] == "Interface"
    ]
    assert [name[: -len("12345678")] for name in names] == [
        "NetworkVpcEcrDkrEndpoint",
        "NetworkVpcGlueEndpoint",
    ]
