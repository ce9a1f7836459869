"""Serverless clusters."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from constructs import Construct

from cdk_msk.checks import known, require
from cdk_msk.cluster.broker_security_group import broker_security_groups
from cdk_msk.cluster.client_authentication import ClientAuthentication
from cdk_msk.cluster.client_subnets import ClientSubnets, default_selection, select_subnets
from cdk_msk.cluster.cluster import Cluster
from cdk_msk.cluster.imported_cluster import ImportedCluster
from cdk_msk.stable_name import stable_name
from msk_model import (
    UNKNOWN,
    ClusterShape,
    ClusterType,
    Finding,
    Severity,
    Unknown,
    check_new_cluster,
    names,
)
from msk_model.facts.regions import regions_without
from msk_model.sources import developer_guide


@dataclass(frozen=True, kw_only=True)
class ClientVpc:
    """Another network whose clients reach a serverless cluster.

    Attributes:
        vpc: The network.
        security_groups: Of the cluster's endpoints in it: one to five.
        vpc_subnets: Two or three subnets, each in a zone of its own. Absent: one private subnet in
            each zone of `vpc`.
    """

    vpc: ec2.IVpc
    security_groups: Sequence[ec2.ISecurityGroup]
    vpc_subnets: ec2.SubnetSelection | None = None


class ServerlessCluster(Cluster):
    """A cluster without brokers to choose: IAM is its one authentication.

    MSK changes nothing about a serverless cluster: every other argument would replace it, and with
    it the data. Because names are unique, CloudFormation fails such an update unless the name
    changes too. Tags of its scope are kept off the resource, or a new tag of the app would do that.

    https://docs.aws.amazon.com/msk/latest/developerguide/serverless.html

    Attributes:
        resource: The CloudFormation resource.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        vpc: ec2.IVpc,
        vpc_subnets: ec2.SubnetSelection | None = None,
        cluster_name: str | None = None,
        security_groups: Sequence[ec2.ISecurityGroup] | None = None,
        client_vpcs: Sequence[ClientVpc] = (),
        tags: Mapping[str, str] | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    ) -> None:
        """Define the cluster.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            vpc: The network of the cluster's endpoints.
            vpc_subnets: Two or three subnets, each in a zone of its own. Absent: one private subnet
                in each zone of `vpc`.
            cluster_name: 1 to 64 letters, digits and dashes. Absent: a name made of the stack's
                and the construct's, the same on each deployment.
            security_groups: Of the endpoints. Absent: one of the cluster's own; let clients in with
                `allow_clients_from` or through `connections`.
            client_vpcs: More networks with clients, four at most.
            tags: Of the cluster. They cannot change.
            removal_policy: What becomes of the cluster and its security group when the stack goes.

        Raises:
            ValueError: MSK would refuse the cluster; one line for each reason.
        """
        super().__init__(scope, id)
        self.vpc = vpc
        self.vpc_subnets = vpc_subnets or default_selection()
        self.client_authentication = ClientAuthentication(iam=True)
        self.cluster_name = cluster_name or stable_name(self, max_length=64)
        subnets = select_subnets(self, vpc, self.vpc_subnets)
        self.shape = _shape(cluster_name=known(self.cluster_name), zone_count=subnets.zone_count)
        found = _findings(region=cdk.Stack.of(self).region, networks=1 + len(client_vpcs))
        require(self, (*check_new_cluster(self.shape), *found), names(ClusterShape))
        groups = broker_security_groups(self, vpc, security_groups, removal_policy)
        self._connect(groups)
        others = [
            _vpc_config(
                select_subnets(self, other.vpc, other.vpc_subnets or default_selection()),
                other.security_groups,
            )
            for other in client_vpcs
        ]
        # Not CfnServerlessCluster, which takes on the tags of its scope.
        self.resource = cdk.CfnResource(
            self,
            "Resource",
            type="AWS::MSK::ServerlessCluster",
            properties={
                "ClusterName": self.cluster_name,
                "ClientAuthentication": {"Sasl": {"Iam": {"Enabled": True}}},
                "VpcConfigs": [_vpc_config(subnets, groups), *others],
                **({"Tags": dict(tags)} if tags else {}),
            },
        )
        self.resource.apply_removal_policy(removal_policy)
        self.cluster_arn = self.resource.get_att("Arn").to_string()

    @staticmethod
    def from_cluster_attributes(
        scope: Construct,
        id: str,
        *,
        cluster_arn: str,
        vpc: ec2.IVpc | None = None,
        vpc_subnets: ec2.SubnetSelection | None = None,
        security_groups: Sequence[ec2.ISecurityGroup] = (),
    ) -> Cluster:
        """A serverless cluster that this app does not own.

        Args:
            scope: Parent of the construct.
            id: Name of the construct below `scope`.
            cluster_arn: The ARN.
            vpc: The network of its endpoints. Absent: unknown, so nothing can be put next to it.
            vpc_subnets: Its subnets in `vpc`. Absent: unknown.
            security_groups: Of its endpoints. Absent: unknown, so no client can be let in.

        Raises:
            ValueError: The ARN is not that of a cluster.
        """
        return ImportedCluster(
            scope,
            id,
            cluster_arn=cluster_arn,
            vpc=vpc,
            vpc_subnets=vpc_subnets,
            security_groups=security_groups,
            client_authentication=ClientAuthentication(iam=True),
            shape=_shape(),
        )


def _shape(
    *, cluster_name: str | Unknown = UNKNOWN, zone_count: int | Unknown = UNKNOWN
) -> ClusterShape:
    return ClusterShape(
        cluster_type=ClusterType.SERVERLESS,
        cluster_name=cluster_name,
        zone_count=zone_count,
        client_broker_encryption="TLS",
        iam=True,
        scram=False,
        tls=False,
        unauthenticated=False,
        public_access=False,
        vpc_connectivity=frozenset(),
        network_type=None,
    )


def _vpc_config(
    subnets: ClientSubnets, security_groups: Sequence[ec2.ISecurityGroup]
) -> Mapping[str, Sequence[str]]:
    return {
        "SubnetIds": subnets.subnet_ids,
        "SecurityGroups": [group.security_group_id for group in security_groups],
    }


def _findings(*, region: str, networks: int) -> Iterator[Finding]:
    """What the shape does not show; `region` may be a token."""
    if region in regions_without("serverless"):
        yield Finding(
            rule="serverless-is-in-the-region",
            severity=Severity.ERROR,
            field="cluster_type",
            value=region,
            must="be provisioned in a region without MSK Serverless",
            fix="use ProvisionedCluster or another region",
            source=developer_guide("serverless"),
        )
    if networks > 5:
        yield Finding(
            rule="serverless-networks-are-five-at-most",
            severity=Severity.ERROR,
            field="zone_count",
            value=networks,
            must="belong to five networks at most",
            fix="leave some client_vpcs out",
            source=developer_guide("limits"),
        )
