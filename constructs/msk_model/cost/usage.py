"""How much a cluster is used, as far as anybody said."""

import math
from dataclasses import dataclass, fields

_SECONDS_PER_MONTH = 730 * 3600


@dataclass(frozen=True, kw_only=True)
class Usage:
    """The load on one cluster, averaged over a month. What is `None` was not stated.

    Attributes:
        ingress_mbps: What producers write, in MB/s as sent, before replication.
        egress_mbps: What consumers read, in MB/s over all consumer groups.
        retention_hours: How long records are kept.
        partitions: Partitions of all topics, each counted once.
    """

    ingress_mbps: float | None = None
    egress_mbps: float | None = None
    retention_hours: float | None = None
    partitions: int | None = None

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if value is not None and not (math.isfinite(value) and value >= 0):
                raise ValueError(f"{field.name}: value must be a number of at least 0, got {value}")

    @property
    def ingress_gb(self) -> float | None:
        """GB written in a month."""
        return _gb_per_month(self.ingress_mbps)

    @property
    def egress_gb(self) -> float | None:
        """GB read in a month."""
        return _gb_per_month(self.egress_mbps)

    @property
    def stored_gb(self) -> float | None:
        """GB kept at any time, each record counted once."""
        if self.ingress_mbps is None or self.retention_hours is None:
            return None
        return self.ingress_mbps * self.retention_hours * 3600 / 1000


def _gb_per_month(mbps: float | None) -> float | None:
    return None if mbps is None else mbps * _SECONDS_PER_MONTH / 1000
