"""One line of an estimate, and lines added up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from msk_model.facts.prices import Price, PriceTable


@dataclass(frozen=True, kw_only=True)
class CostLine:
    """What one dimension of one resource costs in a month.

    Attributes:
        dimension: What is billed: ``brokers``, ``storage``, ``ingress``.
        quantity: How many units in a month; `None` when the template or the load does not tell.
        price: What one unit costs; `None` when there is no price for it.
        note: What the line assumes, or why it is unknown.
    """

    dimension: str
    quantity: float | None
    price: Price | None
    note: str = ""

    @property
    def monthly_usd(self) -> float | None:
        """US dollars a month, or `None` when that is unknown."""
        if self.quantity is None or self.price is None:
            return None
        return self.quantity * self.price.usd


@dataclass(frozen=True)
class Estimate:
    """Lines of one or several resources."""

    lines: tuple[CostLine, ...]

    @property
    def monthly_usd(self) -> float:
        """The sum of what is known."""
        return sum(line.monthly_usd or 0.0 for line in self.lines)

    @property
    def is_complete(self) -> bool:
        """Whether every line is known."""
        return all(line.monthly_usd is not None for line in self.lines)

    @property
    def by_dimension(self) -> Mapping[str, float | None]:
        """The sums of what is known, by what is billed; `None` where nothing of it is known."""
        sums: dict[str, float | None] = {}
        for line in self.lines:
            sums.setdefault(line.dimension, None)
            if line.monthly_usd is not None:
                sums[line.dimension] = (sums[line.dimension] or 0.0) + line.monthly_usd
        return sums


def added_up(estimates: Iterable[Estimate]) -> Estimate:
    """One estimate with the lines of all."""
    return Estimate(tuple(line for one in estimates for line in one.lines))


def line(
    prices: PriceTable,
    price_id: str,
    dimension: str,
    quantity: float | None,
    *,
    note: str = "",
    unknown: str = "",
) -> CostLine:
    """A line at the price `price_id`.

    Args:
        prices: Where the price stands.
        price_id: Its id.
        dimension: What is billed.
        quantity: Units in a month, or `None` when unknown.
        note: What the line assumes.
        unknown: What to say when `quantity` is unknown.
    """
    price = prices.price(price_id)
    if price is None:
        note = f"no price for {price_id}"
    elif quantity is None:
        note = unknown
    elif quantity < 0:
        quantity, note = None, "number in the template is below zero"
    return CostLine(dimension=dimension, quantity=quantity, price=price, note=note)
