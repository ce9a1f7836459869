"""What ``mskctl size`` found, for humans and for machines."""

import math
from collections.abc import Iterable
from dataclasses import asdict

from msk_model.cost import CostLine
from msk_model.facts.prices import PriceTable
from msk_model.sizing import Choice, Demand, Limit, Reading, Refusal
from mskctl.tables import print_table, usd

_COLUMNS = ("#", "family", "brokers", "volume", "USD/month", "limited by", "headroom")


def print_choices(choices: Iterable[Choice], demand: Demand, prices: PriceTable) -> None:
    """Print the choices as a table, cheapest first."""
    print_table(
        f"{demand.ingress:g} MB/s in, {demand.egress:g} MB/s out; prices of {prices.region}, "
        f"{prices.as_of}",
        _COLUMNS,
        (
            (
                str(rank),
                choice.family,
                f"{choice.broker_count} x {choice.broker_size}" if choice.broker_size else "-",
                _volume(choice),
                usd(choice.estimate.monthly_usd),
                choice.limiting.limit.equation,
                f"{choice.limiting.headroom_percent:.0f} %",
            )
            for rank, choice in enumerate(choices, start=1)
        ),
        numbers=frozenset({"#", "USD/month", "headroom"}),
    )


def as_json(
    choices: Iterable[Choice], refusals: Iterable[Refusal], demand: Demand, prices: PriceTable
) -> dict[str, object]:
    """The answer for machines; docs/mskctl-size.md says what it means."""
    return {
        "demand": asdict(demand)
        | {"grown_ingress_mbps": demand.ingress, "grown_egress_mbps": demand.egress},
        "prices": {"region": prices.region, "as_of": str(prices.as_of)},
        "choices": [_choice(rank, choice) for rank, choice in enumerate(choices, start=1)],
        "refusals": [
            {
                "family": one.family,
                "broker_size": one.broker_size,
                "limit": one.limit.id if one.limit else None,
                "reason": one.reason,
                "source": one.limit.source if one.limit else None,
            }
            for one in refusals
        ],
    }


def cost_line(line: CostLine) -> dict[str, object]:
    """A line of an estimate for machines."""
    return {
        "dimension": line.dimension,
        "quantity": line.quantity,
        "unit": line.price.unit if line.price else None,
        "usd_per_unit": line.price.usd if line.price else None,
        "monthly_usd": line.monthly_usd,
        "note": line.note,
        "provenance": list(line.price.provenance) if line.price else [],
    }


def _choice(rank: int, choice: Choice) -> dict[str, object]:
    return {
        "rank": rank,
        "family": choice.family,
        "broker_size": choice.broker_size,
        "broker_count": choice.broker_count,
        "volume_gib": choice.volume_gib,
        "volume_throughput_mibps": choice.volume_throughput_mibps,
        "monthly_usd": round(choice.estimate.monthly_usd, 2),
        "carries_times": None if math.isinf(choice.carries) else round(choice.carries, 3),
        "limiting": _reading(choice.limiting),
        "limits": [_reading(reading) for reading in choice.readings],
        "costs": [cost_line(line) for line in choice.estimate.lines],
    }


def _reading(reading: Reading) -> dict[str, object]:
    limit: Limit = reading.limit
    return {
        "id": limit.id,
        "equation": limit.equation,
        "load": round(limit.load, 3),
        "capacity": round(reading.capacity, 3),
        "unit": limit.unit,
        "headroom_percent": round(reading.headroom_percent, 1),
        "source": limit.source,
    }


def _volume(choice: Choice) -> str:
    if choice.volume_gib is None:
        return "-"
    throughput = choice.volume_throughput_mibps
    return f"{choice.volume_gib:,} GiB" + (f", {throughput} MiB/s" if throughput else "")
