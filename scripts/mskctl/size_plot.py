"""Cost and capacity of the cheapest clusters against load."""

from msk_model.facts.prices import PriceTable
from msk_model.sizing import Demand, choices_for
from mskctl.plots import Panel, line_charts

_STEPS = 90
_RANGE = 3
_FAMILIES = ("Standard", "Express", "Serverless")


def size_plot(demand: Demand, prices: PriceTable) -> str:
    """Up to three times `demand`: what the cheapest cluster of each kind costs and carries.

    A line ends where no cluster of its kind carries the load.
    """
    cost: dict[str, list[tuple[float, float]]] = {family: [] for family in _FAMILIES}
    capacity: dict[str, list[tuple[float, float]]] = {family: [] for family in _FAMILIES}
    for step in range(1, _STEPS + 1):
        at = demand.times(_RANGE * step / _STEPS)
        seen = set()
        for choice in choices_for(at, prices).choices:
            family = choice.family.partition("-")[0].capitalize()
            if family not in seen:
                seen.add(family)
                cost[family].append((at.ingress, choice.estimate.monthly_usd))
                capacity[family].append((at.ingress, at.ingress * choice.carries))
    return line_charts(
        "What carries the load, and what it costs",
        [
            Panel(title="Cost of the cheapest cluster, USD a month", lines=cost),
            Panel(title="Ingress that cluster carries, MB/s", lines=capacity),
        ],
        x_label="ingress, MB/s; the load asked for is the dashed line",
        mark=demand.ingress,
        x_maximum=demand.ingress * _RANGE,
    )
