"""The subnets of a cluster."""

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2

from cdk_msk.cluster.client_subnets import default_selection, function_selection, select_subnets
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


def network_with(stack, *, private=()):
    """A network with two public subnets, and maybe private ones."""
    return ec2.Vpc.from_vpc_attributes(
        stack,
        "Vpc",
        vpc_id="vpc-1",
        availability_zones=["a", "b"],
        public_subnet_ids=["public-a", "public-b"],
        private_subnet_ids=list(private) or None,
    )


def test_functions_stand_beside_private_brokers(stack, network):
    """The subnets that were selected for the cluster, and no others."""
    vpc = network(stack)
    chosen = ec2.SubnetSelection(subnets=vpc.private_subnets[:2])
    assert function_selection(stack, vpc, chosen) is chosen


def test_functions_of_public_brokers_stand_in_private_subnets(stack):
    """In a public subnet a function, which has no public address, reaches nothing outside."""
    vpc = network_with(stack, private=["private-a", "private-b"])
    public = ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC)
    chosen = function_selection(stack, vpc, public)
    assert select_subnets(stack, vpc, chosen).subnet_ids == ["private-a", "private-b"]


def test_functions_of_public_brokers_need_private_subnets(stack):
    """A network without any is refused, rather than a function that hangs."""
    vpc = network_with(stack)
    public = ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC)
    with pytest.raises(ValueError, match="Stack: vpc must have private subnets for the functions"):
        function_selection(stack, vpc, public)
