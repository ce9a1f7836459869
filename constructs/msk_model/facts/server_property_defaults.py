"""The broker settings of a cluster whose configuration does not state them."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from msk_model.facts.table import read_table
from msk_model.shape import BrokerType, ClusterShape


@cache
def _table() -> dict[str, Any]:
    return read_table("server_property_defaults")


def default_properties(cluster: ClusterShape) -> Mapping[str, str]:
    """What MSK sets on `cluster` by itself; Standard brokers in three zones where it is unknown.

    What is not in it has Apache Kafka's default, or one that depends on the broker size.
    """
    table = _table()
    if cluster.broker_type is BrokerType.EXPRESS:
        return dict(table["express"])
    found = dict(table["standard"])
    if cluster.zone_count == 2:
        found |= table["two_zones"]
    if cluster.storage_mode == "TIERED":
        found |= table["tiered"]
    return found
