"""One equation: a load, and how much of it brokers carry."""

import math
from dataclasses import dataclass

_ROUNDING = 1e-9


@dataclass(frozen=True, kw_only=True)
class Limit:
    """``load <= share * (fixed + per_broker * (brokers - spare_brokers))``.

    Attributes:
        id: Its name: ``ingress``, ``partitions``.
        equation: The equation in words, for an operator.
        unit: Unit of load and capacity.
        source: Where the numbers are from.
        load: What is asked for.
        per_broker: What each broker adds to the capacity.
        fixed: What the capacity is whatever the number of brokers.
        share: How much of the capacity may be used, 0 to 1.
        spare_brokers: Brokers that do not count, such as one that restarts.
        is_traffic: Whether `load` grows with the traffic.
        is_count: Whether it only asks for a number of brokers, which headroom says nothing about.
    """

    id: str
    equation: str
    unit: str
    source: str
    load: float
    per_broker: float = 0
    fixed: float = 0
    share: float = 1
    spare_brokers: int = 0
    is_traffic: bool = True
    is_count: bool = False

    def capacity(self, brokers: int) -> float:
        """How much load `brokers` may carry."""
        return self.share * (self.fixed + self.per_broker * max(0, brokers - self.spare_brokers))

    def holds(self, brokers: int) -> bool:
        """Whether `brokers` carry the load."""
        return self.load <= self.capacity(brokers) * (1 + _ROUNDING)

    def brokers(self) -> int | None:
        """The fewest brokers that carry the load; `None` when no number of them does."""
        if self.holds(0):
            return 0
        if self.per_broker * self.share <= 0:
            return None
        missing = self.load / self.share - self.fixed
        count = math.ceil(missing / self.per_broker * (1 - _ROUNDING)) + self.spare_brokers
        return count if self.holds(count) else count + 1
