"""A connection from another network to a cluster, through AWS PrivateLink."""

import enum
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Final

import aws_cdk as cdk
import jsii
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_msk as msk
from constructs import Construct

from cdk_msk.checks import known
from cdk_msk.cluster.client_subnets import default_selection, select_subnets
from cdk_msk.cluster.cluster import Cluster
from cdk_msk.cluster.endpoints import Endpoint
from cdk_msk.custom_resource.handled_resource import HandledResource
from cdk_msk.sharing.connection_zones import require_zones
from msk_model import ClusterType, Unknown
from msk_model.facts.ports import Listener, vpc_connection_ports


class VpcConnectionAuthentication(enum.Enum):
    """How the clients of a connection prove who they are."""

    IAM = "SASL_IAM"
    SCRAM = "SASL_SCRAM"
    TLS = "TLS"
    """Certificates of clients."""


_LISTENERS: Final[Mapping[VpcConnectionAuthentication, Listener]] = {
    VpcConnectionAuthentication.IAM: "iam",
    VpcConnectionAuthentication.SCRAM: "scram",
    VpcConnectionAuthentication.TLS: "tls",
}


@jsii.implements(ec2.IConnectable)
class VpcConnection(Construct):
    """Brings a cluster into the network of its clients, for one authentication.

    The clients' account defines it. The cluster has to be open for it (`vpc_connectivity`), and a
    cluster of another account has to be shared (`ClusterPolicy`). The brokers then have names that
    resolve in the clients' network only, and one port each.

    Whatever changes, besides tags, makes a new connection.

    https://docs.aws.amazon.com/msk/latest/developerguide/mvpc-cross-account-user-action.html

    Attributes:
        vpc_connection_arn: The ARN.
        resource: The CloudFormation resource.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        target_cluster: Cluster,
        authentication: VpcConnectionAuthentication,
        vpc: ec2.IVpc,
        vpc_subnets: ec2.SubnetSelection | None = None,
        security_groups: Sequence[ec2.ISecurityGroup] | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> None:
        """Define the connection.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            target_cluster: The cluster, of this app or from ``from_cluster_attributes``.
            authentication: Of the clients. One that the cluster is open for.
            vpc: The clients' network.
            vpc_subnets: As many subnets as the cluster has, in the same zones. Absent: one private
                subnet in each zone of `vpc`.
            security_groups: Of the connection. Absent: one of its own; let clients in with
                `allow_clients_from` or through `connections`.
            tags: Of the connection, besides those of its scope.

        Raises:
            ValueError: The cluster is not open for it, or stands in other zones or another Region.
        """
        super().__init__(scope, id)
        self._cluster = target_cluster
        self._listener = _LISTENERS[authentication]
        self._require_open()
        self._require_region()
        selection = vpc_subnets or default_selection()
        subnets = select_subnets(self, vpc, selection)
        require_zones(self, target_cluster, vpc, selection)
        first, last = vpc_connection_ports()
        self._connections = ec2.Connections(
            security_groups=list(security_groups or [self._own_group(vpc)]),
            default_port=ec2.Port.tcp_range(first, last),
        )
        self.resource = msk.CfnVpcConnection(
            self,
            "Resource",
            target_cluster_arn=target_cluster.cluster_arn,
            authentication=authentication.value,
            vpc_id=vpc.vpc_id,
            client_subnets=subnets.subnet_ids,
            security_groups=[g.security_group_id for g in self._connections.security_groups],
            tags=tags,
        )
        self.vpc_connection_arn = self.resource.attr_arn

    @property
    def connections(self) -> ec2.Connections:
        """The security groups of the connection; the default port is that of all brokers."""
        return self._connections

    def allow_clients_from(self, other: ec2.IConnectable) -> None:
        """Let `other` reach the brokers through this connection."""
        other.connections.allow_to_default_port(self, "Kafka clients")

    @cached_property
    def bootstrap_brokers(self) -> str:
        """What clients of this network take as ``bootstrap.servers``, a token until deployed.

        It is read by a custom resource from the account of the clients, which the policy of a
        shared cluster has to allow.
        """
        endpoint = Endpoint(self._listener, "vpc_connectivity")
        arn = self._cluster.cluster_arn
        answer = HandledResource(
            self,
            "BootstrapBrokers",
            resource_type="Custom::MskBootstrapBrokers",
            handler="bootstrap_brokers",
            properties={"ClusterArn": arn, "Endpoints": [endpoint.key]},
            policy=[iam.PolicyStatement(actions=["kafka:GetBootstrapBrokers"], resources=[arn])],
        )
        answer.node.add_dependency(self.resource)
        return answer.attribute(endpoint.key)

    def _own_group(self, vpc: ec2.IVpc) -> ec2.ISecurityGroup:
        return ec2.SecurityGroup(
            self,
            "SecurityGroup",
            vpc=vpc,
            description="Connection to a Kafka cluster",
            allow_all_outbound=False,
        )

    def _require_open(self) -> None:
        cluster, wanted = self._cluster, self._listener
        if cluster.cluster_type is ClusterType.SERVERLESS:
            if wanted != "iam":
                raise ValueError(
                    f"{self.node.path}: authentication must be IAM for a serverless cluster, got "
                    f"{wanted.upper()}; its clients sign in with IAM"
                )
            return
        open_ = cluster.shape.vpc_connectivity
        if not isinstance(open_, Unknown) and wanted not in open_:
            raise ValueError(
                f"{self.node.path}: authentication must be one that {cluster.node.path!r} opens to "
                f"other VPCs ({', '.join(sorted(open_)) or 'none'}), got {wanted.upper()}; give it "
                f"vpc_connectivity=VpcConnectivity({wanted}=True)"
            )

    def _require_region(self) -> None:
        arn, region = known(self._cluster.cluster_arn), known(cdk.Stack.of(self).region)
        if isinstance(arn, Unknown) or isinstance(region, Unknown):
            return
        if arn.split(":")[3] != region:
            raise ValueError(
                f"{self.node.path}: target_cluster must be in the Region of its clients, {region}, "
                f"got {arn.split(':')[3]}; use MSK Replicator to another Region"
            )
