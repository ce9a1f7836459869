"""Shared and public clusters under cdk-nag and the rules of this library."""

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from cdk_nag import AwsSolutionsChecks

from cdk_msk import (
    ClusterPolicy,
    MskChecks,
    NetworkType,
    ProvisionedCluster,
    StreamingVpc,
    VpcConnection,
    VpcConnectionAuthentication,
    VpcConnectivity,
)


def test_sharing_complies(tmp_path):
    """A public, a shared and a dual-stack cluster with their clients have no finding."""
    app = cdk.App(outdir=str(tmp_path))
    stack = cdk.Stack(app, "Stack")
    vpc = StreamingVpc(stack, "Network", public_subnets=True).vpc
    shared = ProvisionedCluster(
        stack,
        "Shared",
        vpc=vpc,
        vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC),
        public_access=True,
        vpc_connectivity=VpcConnectivity(iam=True),
    )
    cdk.Validations.of(shared).acknowledge(
        cdk.Acknowledgment(id="cdk-msk::clusters-are-not-public", reason="Partners come from there")
    )
    shared.allow_public_clients_from(ec2.Peer.ipv4("198.51.100.0/24"))
    policy = ClusterPolicy.of(shared)
    policy.share_with_accounts(["111111111111"])
    policy.share_with_firehose()
    ProvisionedCluster(stack, "Dual", vpc=vpc, network_type=NetworkType.DUAL)
    clients = StreamingVpc(stack, "Clients", cidr="10.1.0.0/16")
    connection = VpcConnection(
        stack,
        "Connection",
        target_cluster=shared,
        authentication=VpcConnectionAuthentication.IAM,
        vpc=clients.vpc,
    )
    cdk.CfnOutput(stack, "Brokers", value=connection.bootstrap_brokers)
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app), MskChecks(app))
    app.synth()  # raises when there is a finding
