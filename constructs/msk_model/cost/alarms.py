"""What the alarms and dashboards of one template cost."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from msk_model.cost.line import CostLine, Estimate, line
from msk_model.facts.prices import PriceTable
from msk_model.intrinsics import look_up, members, text_at, whole_number_at
from msk_model.resource import properties_of

ALARM: Final = "AWS::CloudWatch::Alarm"
COMPOSITE: Final = "AWS::CloudWatch::CompositeAlarm"
DASHBOARD: Final = "AWS::CloudWatch::Dashboard"
MONITORING_TYPES: Final = (ALARM, COMPOSITE, DASHBOARD)
"""Types whose resources are counted together."""

_HIGH_RESOLUTION_BELOW = 60
_BAND_METRICS = 3
_CLUSTERS_OF_REPLICATOR = 2
_CLUSTER_NAME = re.compile(r"\"Cluster Name\"\s*=\s*'([^']*)'")
_GROUP_BY = re.compile(r'GROUP BY\s+"?([^"]+?)"?(?:\s+ORDER BY|$)', re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class _Metrics:
    """What one alarm is billed by: metrics, `None` when only AWS knows, and whether often."""

    count: int | None
    high_resolution: bool


def monitoring_costs(
    resources: Mapping[str, object], prices: PriceTable, broker_counts: Mapping[str, int]
) -> Estimate | None:
    """What alarms, composite alarms and dashboards cost in a month; `None`: there are none.

    An alarm is billed by the metrics it looks at: each of a calculation, three for a band of
    expected values, and each that a Metrics Insights query finds, which is one for each broker.

    https://aws.amazon.com/cloudwatch/pricing/

    Args:
        resources: Of one template, by logical id.
        prices: What things cost.
        broker_counts: How many brokers clusters have, by name.
    """
    of_kind: dict[str, list[Mapping[str, object]]] = {kind: [] for kind in MONITORING_TYPES}
    for resource in resources.values():
        if isinstance(resource, Mapping) and resource.get("Type") in of_kind:
            of_kind[str(resource["Type"])].append(properties_of(resource))
    lines = (
        *_alarm_lines([_metrics(one, broker_counts) for one in of_kind[ALARM]], prices),
        *_counted(of_kind[COMPOSITE], "composite-alarm", "composite alarms", prices),
        *_counted(
            of_kind[DASHBOARD],
            "dashboard",
            "dashboards",
            prices,
            note="three in an account are free, and counted all the same",
        ),
    )
    return Estimate(lines) if lines else None


def brokers_watched(resources: Mapping[str, object]) -> dict[str, int]:
    """How many brokers of each cluster, by name, the alarms of one template look at one by one.

    A calculation over brokers names each of them; it tells how many there are of a cluster that
    stands elsewhere.
    """
    watched: dict[str, set[str]] = {}
    for resource in resources.values():
        if isinstance(resource, Mapping) and resource.get("Type") == ALARM:
            for query in members(properties_of(resource).get("Metrics")):
                listed = members(look_up(query, "MetricStat", "Metric", "Dimensions"))
                named = {text_at(one, "Name"): text_at(one, "Value") for one in listed}
                cluster, broker = named.get("Cluster Name"), named.get("Broker ID")
                if isinstance(cluster, str) and isinstance(broker, str):
                    watched.setdefault(cluster, set()).add(broker)
    return {cluster: len(brokers) for cluster, brokers in watched.items()}


def _alarm_lines(alarms: list[_Metrics], prices: PriceTable) -> Iterator[CostLine]:
    for high, price_id in ((False, "alarm-metric"), (True, "alarm-metric-high-resolution")):
        counts = [
            one.count for one in alarms if one.high_resolution is high and one.count is not None
        ]
        if counts:
            note = f"{len(counts)} alarms"
            yield line(prices, price_id, "alarms", float(sum(counts)), note=note)
    unknown = sum(one.count is None for one in alarms)
    if unknown:
        text = f"{unknown} alarms on as many metrics as there are when they look"
        yield line(prices, "alarm-metric", "alarms", None, unknown=text)


def _counted(
    resources: list[Mapping[str, object]],
    price_id: str,
    dimension: str,
    prices: PriceTable,
    note: str = "",
) -> Iterator[CostLine]:
    if resources:
        yield line(prices, price_id, dimension, float(len(resources)), note=note)


def _metrics(alarm: Mapping[str, object], broker_counts: Mapping[str, int]) -> _Metrics:
    queries = list(members(alarm.get("Metrics")))
    if not queries:
        return _Metrics(count=1, high_resolution=_is_often(alarm, "Period"))
    count: int | None = 0
    for query in queries:
        found = _of_query(query, broker_counts)
        count = None if count is None or found is None else count + found
    often = any(
        _is_often(query, "MetricStat", "Period") or _is_often(query, "Period") for query in queries
    )
    return _Metrics(count=count, high_resolution=often)


def _of_query(query: object, broker_counts: Mapping[str, int]) -> int | None:
    if look_up(query, "MetricStat") is not None:
        return 1
    text = text_at(query, "Expression")
    if text is None or not isinstance(text, str):
        return 0 if text is None else None
    if "ANOMALY_DETECTION_BAND" in text:
        return _BAND_METRICS - 1
    return _found_by(text, broker_counts) if text.lstrip().upper().startswith("SELECT") else 0


def _found_by(query: str, broker_counts: Mapping[str, int]) -> int | None:
    cluster, by = _CLUSTER_NAME.search(query), _GROUP_BY.search(query)
    if by and by[1] == "Broker ID" and cluster:
        return broker_counts.get(cluster[1])
    return _CLUSTERS_OF_REPLICATOR if by and by[1] == "ClusterAlias" else None


def _is_often(tree: object, *path: str) -> bool:
    period = whole_number_at(tree, *path)
    return isinstance(period, int) and period < _HIGH_RESOLUTION_BELOW
