"""Subnets of us-east-1 and the zone without MSK."""

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from cdk_msk.network.streaming_vpc import StreamingVpc


def subnets(region: str | None) -> list[dict]:
    env = cdk.Environment(account="123456789012", region=region) if region else None
    stack = cdk.Stack(cdk.App(), "Stack", env=env)
    StreamingVpc(stack, "Network", interface_endpoints=[])
    template = Template.from_stack(stack).to_json()
    return [
        resource["Properties"]
        for resource in template["Resources"].values()
        if resource["Type"] == "AWS::EC2::Subnet"
    ]


def test_us_east_1_is_addressed_by_zone_ids():
    """Zone ids mean the same zone in every account; use1-az3, without MSK, is not among them."""
    found = subnets("us-east-1")

    assert [s["AvailabilityZoneId"] for s in found] == ["use1-az1", "use1-az2", "use1-az4"]
    assert all("AvailabilityZone" not in s for s in found)


def test_other_regions_use_the_first_zones():
    """Where every zone has MSK, nothing is overridden."""
    found = subnets("eu-central-1")

    assert all("AvailabilityZoneId" not in s for s in found)
    assert found[2]["AvailabilityZone"] == {"Fn::Select": [2, {"Fn::GetAZs": ""}]}


@pytest.mark.parametrize("index", [0, 1, 2])
def test_an_unknown_region_decides_at_deploy_time(index: int):
    """Exactly one of zone name and zone id is set, whichever Region it turns out to be."""
    subnet = subnets(None)[index]
    condition, name_there, name_elsewhere = subnet["AvailabilityZone"]["Fn::If"]
    same, id_there, id_elsewhere = subnet["AvailabilityZoneId"]["Fn::If"]
    absent = {"Ref": "AWS::NoValue"}

    assert condition == same
    assert (name_there, id_elsewhere) == (absent, absent)
    assert name_elsewhere == {"Fn::Select": [index, {"Fn::GetAZs": ""}]}
    assert id_there == ("use1-az1", "use1-az2", "use1-az4")[index]
