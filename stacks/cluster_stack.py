"""The cluster of a deployment, its configuration, and where its clients find it."""

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from cdk_msk import (
    Cluster,
    ClusterExports,
    ClusterPolicy,
    Configuration,
    ProvisionedCluster,
    ServerlessCluster,
)
from stacks.client_model import Sharing
from stacks.cluster_arguments import provisioned_arguments
from stacks.deployment import Deployment, ProvisionedClusterModel
from stacks.network_stack import NetworkStack
from stacks.output_names import output_name
from stacks.removal_policy import removal_policy_of


class ClusterStack(cdk.Stack):
    """The cluster, and its endpoints as outputs and SSM parameters.

    Attributes:
        cluster: The cluster.
    """

    def __init__(
        self, scope: Construct, id: str, *, deployment: Deployment, network: NetworkStack
    ) -> None:
        super().__init__(scope, id)
        stated = deployment.cluster
        if isinstance(stated, ProvisionedClusterModel):
            self.cluster: Cluster = self._provisioned(deployment, stated, network)
        else:
            self.cluster = ServerlessCluster(
                self,
                "Cluster",
                vpc=network.vpc,
                vpc_subnets=network.subnets,
                cluster_name=deployment.name,
                removal_policy=removal_policy_of(deployment),
            )
        _share(self.cluster, deployment.sharing)
        ClusterExports(self, "Exports", cluster=self.cluster)
        cdk.CfnOutput(self, "ClusterArn", value=self.cluster.cluster_arn)
        cdk.CfnOutput(self, "ClusterName", value=self.cluster.cluster_name)
        for endpoint, brokers in self.cluster.bootstrap_brokers_by_endpoint.items():
            self._publish(deployment.name, endpoint.replace("_", "-"), brokers)

    def _provisioned(
        self, deployment: Deployment, stated: ProvisionedClusterModel, network: NetworkStack
    ) -> ProvisionedCluster:
        arguments = provisioned_arguments(self, stated, removal_policy_of(deployment))
        configuration = None
        if stated.server_properties:
            configuration = Configuration(
                self,
                "Configuration",
                server_properties=stated.server_properties,
                kafka_version=arguments["kafka_version"],
                broker_size=arguments["broker_size"],
                removal_policy=removal_policy_of(deployment),
            )
        cluster = ProvisionedCluster(
            self,
            "Cluster",
            vpc=network.vpc,
            vpc_subnets=network.subnets,
            cluster_name=deployment.name,
            configuration=configuration,
            removal_policy=removal_policy_of(deployment),
            **arguments,
        )
        for cidr in stated.public_access.client_cidrs if stated.public_access else ():
            cluster.allow_public_clients_from(ec2.Peer.ipv4(cidr))
        return cluster

    def _publish(self, deployment: str, endpoint: str, brokers: str) -> None:
        """One endpoint, such as ``bootstrap-brokers-sasl-iam``, as an output and as a parameter."""
        name = output_name(endpoint)
        cdk.CfnOutput(self, name, value=brokers)
        ssm.StringParameter(
            self,
            f"{name}Parameter",
            parameter_name=f"/msk/{deployment}/{endpoint}",
            description=f"bootstrap.servers of the MSK cluster {deployment}",
            string_value=brokers,
        )


def _share(cluster: Cluster, sharing: Sharing) -> None:
    """Gives the cluster a policy, if anybody is in it."""
    if not sharing.anybody:
        return
    policy = ClusterPolicy.of(cluster)
    if sharing.accounts:
        policy.share_with_accounts(sharing.accounts)
    for organization in sharing.organizations:
        policy.share_with_organization(organization)
    if "firehose" in sharing.services:
        policy.share_with_firehose()
    if "replicator" in sharing.services:
        policy.share_with_replicators()
