"""Metrics of a cluster: few large requests, side by side."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from msk_model.facts.metrics import MetricFacts
from msk_model.status import MetricId, Series, Wanted
from mskctl.status.session import Session

NAMESPACE = "AWS/Kafka"
MOST_GROUPS = 500
"""Groups and topics that are asked about; each of them is two metrics to pay for."""

_BATCH = 500
_MINUTE = 60


def listed(
    session: Session, cluster_name: str, metrics: Iterable[MetricFacts]
) -> dict[str, tuple[tuple[str, ...], ...]] | None:
    """The dimension values that each metric has had values for in the last three hours.

    `None` when they cannot be read.
    """
    cloudwatch = session.clients["cloudwatch"]

    def read() -> dict[str, tuple[tuple[str, ...], ...]]:
        return {
            facts.name: tuple(sorted(set(_values(cloudwatch, cluster_name, facts))))
            for facts in metrics
        }

    action = "cloudwatch:ListMetrics"
    return session.attempt("consumer groups and topics", action, read, None)


def _values(cloudwatch: Any, cluster_name: str, facts: MetricFacts) -> Iterable[tuple[str, ...]]:
    pages = cloudwatch.get_paginator("list_metrics").paginate(
        Namespace=NAMESPACE,
        MetricName=facts.name,
        Dimensions=[{"Name": "Cluster Name", "Value": cluster_name}],
        RecentlyActive="PT3H",
    )
    for page in pages:
        for metric in page["Metrics"]:
            named = {one["Name"]: one["Value"] for one in metric["Dimensions"]}
            # CloudWatch lists a metric with every set of dimensions it is published with.
            if set(named) == set(facts.dimensions):
                yield tuple(named[name] for name in facts.dimensions[1:])


def series(
    session: Session, cluster_name: str, wanted: Sequence[Wanted], at: datetime
) -> dict[MetricId, Series] | None:
    """The series of every metric that has values; `None` when they cannot be read.

    Sums are those of one minute, whatever the period, and end before the period that goes on.
    """
    batches: list[Sequence[Wanted]] = []
    for _, alike in groupby(sorted(wanted, key=_hours), key=_hours):
        some = list(alike)
        batches += [some[start : start + _BATCH] for start in range(0, len(some), _BATCH)]

    def read() -> dict[MetricId, Series]:
        if not batches:
            return {}
        with ThreadPoolExecutor(max_workers=min(4, len(batches))) as pool:
            answers = list(
                pool.map(lambda batch: _batch(session, cluster_name, batch, at), batches)
            )
        found = {one: line for answer in answers for one, line in answer.items()}
        return {one.id: found[one.id] for one in wanted if one.id in found}

    return session.attempt("metrics", "cloudwatch:GetMetricData", read, None)


def _hours(wanted: Wanted) -> int:
    return wanted.hours


def _batch(
    session: Session, cluster_name: str, batch: Sequence[Wanted], at: datetime
) -> dict[MetricId, Series]:
    pages = (
        session.clients["cloudwatch"]
        .get_paginator("get_metric_data")
        .paginate(
            MetricDataQueries=[_query(f"m{n}", cluster_name, one) for n, one in enumerate(batch)],
            StartTime=at - timedelta(hours=batch[0].hours),
            EndTime=at,
            ScanBy="TimestampAscending",
        )
    )
    points: dict[str, list[tuple[float, float]]] = {}
    for page in pages:
        for result in page["MetricDataResults"]:
            times = [time.timestamp() for time in result["Timestamps"]]
            values = zip(times, result["Values"], strict=True)
            points.setdefault(result["Id"], []).extend(values)
    return {
        one.id: line
        for n, one in enumerate(batch)
        if (line := _series(one, points.get(f"m{n}", []), at.timestamp())).points
    }


def _series(wanted: Wanted, points: Iterable[tuple[float, float]], at: float) -> Series:
    if wanted.statistic != "Sum":
        return Series(tuple(sorted(points)))
    return Series(
        tuple(
            (time, value * _MINUTE / wanted.period)
            for time, value in sorted(points)
            if time + wanted.period <= at
        )
    )


def _query(id: str, cluster_name: str, wanted: Wanted) -> dict[str, Any]:
    dimensions = (("Cluster Name", cluster_name), *wanted.id.dimensions)
    return {
        "Id": id,
        "MetricStat": {
            "Metric": {
                "Namespace": NAMESPACE,
                "MetricName": wanted.id.name,
                "Dimensions": [{"Name": name, "Value": value} for name, value in dimensions],
            },
            "Period": wanted.period,
            "Stat": wanted.statistic,
        },
        "ReturnData": True,
    }
