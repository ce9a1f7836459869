"""The zones of a connection, which have to be those of the cluster."""

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from constructs import Construct

from cdk_msk.checks import known
from cdk_msk.cluster.cluster import Cluster
from cdk_msk.cluster.imported_cluster import ImportedCluster
from msk_model import Unknown


def require_zones(
    construct: Construct, cluster: Cluster, vpc: ec2.IVpc, selection: ec2.SubnetSelection
) -> None:
    """Refuse subnets that MSK would refuse, as far as they and those of the cluster are known.

    MSK compares the ids of zones. An account has names of its own for them, so that names are
    compared within one account only.

    https://docs.aws.amazon.com/msk/latest/developerguide/aws-access-mult-vpc.html#mvpc-requirements

    Raises:
        ValueError: There are more or fewer than the cluster has, or they are in other zones.
    """
    count = cluster.shape.zone_count
    zones = _zones(vpc, selection)
    if zones is None:
        return
    if isinstance(count, int) and len(zones) != count:
        raise ValueError(
            f"{construct.node.path}: vpc_subnets must be as many as the cluster has, {count}, "
            f"got {len(zones)}; select one in each zone of the cluster"
        )
    theirs = _zones(cluster.vpc, cluster.vpc_subnets) if _same_account(construct, cluster) else None
    if theirs is None or not (_all_known(zones) and _all_known(theirs)):
        return
    if sorted(zones) != sorted(theirs):
        raise ValueError(
            f"{construct.node.path}: vpc_subnets must be in the zones of the cluster, "
            f"{', '.join(sorted(theirs))}, got {', '.join(sorted(zones))}; select one in each"
        )


def _zones(vpc: ec2.IVpc | None, selection: ec2.SubnetSelection | None) -> list[str] | None:
    """The zone of each subnet. None: they are not known yet."""
    if vpc is None or selection is None:
        return None
    selected = vpc.select_subnets(
        availability_zones=selection.availability_zones,
        one_per_az=selection.one_per_az,
        subnet_filters=selection.subnet_filters,
        subnet_group_name=selection.subnet_group_name,
        subnets=selection.subnets,
        subnet_type=selection.subnet_type,
    )
    if selected.is_pending_lookup:
        return None
    return [subnet.availability_zone for subnet in selected.subnets]


def _same_account(construct: Construct, cluster: Cluster) -> bool:
    stack, arn = cdk.Stack.of(construct), known(cluster.cluster_arn)
    if not isinstance(arn, Unknown):
        return arn.split(":")[4] == stack.account
    # Of an imported cluster whose ARN is a token, nothing says in which account it is.
    return (
        not isinstance(cluster, ImportedCluster) and cdk.Stack.of(cluster).account == stack.account
    )


def _all_known(zones: list[str]) -> bool:
    return not any(isinstance(known(zone), Unknown) for zone in zones)
