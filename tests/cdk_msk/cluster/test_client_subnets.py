"""The subnets of a cluster."""

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2

from cdk_msk.cluster.client_subnets import default_selection, select_subnets
from msk_model import UNKNOWN


def test_order_is_kept(stack, network):
    """MSK replaces a cluster whose subnets change their order."""
    vpc = network(stack)
    backwards = ec2.SubnetSelection(subnets=list(reversed(vpc.private_subnets)))
    assert select_subnets(stack, vpc, backwards).subnet_ids == ["subnet-3", "subnet-2", "subnet-1"]


def test_one_subnet_a_zone(stack):
    """A network with two private subnets in each zone gives one of each."""
    vpc = ec2.Vpc.from_vpc_attributes(
        stack,
        "Vpc",
        vpc_id="vpc-1",
        availability_zones=["a", "b"],
        private_subnet_ids=["a1", "b1", "a2", "b2"],
    )
    selected = select_subnets(stack, vpc, default_selection())
    assert (selected.subnet_ids, selected.zone_count) == (["a1", "b1"], 2)


def test_a_network_yet_to_be_looked_up_has_an_unknown_number_of_zones():
    """The first of two syntheses sees a network that is not the real one."""
    environment = cdk.Environment(account="123456789012", region="eu-west-1")
    stack = cdk.Stack(cdk.App(), "Stack", env=environment)
    vpc = ec2.Vpc.from_lookup(stack, "Vpc", vpc_name="main")
    assert select_subnets(stack, vpc, default_selection()).zone_count is UNKNOWN


def test_a_list_of_unknown_length_is_refused(stack):
    """The number of brokers depends on it."""
    ids = cdk.CfnParameter(stack, "Subnets", type="List<AWS::EC2::Subnet::Id>").value_as_list
    zones = cdk.CfnParameter(stack, "Zones", type="List<String>").value_as_list
    vpc = ec2.Vpc.from_vpc_attributes(
        stack, "Vpc", vpc_id="vpc-1", availability_zones=zones, private_subnet_ids=ids
    )
    with pytest.raises(ValueError, match="Stack: vpc_subnets must be a list of known length"):
        select_subnets(stack, vpc, default_selection())
