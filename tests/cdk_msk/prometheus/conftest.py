"""A cluster that is collected into a workspace."""

from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk.assertions import Template

from cdk_msk import OpenMonitoring, ProvisionedCluster

ZONES = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]


@pytest.fixture(scope="session")
def network() -> Callable[..., ec2.IVpc]:
    """Defines a network with one private subnet in each of three zones."""

    def define(scope: cdk.Stack) -> ec2.IVpc:
        return ec2.Vpc.from_vpc_attributes(
            scope,
            "Vpc",
            vpc_id="vpc-0a1b2c3d",
            availability_zones=ZONES,
            private_subnet_ids=["subnet-1", "subnet-2", "subnet-3"],
        )

    return define


@pytest.fixture(scope="session")
def monitored(network) -> Callable[..., ProvisionedCluster]:
    """Defines a cluster with open monitoring."""

    def define(scope: cdk.Stack, **arguments: Any) -> ProvisionedCluster:
        given = {"open_monitoring": OpenMonitoring(), "cluster_name": "demo", **arguments}
        return ProvisionedCluster(scope, "Cluster", vpc=network(scope), **given)

    return define


@pytest.fixture(scope="session")
def resources() -> Callable[[cdk.Stack], dict[str, Any]]:
    """The resources of the template of a stack."""
    return lambda stack: dict(Template.from_stack(stack).to_json()["Resources"])


@pytest.fixture(scope="session")
def only() -> Callable[..., dict[str, Any]]:
    """The one resource of a type."""

    def find(found: dict[str, Any], kind: str) -> dict[str, Any]:
        (one,) = (resource for resource in found.values() if resource["Type"] == kind)
        return dict(one)

    return find
