"""A cluster that carries a demand, and why another does not."""

import math
from dataclasses import dataclass

from msk_model.cost.line import Estimate
from msk_model.sizing.limit import Limit


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How one equation stands for one choice.

    Attributes:
        limit: The equation.
        capacity: What the choice may carry of it, in the limit's unit.
    """

    limit: Limit
    capacity: float

    @property
    def headroom_percent(self) -> float:
        """How much of what may be used is left, 0 to 100."""
        return (
            100.0 if self.capacity == 0 else max(0.0, 100 * (1 - self.limit.load / self.capacity))
        )


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A cluster that satisfies every equation.

    Attributes:
        family: ``standard-m5``, ``standard-m7g``, ``express-m7g`` or ``serverless``.
        broker_size: Size of its brokers; `None` on Serverless.
        broker_count: All its brokers; 0 on Serverless.
        volume_gib: Volume of each broker; `None` where MSK provides storage.
        volume_throughput_mibps: What to provision for each volume; `None` when what every volume
            has is enough.
        readings: How each equation stands, the one with the least headroom first.
        estimate: What it costs in a month.
    """

    family: str
    broker_size: str | None
    broker_count: int
    volume_gib: int | None
    volume_throughput_mibps: int | None
    readings: tuple[Reading, ...]
    estimate: Estimate

    @property
    def limiting(self) -> Reading:
        """The equation that is reached first."""
        return self.readings[0]

    @property
    def carries(self) -> float:
        """By what the traffic can be multiplied before an equation breaks; volumes grow along."""
        return min(
            (
                reading.capacity / reading.limit.load
                for reading in self.readings
                if reading.limit.is_traffic and reading.limit.load
            ),
            default=math.inf,
        )


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A family that cannot carry the demand.

    Attributes:
        family: As in `Choice`.
        broker_size: The size of the family that comes closest; `None` on Serverless.
        limit: The equation that stops it; `None` when it is not an equation.
        reason: Why, in one line.
    """

    family: str
    broker_size: str | None
    limit: Limit | None
    reason: str
