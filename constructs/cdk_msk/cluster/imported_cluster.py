"""Clusters that an app uses and does not own."""

import re
from collections.abc import Sequence
from dataclasses import replace

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from constructs import Construct

from cdk_msk.checks import known, require
from cdk_msk.cluster.client_authentication import ClientAuthentication
from cdk_msk.cluster.client_subnets import select_subnets
from cdk_msk.cluster.cluster import Cluster
from cdk_msk.cluster.monitoring import OpenMonitoring
from msk_model import ClusterShape, check_cluster, names

_ARN = re.compile(r"arn:[^:]+:kafka:[^:]+:\d{12}:cluster/[^/]+/[^/]+")


class ImportedCluster(Cluster):
    """A cluster known by its ARN and by what the app says about it."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        cluster_arn: str,
        vpc: ec2.IVpc | None,
        vpc_subnets: ec2.SubnetSelection | None,
        security_groups: Sequence[ec2.ISecurityGroup],
        client_authentication: ClientAuthentication,
        shape: ClusterShape,
        open_monitoring: OpenMonitoring | None = None,
    ) -> None:
        super().__init__(scope, id)
        arn = known(cluster_arn)
        if isinstance(arn, str) and not _ARN.fullmatch(arn):
            msg = (
                f"{self.node.path}: cluster_arn must be the ARN of a cluster, got {arn!r}; "
                "it looks like arn:aws:kafka:us-east-1:123456789012:cluster/name/uuid"
            )
            raise ValueError(msg)
        self.cluster_arn = cluster_arn
        self.cluster_name = cdk.Fn.select(1, cdk.Fn.split("/", cluster_arn))
        self.client_authentication = client_authentication
        self.vpc = vpc
        self.vpc_subnets = vpc_subnets
        self.shape = replace(
            shape,
            cluster_name=known(self.cluster_name),
            iam=client_authentication.iam,
            scram=client_authentication.scram,
            tls=client_authentication.tls,
            unauthenticated=client_authentication.unauthenticated,
            zone_count=select_subnets(self, vpc, vpc_subnets).zone_count
            if vpc and vpc_subnets
            else shape.zone_count,
        )
        require(self, check_cluster(self.shape), names(ClusterShape))
        self._connect(security_groups)
        self.open_monitoring = open_monitoring
        self.allow_scraping_from(*(open_monitoring.scrapers if open_monitoring else ()))
