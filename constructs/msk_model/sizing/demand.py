"""What a cluster is asked to carry."""

import math
from dataclasses import dataclass, fields, replace

from msk_model.cost.usage import Usage

_BYTES_PER_GIB = 2**30


@dataclass(frozen=True, kw_only=True)
class Demand:
    """The load a cluster is to carry at its peak, and how much room is to be left.

    Attributes:
        ingress_mbps: What producers write, in MB/s as sent, before replication.
        egress_mbps: What consumers read, in MB/s over all consumer groups. Absent: every consumer
            group reads all that is written.
        retention_hours: How long records are kept. Absent: a week, Kafka's own default.
        partitions: Partitions of all topics, each counted once.
        replication_factor: Copies of each record on Standard brokers; Express and Serverless
            always keep three.
        consumer_groups: Groups that read.
        connections: Connections with IAM open at the same time, over all brokers.
        growth_percent: By how much traffic and connections are to grow. Partitions are as stated.
        target_percent: How much of a hard limit may be used. What AWS recommends already has room
            in it and may be used wholly. Absent: 80, a convention of capacity planning.
        zones: Availability Zones, 2 or 3.
        maximum_brokers: Brokers the account allows for a cluster. Absent: the quota with KRaft, see
            https://docs.aws.amazon.com/msk/latest/developerguide/limits.html

    Raises:
        ValueError: A number is out of its range.
    """

    ingress_mbps: float
    egress_mbps: float | None = None
    retention_hours: float = 168
    partitions: int = 100
    replication_factor: int = 3
    consumer_groups: int = 1
    connections: int = 0
    growth_percent: float = 0
    target_percent: float = 80
    zones: int = 3
    maximum_brokers: int = 60

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if value is not None and not (math.isfinite(value) and value >= 0):
                raise ValueError(f"{field.name}: value must be a number of at least 0, got {value}")
        for name, least in (("partitions", 1), ("replication_factor", 1), ("maximum_brokers", 1)):
            if getattr(self, name) < least:
                raise ValueError(f"{name}: value must be at least {least}")
        if not 0 < self.target_percent <= 100:
            raise ValueError(
                f"target_percent: value must be above 0 and at most 100, got {self.target_percent}"
            )
        if self.zones not in {2, 3}:
            raise ValueError(f"zones: value must be 2 or 3, got {self.zones}")

    @property
    def growth(self) -> float:
        """What traffic and connections are multiplied by."""
        return 1 + self.growth_percent / 100

    @property
    def ingress(self) -> float:
        """MB/s written once grown."""
        return self.ingress_mbps * self.growth

    @property
    def egress(self) -> float:
        """MB/s read once grown."""
        if self.egress_mbps is None:
            return self.ingress * self.consumer_groups
        return self.egress_mbps * self.growth

    @property
    def grown_connections(self) -> float:
        """Connections once grown."""
        return self.connections * self.growth

    @property
    def stored_gib(self) -> float:
        """GiB kept once grown, each record counted once."""
        return self.ingress * 1e6 * self.retention_hours * 3600 / _BYTES_PER_GIB

    @property
    def target(self) -> float:
        """The share of a hard limit that may be used."""
        return self.target_percent / 100

    @property
    def usage(self) -> Usage:
        """The grown load as what is billed for."""
        return Usage(
            ingress_mbps=self.ingress,
            egress_mbps=self.egress,
            retention_hours=self.retention_hours,
            partitions=self.partitions,
        )

    def times(self, factor: float) -> "Demand":
        """This demand with `factor` times the traffic and the connections."""
        return replace(
            self,
            ingress_mbps=self.ingress_mbps * factor,
            egress_mbps=None if self.egress_mbps is None else self.egress_mbps * factor,
            connections=math.ceil(self.connections * factor),
        )
