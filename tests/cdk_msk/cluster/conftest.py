"""A network to put clusters in, and a look at what became of them."""

from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk.assertions import Annotations, Match, Template
from constructs import Construct

ZONES = ["eu-west-1a", "eu-west-1b", "eu-west-1c", "eu-west-1d"]


@pytest.fixture
def stack() -> cdk.Stack:
    """An empty stack without an environment."""
    return cdk.Stack(cdk.App(), "Stack")


@pytest.fixture(scope="session")
def network() -> Callable[..., ec2.IVpc]:
    """Defines a network with one private subnet in each of so many zones, or one public one."""

    def define(scope: Construct, zones: int = 3, kind: str = "private") -> ec2.IVpc:
        return ec2.Vpc.from_vpc_attributes(
            scope,
            "Vpc",
            vpc_id="vpc-0a1b2c3d",
            availability_zones=ZONES[:zones],
            **{
                f"{kind}_subnet_ids": [f"subnet-{number}" for number in range(1, zones + 1)],
                f"{kind}_subnet_route_table_ids": [
                    f"rtb-{number}" for number in range(1, zones + 1)
                ],
            },
        )

    return define


@pytest.fixture(scope="session")
def resources() -> Callable[..., dict[str, Any]]:
    """The resources of a stack by logical id, of one type if one is named."""

    def read(stack: cdk.Stack, type_: str | None = None) -> dict[str, Any]:
        every = Template.from_stack(stack).to_json().get("Resources", {})
        return {id_: one for id_, one in every.items() if type_ in (None, one["Type"])}

    return read


@pytest.fixture(scope="session")
def warnings() -> Callable[[cdk.Stack], list[str]]:
    """The texts of all warnings of a stack."""

    def read(stack: cdk.Stack) -> list[str]:
        found = Annotations.from_stack(stack).find_warning("*", Match.any_value())
        return [str(one.entry.data) for one in found]

    return read
