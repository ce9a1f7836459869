"""Clusters that ACLs can be kept on."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from aws_cdk import aws_ec2 as ec2
from constructs import Construct

from cdk_msk.cluster.client_authentication import ClientAuthentication
from cdk_msk.cluster.cluster import Cluster
from cdk_msk.cluster.provisioned_cluster import ProvisionedCluster


@pytest.fixture(scope="session")
def administrable() -> Callable[..., Cluster]:
    """Defines a provisioned cluster whose network is known, with SCRAM, certificates and IAM."""

    def define(scope: Construct, id: str = "Cluster", **differences: Any) -> Cluster:
        vpc = ec2.Vpc.from_vpc_attributes(
            scope,
            f"{id}Vpc",
            vpc_id="vpc-1",
            availability_zones=["eu-west-1a", "eu-west-1b"],
            private_subnet_ids=["subnet-1", "subnet-2"],
            private_subnet_route_table_ids=["rtb-1", "rtb-2"],
        )
        cluster = ProvisionedCluster.from_cluster_attributes(
            scope,
            id,
            cluster_arn=f"arn:aws:kafka:eu-west-1:123456789012:cluster/{id.lower()}/0a1b2c3d-2",
            vpc=vpc,
            vpc_subnets=ec2.SubnetSelection(subnets=vpc.private_subnets),
            security_groups=[ec2.SecurityGroup.from_security_group_id(scope, f"{id}Group", "sg-1")],
            client_authentication=ClientAuthentication(iam=True, scram=True, tls=True),
        )
        cluster.shape = replace(cluster.shape, **differences)
        return cluster

    return define
