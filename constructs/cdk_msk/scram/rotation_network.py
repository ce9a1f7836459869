"""The ways of the rotation function: to the brokers and to Secrets Manager."""

from typing import cast

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from constructs import Construct

from cdk_msk.cluster.client_subnets import function_selection, select_subnets
from cdk_msk.cluster.cluster import Cluster
from msk_model.facts.ports import ports


class RotationNetwork(Construct):
    """Where the rotation function runs: beside the cluster, in a group of its own.

    Attributes:
        vpc: The cluster's.
        vpc_subnets: The cluster's, or private ones when those are public.
        security_group: Nothing comes in; out go Kafka with SCRAM, and HTTPS.
    """

    def __init__(self, scope: Construct, id: str, *, cluster: Cluster) -> None:
        """Define the group.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            cluster: Whose passwords are rotated.

        Raises:
            ValueError: The cluster is imported without its network.
        """
        super().__init__(scope, id)
        if cluster.vpc is None or not cluster.connections.security_groups:
            raise ValueError(
                f"{cluster.node.path}: vpc and security_groups must be known to rotate passwords "
                "from within its network, got none; give them to from_cluster_attributes"
            )
        self.vpc = cluster.vpc
        self.vpc_subnets = function_selection(self, self.vpc, cluster.vpc_subnets)
        self.security_group = ec2.SecurityGroup(
            self,
            "SecurityGroup",
            vpc=self.vpc,
            description="Password rotation: to the brokers, and to Secrets Manager",
            allow_all_outbound=False,
        )
        self.security_group.add_egress_rule(
            ec2.Peer.any_ipv4(), ec2.Port.tcp(443), "Secrets Manager"
        )
        self.security_group.connections.allow_to(
            cluster, ec2.Port.tcp(ports("scram").vpc), "Signs in with a new password"
        )
        self._warn_when_cut_off(cluster)

    def _warn_when_cut_off(self, cluster: Cluster) -> None:
        """Where it can be known: in a VPC of this app, without endpoints of other constructs."""
        if not isinstance(self.vpc, ec2.Vpc) or _has_endpoint(self.vpc):
            return
        isolated = {subnet.subnet_id for subnet in self.vpc.isolated_subnets}
        if isolated & set(select_subnets(self, self.vpc, self.vpc_subnets).subnet_ids):
            cdk.Annotations.of(self).add_warning_v2(
                "cdk-msk:rotation-reaches-secrets-manager",
                f"{cluster.node.path}: vpc must lead to Secrets Manager to rotate passwords, got "
                "isolated subnets without an interface endpoint for it; StreamingVpc has one, "
                "vpc.add_interface_endpoint adds one",
            )


def _has_endpoint(vpc: ec2.Vpc) -> bool:
    endpoints = (
        cast("ec2.CfnVPCEndpoint", child.node.default_child)
        for child in vpc.node.children
        if isinstance(child, ec2.InterfaceVpcEndpoint)
    )
    return any(".secretsmanager" in (one.service_name or "") for one in endpoints)
