"""What brokers carry, what topics ask of them, and the room between."""

from collections.abc import Iterator
from dataclasses import dataclass

from msk_model import BrokerType, ClusterType
from msk_model.cost import Usage
from msk_model.facts.broker_sizes import broker_size
from msk_model.sizing import Demand, Limit
from msk_model.sizing.bandwidth import Bandwidth, bandwidth
from msk_model.sizing.limits import (
    EXPRESS_REPLICATION_FACTOR,
    express_limits,
    serverless_limits,
    standard_limits,
)
from mskctl.report.clusters import Deployed, partition_replicas

_SHOWN = {
    "ingress",
    "ingress-maximum",
    "ingress-while-restarting",
    "egress",
    "egress-maximum",
    "egress-while-restarting",
    "partitions",
    "connections",
}
_MOST_BROKERS = 10_000


@dataclass(frozen=True, kw_only=True)
class Room:
    """One limit of one cluster.

    Attributes:
        limit: Its equation.
        capacity: What all brokers together carry.
        load: What is asked for; `None` when neither template nor load says.
        note: What is not counted.
    """

    limit: Limit
    capacity: float
    load: float | None
    note: str = ""

    @property
    def headroom_percent(self) -> float | None:
        """How much of the capacity is free, below 0 when there is too little of it."""
        if self.load is None or self.capacity <= 0:
            return None
        return 100 * (1 - self.load / self.capacity)


def rooms(cluster: Deployed, usage: Usage) -> tuple[Room, ...]:
    """Every limit of `cluster`; none when its size or its number of brokers is hidden."""
    shape = cluster.shape
    express = shape.broker_type is BrokerType.EXPRESS
    serverless = shape.cluster_type is ClusterType.SERVERLESS
    copies = 1 if serverless else EXPRESS_REPLICATION_FACTOR if express else None
    replicas, hidden = partition_replicas(cluster, copies)
    loads = {
        "ingress": usage.ingress_mbps,
        "egress": usage.egress_mbps,
        "partitions": replicas if cluster.topics and hidden < len(cluster.topics) else None,
    }
    notes = {"partitions": f"{hidden} topics of unknown size are not counted" if hidden else ""}
    brokers = shape.broker_count if isinstance(shape.broker_count, int) else 0
    if not serverless and not 0 < brokers <= _MOST_BROKERS:
        return ()
    return tuple(
        Room(
            limit=limit,
            capacity=limit.capacity(brokers),
            load=loads.get(limit.id.partition("-")[0]),
            note=notes.get(limit.id, ""),
        )
        for limit in _limits(cluster)
    )


def _limits(cluster: Deployed) -> Iterator[Limit]:
    """The limits with all of a hard limit as capacity: what is left of it is for the reader."""
    shape = cluster.shape
    demand = Demand(ingress_mbps=0, target_percent=100)
    limits: tuple[Limit, ...] = ()
    if shape.cluster_type is ClusterType.SERVERLESS:
        limits = serverless_limits(demand)
    elif isinstance(shape.broker_size, str) and (size := broker_size(shape.broker_size)):
        if size.broker_type is BrokerType.EXPRESS:
            limits = express_limits(demand, size)
        else:
            # What the instance sustains is in none of the limits that are shown.
            instance = bandwidth(size.name) or Bandwidth(network_mbps=0, ebs_mbps=0)
            limits = standard_limits(demand, size, instance)
    yield from (limit for limit in limits if limit.id in _SHOWN)
