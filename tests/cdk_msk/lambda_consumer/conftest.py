"""Clusters that exist already, and functions to consume them."""

from collections.abc import Callable

import aws_cdk as cdk
import pytest
from aws_cdk import aws_acmpca as acmpca
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_lambda as lambda_

from cdk_msk.client_certificate import ClientCertificate
from cdk_msk.cluster.client_authentication import ClientAuthentication
from cdk_msk.cluster.cluster import Cluster
from cdk_msk.cluster.provisioned_cluster import ProvisionedCluster

ARN = "arn:aws:kafka:us-east-1:123456789012:cluster/demo/0a1b2c3d-2"


@pytest.fixture(scope="session")
def cluster_with() -> Callable[..., Cluster]:
    """A cluster whose one security group lets nothing out by itself."""

    def define(stack: cdk.Stack, id: str = "Cluster", **authentication: bool) -> Cluster:
        group = ec2.SecurityGroup.from_security_group_id(
            stack, f"{id}Group", "sg-1", allow_all_outbound=False
        )
        return ProvisionedCluster.from_cluster_attributes(
            stack,
            id,
            cluster_arn=ARN,
            security_groups=[group],
            client_authentication=ClientAuthentication(**(authentication or {"iam": True})),
        )

    return define


@pytest.fixture(scope="session")
def certificate_for() -> Callable[[Cluster], ClientCertificate]:
    """A certificate of an authority that exists already."""

    def define(cluster: Cluster) -> ClientCertificate:
        stack = cdk.Stack.of(cluster)
        arn = "arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/0a1b"
        return ClientCertificate(
            stack,
            "Certificate",
            cluster=cluster,
            certificate_authority=acmpca.CertificateAuthority.from_certificate_authority_arn(
                stack, "Authority", arn
            ),
            common_name="reader.kafka.internal",
        )

    return define


@pytest.fixture(scope="session")
def function_in() -> Callable[..., lambda_.Function]:
    def define(stack: cdk.Stack, id: str = "Function", **arguments) -> lambda_.Function:
        return lambda_.Function(
            stack,
            id,
            runtime=lambda_.Runtime.PYTHON_3_14,
            handler="index.handler",
            code=lambda_.Code.from_inline("def handler(event, context): ..."),
            **arguments,
        )

    return define


@pytest.fixture(scope="session")
def of_type() -> Callable[[dict, str], list[dict]]:
    def find(template: dict, resource_type: str) -> list[dict]:
        found = template["Resources"].values()
        return [resource for resource in found if resource["Type"] == resource_type]

    return find
