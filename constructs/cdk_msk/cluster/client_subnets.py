"""The subnets a cluster's endpoints stand in."""

from typing import NamedTuple

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from constructs import Construct, IDependable

from msk_model import UNKNOWN, Unknown


class ClientSubnets(NamedTuple):
    """Subnets of a cluster, one for each zone.

    MSK replaces a cluster whose subnets change, even in their order: it stays as selected.
    """

    subnet_ids: list[str]
    zone_count: int | Unknown
    """`UNKNOWN` while the CDK CLI has yet to look the network up."""
    internet: IDependable
    """The routes of public subnets to the internet; nothing for others."""


def default_selection() -> ec2.SubnetSelection:
    """One private subnet in each zone of the network."""
    return ec2.SubnetSelection(one_per_az=True)


def function_selection(
    construct: Construct, vpc: ec2.IVpc, selection: ec2.SubnetSelection | None
) -> ec2.SubnetSelection:
    """The subnets for functions that speak with brokers in `selection`: the same, or private ones.

    Functions get no public addresses: in a public subnet they reach nothing outside the network.

    Raises:
        ValueError: The brokers are in public subnets of a network that has no others.
    """
    chosen = selection or default_selection()
    public = {subnet.subnet_id for subnet in vpc.public_subnets}
    if public.isdisjoint(select_subnets(construct, vpc, chosen).subnet_ids):
        return chosen
    if not (vpc.private_subnets or vpc.isolated_subnets):
        raise ValueError(
            f"{construct.node.path}: vpc must have private subnets for the functions that speak "
            "with the brokers, got public ones only; add private ones, as StreamingVpc does"
        )
    return default_selection()


def select_subnets(
    construct: Construct, vpc: ec2.IVpc, selection: ec2.SubnetSelection
) -> ClientSubnets:
    """The subnets of `selection` in `vpc`.

    Raises:
        ValueError: Their number is a secret until deployment, and with it that of the brokers.
    """
    selected = vpc.select_subnets(
        availability_zones=selection.availability_zones,
        one_per_az=selection.one_per_az,
        subnet_filters=selection.subnet_filters,
        subnet_group_name=selection.subnet_group_name,
        subnets=selection.subnets,
        subnet_type=selection.subnet_type,
    )
    subnet_ids = selected.subnet_ids
    if cdk.Token.is_unresolved(subnet_ids):
        msg = (
            f"{construct.node.path}: vpc_subnets must be a list of known length, got an unresolved "
            "list; split it with Fn.split(delimiter, value, assumed_length)"
        )
        raise ValueError(msg)
    return ClientSubnets(
        subnet_ids,
        UNKNOWN if selected.is_pending_lookup else len(subnet_ids),
        selected.internet_connectivity_established,
    )
