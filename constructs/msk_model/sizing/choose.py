"""The clusters that carry a demand, cheapest first."""

import math
from dataclasses import dataclass

from msk_model.cost.cluster import INCLUDED_THROUGHPUT_MIBPS, cluster_costs
from msk_model.facts.broker_sizes import BrokerSizeFacts, all_broker_sizes
from msk_model.facts.prices import PriceTable
from msk_model.shape import BrokerType, ClusterShape, ClusterType
from msk_model.sizing.bandwidth import bandwidth
from msk_model.sizing.choice import Choice, Reading, Refusal
from msk_model.sizing.demand import Demand
from msk_model.sizing.limit import Limit
from msk_model.sizing.limits import (
    express_limits,
    serverless_limits,
    standard_limits,
    volume_limit,
    volume_throughput_limit,
)

MINIMUM_VOLUME_GIB = 10
"""The smallest volume offered: below it no throughput can be provisioned."""


@dataclass(frozen=True, kw_only=True)
class Sizing:
    """What can carry a demand.

    Attributes:
        choices: The smallest feasible cluster of every size, cheapest first.
        refusals: The families of which no size is feasible.
    """

    choices: tuple[Choice, ...]
    refusals: tuple[Refusal, ...]

    @property
    def best(self) -> tuple[Choice, ...]:
        """The cheapest choice of each family."""
        families: dict[str, Choice] = {}
        for choice in self.choices:
            families.setdefault(choice.family, choice)
        return tuple(families.values())


def choices_for(demand: Demand, prices: PriceTable) -> Sizing:
    """Every cluster that carries `demand` with the fewest brokers of its size.

    Sizes of which the instance is not known to sustain anything, ``t3``, are no choice.
    """
    choices: list[Choice] = []
    refusals: dict[str, Refusal] = {}
    for size in all_broker_sizes():
        family = _family(size)
        found = _brokers_of(size, demand, prices)
        if isinstance(found, Choice):
            choices.append(found)
        elif found is not None:
            refusals[family] = found  # of the largest size in the end: sizes are in order
    serverless = _serverless(demand, prices)
    if isinstance(serverless, Choice):
        choices.append(serverless)
    else:
        refusals[serverless.family] = serverless
    feasible = {choice.family for choice in choices}
    # Prices are linear in the size: of equals, the one with fewer brokers is less to operate.
    choices.sort(key=lambda one: (round(one.estimate.monthly_usd, 2), one.broker_count))
    return Sizing(
        choices=tuple(choices),
        refusals=tuple(one for family, one in refusals.items() if family not in feasible),
    )


def _family(size: BrokerSizeFacts) -> str:
    return f"{size.broker_type.value.lower()}-{size.name.split('.')[1]}"


def _brokers_of(
    size: BrokerSizeFacts, demand: Demand, prices: PriceTable
) -> Choice | Refusal | None:
    """The fewest brokers of `size`; `None` when the size is none to plan with."""
    if size.broker_type is BrokerType.EXPRESS:
        if demand.zones != 3:
            reason = f"Express brokers need 3 zones, got {demand.zones}"
            return Refusal(family=_family(size), broker_size=size.name, limit=None, reason=reason)
        limits = express_limits(demand, size)
    else:
        instance = bandwidth(size.name)
        if instance is None:
            return None
        limits = standard_limits(demand, size, instance)
    count = _broker_count(limits, demand, size)
    if isinstance(count, Refusal):
        return count
    volume = throughput = None
    if size.broker_type is BrokerType.STANDARD:
        volume, throughput = _volume(demand, count)
    shape = ClusterShape(
        cluster_type=ClusterType.PROVISIONED,
        broker_size=size.name,
        broker_count=count,
        volume_size_gib=volume,
        volume_throughput_mibps=throughput,
    )
    return Choice(
        family=_family(size),
        broker_size=size.name,
        broker_count=count,
        volume_gib=volume,
        volume_throughput_mibps=throughput,
        readings=_readings(limits, count),
        estimate=cluster_costs(shape, demand.usage, prices),
    )


def _broker_count(
    limits: tuple[Limit, ...], demand: Demand, size: BrokerSizeFacts
) -> int | Refusal:
    """The fewest brokers, as many in every zone, or the equation that stops them."""
    needs = [(limit, limit.brokers()) for limit in limits]
    worst, needed = max(needs, key=lambda need: math.inf if need[1] is None else need[1])
    asked = f"{worst.equation}: {_number(worst.load)} {worst.unit}"
    if needed is None:
        reason = (
            f"{asked} asked, {_number(worst.capacity(0))} allowed whatever the number of brokers"
        )
        return Refusal(family=_family(size), broker_size=size.name, limit=worst, reason=reason)
    count = demand.zones * max(1, math.ceil(needed / demand.zones))
    if count > demand.maximum_brokers:
        allowed = f"{demand.maximum_brokers} brokers are allowed"
        reason = f"{asked} need {count} x {size.name}, {allowed}"
        return Refusal(family=_family(size), broker_size=size.name, limit=worst, reason=reason)
    return count


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.4g}"


def _volume(demand: Demand, count: int) -> tuple[int, int | None]:
    """The volume of each of `count` brokers in GiB, and what to provision for it in MiB/s."""
    volume = volume_limit(demand, 1).brokers() or 0
    throughput = volume_throughput_limit(demand, 1).brokers() or 0
    each = math.ceil(throughput / count)
    return (
        max(MINIMUM_VOLUME_GIB, math.ceil(volume / count)),
        each if each > INCLUDED_THROUGHPUT_MIBPS else None,
    )


def _serverless(demand: Demand, prices: PriceTable) -> Choice | Refusal:
    limits = serverless_limits(demand)
    for limit in limits:
        if not limit.holds(0):
            reason = (
                f"{limit.equation}: {_number(limit.load)} {limit.unit} asked, "
                f"{_number(limit.capacity(0))} allowed at {demand.target_percent:g} %"
            )
            return Refusal(family="serverless", broker_size=None, limit=limit, reason=reason)
    shape = ClusterShape(cluster_type=ClusterType.SERVERLESS)
    return Choice(
        family="serverless",
        broker_size=None,
        broker_count=0,
        volume_gib=None,
        volume_throughput_mibps=None,
        readings=_readings(limits, 0),
        estimate=cluster_costs(shape, demand.usage, prices),
    )


def _readings(limits: tuple[Limit, ...], count: int) -> tuple[Reading, ...]:
    readings = [Reading(limit=limit, capacity=limit.capacity(count)) for limit in limits]
    return tuple(sorted(readings, key=lambda one: (one.limit.is_count, one.headroom_percent)))
