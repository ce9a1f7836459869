"""The alarms of an assembly: what each watches and when it fires."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from msk_model.intrinsics import HOLE, members
from mskctl.report.assembly import Assembly, Placed

_COMPARISONS = {
    "GreaterThanOrEqualToThreshold": ">=",
    "GreaterThanThreshold": ">",
    "LessThanOrEqualToThreshold": "<=",
    "LessThanThreshold": "<",
}
_NAMESPACE = "AWS/Kafka"
_IN_QUERY = re.compile(r"SELECT\s+\w+\(\"?(\w+)\"?\)|MetricName\s*=\s*\\?\"(\w+)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """One alarm about MSK.

    Attributes:
        id: Its name, or its logical id.
        metrics: Names of the metrics it is computed from.
        threshold: With its comparison; ``unknown`` when it is hidden.
        notifies: How many actions it has.
    """

    id: str
    metrics: tuple[str, ...]
    threshold: str
    notifies: int


def alarms(assembly: Assembly) -> tuple[Alarm, ...]:
    """Every alarm on a metric of MSK."""
    found = []
    for one in assembly.of_type("AWS::CloudWatch::Alarm"):
        if metrics := tuple(dict.fromkeys(_metrics(assembly, one))):
            comparison = _COMPARISONS.get(str(one.properties.get("ComparisonOperator")), "?")
            threshold = assembly.text(one.file, one.properties.get("Threshold"))
            found.append(
                Alarm(
                    id=one.named("AlarmName"),
                    metrics=metrics,
                    threshold="unknown" if HOLE in threshold else f"{comparison} {threshold}",
                    notifies=sum(1 for _ in members(one.properties.get("AlarmActions"))),
                )
            )
    return tuple(found)


def _metrics(assembly: Assembly, alarm: Placed) -> Iterator[str]:
    watched: list[object] = [alarm.properties]
    for query in members(alarm.properties.get("Metrics")):
        expression = query.get("Expression") if isinstance(query, Mapping) else None
        text = assembly.text(alarm.file, expression)
        if _NAMESPACE in text:
            yield from (name for found in _IN_QUERY.findall(text) for name in found if name)
        stat = query.get("MetricStat") if isinstance(query, Mapping) else None
        watched.append(stat.get("Metric") if isinstance(stat, Mapping) else None)
    for one in watched:
        if isinstance(one, Mapping) and one.get("Namespace") == _NAMESPACE:
            name = assembly.text(alarm.file, one.get("MetricName"))
            yield "unknown" if HOLE in name else name
