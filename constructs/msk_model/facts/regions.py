"""Where a part of MSK is missing."""

from functools import cache
from typing import Any, Literal

from msk_model.facts.table import read_table

Feature = Literal["storage-autoscaling", "tiered-storage", "serverless", "replicator", "channel"]


@cache
def _table() -> dict[str, Any]:
    return read_table("regions")


def regions_without(feature: Feature) -> frozenset[str]:
    """The regions that do not have `feature`."""
    return frozenset(_table()["missing"][feature])


def zone_ids_without_msk() -> frozenset[str]:
    """Ids of the Availability Zones in which MSK places no broker."""
    return frozenset(_table()["zones"]["without_msk"])


def two_zone_regions() -> frozenset[str]:
    """The regions in which a cluster spans exactly two zones."""
    return frozenset(_table()["zones"]["two_zone_regions"])
