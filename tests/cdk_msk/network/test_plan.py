"""The arithmetic of a VPC, without a VPC."""

import ipaddress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cdk_msk.network.plan import NetworkPlan, network_plan


def plan(**overrides) -> NetworkPlan:
    arguments = {
        "region": "eu-west-1",
        "availability_zones": None,
        "max_azs": 3,
        "cidr": "10.0.0.0/16",
        "nat_gateways": 0,
    }
    return network_plan("Stack/Network", **{**arguments, **overrides})


@given(prefix=st.integers(16, 24), zones=st.integers(2, 3))
@settings(deadline=None, max_examples=40)
def test_all_subnets_fit(prefix: int, zones: int):
    """Three broker and three public subnets fit into any VPC that is accepted."""
    made = plan(cidr=f"10.0.0.0/{prefix}", max_azs=zones)
    size = ipaddress.IPv4Network(f"10.0.0.0/{prefix}").num_addresses

    taken = 3 * 2 ** (32 - made.broker_mask) + 3 * 2 ** (32 - made.public_mask)

    assert taken <= size
    assert made.public_mask <= 28, "EC2 has no subnet smaller than /28"
    assert made.zone_count + made.reserved_zones == 3


@pytest.mark.parametrize(
    ("overrides", "message"),
    [
        (
            {"max_azs": 1},
            (
                "Stack/Network: max_azs must be 2 or 3 zones, got 1; "
                "brokers of one cluster stand in two or three zones"
            ),
        ),
        (
            {"availability_zones": ["a", "b", "c", "d"]},
            (
                "Stack/Network: availability_zones must be 2 or 3 zones, got 4; "
                "brokers of one cluster stand in two or three zones"
            ),
        ),
        (
            {"availability_zones": ["a", "a"]},
            "Stack/Network: availability_zones must be different zones, got ['a', 'a']",
        ),
        (
            {"nat_gateways": 3, "max_azs": 2},
            "Stack/Network: nat_gateways must be between 0 and one per zone (2), got 3",
        ),
        (
            {"region": "us-west-1"},
            (
                "Stack/Network: max_azs must be 2 zones in us-west-1, got 3; "
                "accounts have no third one there"
            ),
        ),
        (
            {"nat_gateways": -1},
            "Stack/Network: nat_gateways must be between 0 and one per zone (3), got -1",
        ),
        (
            {"cidr": "10.0.0.0/25"},
            (
                "Stack/Network: cidr must be between /16 and /24, got '10.0.0.0/25'; "
                "every zone's brokers, endpoints and pollers share a quarter of it"
            ),
        ),
    ],
)
def test_rejects_what_cannot_be_built(overrides: dict, message: str):
    """A bound that is crossed is named with its value."""
    with pytest.raises(ValueError, match="must be") as raised:
        plan(**overrides)
    assert str(raised.value) == message


@pytest.mark.parametrize("cidr", ["10.0.0.1/16", "ten", "${Token[TOKEN.1]}", "fd00::/16"])
def test_rejects_what_is_no_block(cidr: str):
    """Anything but an IPv4 block in plain text is refused with an example."""
    with pytest.raises(ValueError, match="must be a literal IPv4 block such as"):
        plan(cidr=cidr)
