"""The network of a deployment."""

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from constructs import Construct

from cdk_msk import StreamingVpc
from stacks.deployment import Deployment, ExistingVpc, Network, ProvisionedClusterModel
from stacks.removal_policy import removal_policy_of


class NetworkStack(cdk.Stack):
    """A VPC of its own, or the one that the deployment names.

    Attributes:
        vpc: Where brokers and functions live.
        subnets: The brokers' subnets, one per zone.
    """

    def __init__(self, scope: Construct, id: str, *, deployment: Deployment) -> None:
        super().__init__(scope, id)
        network = deployment.network
        if network.existing_vpc is not None:
            self.vpc = self._existing(network, network.existing_vpc)
            self.subnets = ec2.SubnetSelection(subnets=self.vpc.isolated_subnets)
            return
        streaming = StreamingVpc(
            self,
            "Network",
            availability_zones=network.availability_zones,
            max_azs=network.zones,
            cidr=network.cidr,
            public_subnets=network.public_subnets,
            nat_gateways=network.nat_gateways,
            interface_endpoints=None if network.interface_endpoints else (),
            removal_policy=removal_policy_of(deployment),
        )
        self.vpc, self.subnets = streaming.vpc, streaming.broker_subnets
        cluster = deployment.cluster
        if isinstance(cluster, ProvisionedClusterModel) and cluster.public_access:
            self.subnets = ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC)

    def _existing(self, network: Network, existing: ExistingVpc) -> ec2.IVpc:
        return ec2.Vpc.from_vpc_attributes(
            self,
            "Vpc",
            vpc_id=existing.vpc_id,
            vpc_cidr_block=existing.cidr,
            availability_zones=list(network.availability_zones or ()),
            isolated_subnet_ids=list(existing.subnet_ids),
        )
