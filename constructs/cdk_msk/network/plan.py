"""How a VPC is cut into subnets: pure arithmetic, checked before any resource is defined."""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass

from cdk_msk.checks import known
from msk_model import UNKNOWN
from msk_model.facts.regions import two_zone_regions

FEWEST_ZONES = 2
MOST_ZONES = 3
LARGEST_PREFIX = 16
SMALLEST_PREFIX = 24


@dataclass(frozen=True, kw_only=True)
class NetworkPlan:
    """The addresses of a VPC and of its subnets.

    Every zone's broker subnet is a quarter of the VPC, and the public subnets share the quarter
    that is left. Room is kept for the third zone of a VPC that has two, so no subnet has to move
    when public subnets or a zone are added later.
    """

    cidr: str
    zone_count: int

    @property
    def broker_mask(self) -> int:
        """Prefix length of each broker subnet."""
        return self._prefix + 2

    @property
    def public_mask(self) -> int:
        """Prefix length of each public subnet."""
        return self._prefix + 4

    @property
    def reserved_zones(self) -> int:
        """Zones that addresses are kept for although no subnet uses them yet."""
        return MOST_ZONES - self.zone_count

    @property
    def _prefix(self) -> int:
        return ipaddress.IPv4Network(self.cidr).prefixlen


def network_plan(
    path: str,
    *,
    region: str,
    availability_zones: Sequence[str] | None,
    max_azs: int,
    cidr: str,
    nat_gateways: int,
) -> NetworkPlan:
    """The plan for the arguments of a `StreamingVpc`.

    Args:
        path: Path of the construct, the first word of every error.
        region: Where the VPC goes; a token when that is not known.
        availability_zones: The zones by name. Absent: `max_azs` of them.
        max_azs: Number of zones when they are not named.
        cidr: Addresses of the VPC.
        nat_gateways: NAT gateways in the whole VPC.

    Raises:
        ValueError: A number of zones that MSK has no cluster for, more NAT gateways than zones, a
            number only known when deployed, or a block of addresses that EC2 would refuse or that
            is too small for brokers.
    """
    counted = {
        "availability_zones": availability_zones,
        "max_azs": max_azs,
        "nat_gateways": nat_gateways,
    }
    for name, value in counted.items():
        if known(value) is UNKNOWN:
            raise ValueError(
                f"{path}: {name} must be known at synth, got a token; "
                "a template has the subnets it was written with"
            )
    if availability_zones is not None and len(set(availability_zones)) != len(availability_zones):
        raise ValueError(
            f"{path}: availability_zones must be different zones, got {list(availability_zones)!r}"
        )
    argument = "max_azs" if availability_zones is None else "availability_zones"
    zone_count = max_azs if availability_zones is None else len(availability_zones)
    if not FEWEST_ZONES <= zone_count <= MOST_ZONES:
        raise ValueError(
            f"{path}: {argument} must be {FEWEST_ZONES} or {MOST_ZONES} zones, got {zone_count}; "
            "brokers of one cluster stand in two or three zones"
        )
    if zone_count > FEWEST_ZONES and region in two_zone_regions():
        raise ValueError(
            f"{path}: {argument} must be {FEWEST_ZONES} zones in {region}, got {zone_count}; "
            "accounts have no third one there"
        )
    if not 0 <= nat_gateways <= zone_count:
        raise ValueError(
            f"{path}: nat_gateways must be between 0 and one per zone ({zone_count}), "
            f"got {nat_gateways}"
        )
    _check_cidr(path, cidr)
    return NetworkPlan(cidr=cidr, zone_count=zone_count)


def _check_cidr(path: str, cidr: str) -> None:
    try:
        prefix = ipaddress.IPv4Network(cidr).prefixlen
    except ValueError as error:
        raise ValueError(
            f"{path}: cidr must be a literal IPv4 block such as '10.0.0.0/16', got {cidr!r}; "
            f"{error}"
        ) from None
    if not LARGEST_PREFIX <= prefix <= SMALLEST_PREFIX:
        raise ValueError(
            f"{path}: cidr must be between /{LARGEST_PREFIX} and /{SMALLEST_PREFIX}, got {cidr!r}; "
            "every zone's brokers, endpoints and pollers share a quarter of it"
        )
