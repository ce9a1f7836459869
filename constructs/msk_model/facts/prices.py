"""What MSK costs: dated list prices, each with where it is from, any of which can be replaced."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TypeGuard

from msk_model.facts.table import read_table
from msk_model.nearest import nearest

HOURS_PER_MONTH = 730
"""The hours AWS's own calculator counts for a month."""


@dataclass(frozen=True, kw_only=True)
class Price:
    """What one unit of something costs.

    Attributes:
        usd: US dollars for one unit.
        unit: The unit: ``broker-hour``, ``GB-month``, ``GB``.
        provenance: Where the price is from, in words; several where they agree.
    """

    usd: float
    unit: str
    provenance: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PriceTable:
    """The prices of one region on one day.

    Attributes:
        region: The region they hold in.
        as_of: The day they were collected.
        prices: By id: a broker size such as ``kafka.m7g.large``, or what else is billed, such as
            ``standard-storage``.
    """

    region: str
    as_of: date
    prices: Mapping[str, Price]

    def price(self, price_id: str) -> Price | None:
        """The price `price_id`, or `None` when the table has none."""
        return self.prices.get(price_id)

    def replaced_by(self, content: Mapping[str, object], *, origin: str) -> "PriceTable":
        """This table with the prices of another, which states only those it replaces.

        Args:
            content: The other table as TOML reads it; its ``prices`` have ``usd``, or are numbers.
            origin: What to name as provenance of its prices: its file.

        Raises:
            ValueError: It is no such table, names what is not billed, or has a price below zero.
        """
        stated = content.get("prices")
        if not isinstance(stated, Mapping):
            raise ValueError("prices: file must have a table [prices], got none")
        as_of = content.get("as_of", self.as_of)
        if not isinstance(as_of, date):
            raise ValueError(f"as_of: value must be a date such as 2026-11-23, got {as_of!r}")
        prices = dict(self.prices)
        for price_id, value in stated.items():
            usd = value.get("usd") if isinstance(value, Mapping) else value
            if price_id not in prices:
                raise ValueError(_unknown_price(str(price_id), self))
            if not _is_price(usd):
                raise ValueError(f"{price_id}: usd must be a number of at least 0, got {usd!r}")
            prices[price_id] = replace(prices[price_id], usd=float(usd), provenance=(origin,))
        return PriceTable(
            region=str(content.get("region", self.region)), as_of=as_of, prices=prices
        )


@cache
def list_prices() -> PriceTable:
    """The list prices that come with the model: us-east-1."""
    table = read_table("prices")
    provenance = table["provenance"]
    return PriceTable(
        region=table["region"],
        as_of=table["as_of"],
        prices={
            price_id: Price(
                usd=float(row["usd"]),
                unit=row["unit"],
                provenance=tuple(provenance[letter] for letter in row["from"]),
            )
            for price_id, row in table["prices"].items()
        },
    )


def _is_price(value: object) -> TypeGuard[float]:
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and math.isfinite(value)
        and value >= 0
    )


def _unknown_price(price_id: str, table: PriceTable) -> str:
    meant = nearest(price_id, table.prices)
    hint = f"; did you mean {meant}?" if meant else ""
    return f"{price_id}: name must be of a price that mskctl knows{hint}"
