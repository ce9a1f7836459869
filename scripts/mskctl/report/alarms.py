"""The alarms of an assembly: what each watches, when it fires and who hears of it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from msk_model.intrinsics import HOLE, members, references
from mskctl.report.assembly import Assembly, Placed

_COMPARISONS = {
    "GreaterThanOrEqualToThreshold": ">=",
    "GreaterThanThreshold": ">",
    "LessThanOrEqualToThreshold": "<=",
    "LessThanThreshold": "<",
}
_NAMESPACES = ("AWS/Kafka", "AWS/KafkaConnect")
_IN_QUERY = re.compile(r"SELECT\s+\w+\(\"?(\w+)\"?\)|MetricName\s*=\s*\\?\"(\w+)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """One alarm about MSK.

    Attributes:
        id: Its name, or its logical id.
        metrics: Names of the metrics it is computed from.
        threshold: With its comparison; ``unknown`` when it is hidden.
        incident: The composite alarm that tells of it; `None`: it is part of none that tells.
        actions: How many actions it has itself.
    """

    id: str
    metrics: tuple[str, ...]
    threshold: str
    incident: str | None
    actions: int

    @property
    def tells(self) -> str:
        """Who tells that it has fired, in words."""
        if self.incident is not None:
            return f"once, as {self.incident}"
        return "itself" if self.actions else "nobody"


def alarms(assembly: Assembly) -> tuple[Alarm, ...]:
    """Every alarm on a metric of MSK."""
    found = []
    incidents = _incidents(assembly)
    for one in assembly.of_type("AWS::CloudWatch::Alarm"):
        if metrics := tuple(dict.fromkeys(_metrics(assembly, one))):
            comparison = _COMPARISONS.get(str(one.properties.get("ComparisonOperator")), "?")
            threshold = assembly.text(one.file, one.properties.get("Threshold"))
            found.append(
                Alarm(
                    id=one.named("AlarmName"),
                    metrics=metrics,
                    threshold="unknown" if HOLE in threshold else f"{comparison} {threshold}",
                    incident=incidents.get((one.file, one.resource)),
                    actions=_actions(one),
                )
            )
    return tuple(found)


def _incidents(assembly: Assembly) -> dict[tuple[str, str], str]:
    """The composite alarm that tells of each alarm, also through a composite that does not."""
    composites = assembly.of_type("AWS::CloudWatch::CompositeAlarm")
    told: dict[tuple[str, str], str] = {}
    open_ = [(one, one.named("AlarmName")) for one in composites if _actions(one)]
    while open_:
        composite, incident = open_.pop()
        for name in references(composite.properties.get("AlarmRule")):
            place = (composite.file, name)
            if place not in told:
                told[place] = incident
                open_ += [
                    (one, incident) for one in composites if (one.file, one.resource) == place
                ]
    return told


def _actions(alarm: Placed) -> int:
    return sum(1 for _ in members(alarm.properties.get("AlarmActions")))


def _metrics(assembly: Assembly, alarm: Placed) -> Iterator[str]:
    watched: list[object] = [alarm.properties]
    for query in members(alarm.properties.get("Metrics")):
        expression = query.get("Expression") if isinstance(query, Mapping) else None
        text = assembly.text(alarm.file, expression)
        if any(f'"{namespace}"' in text for namespace in _NAMESPACES):
            yield from (name for found in _IN_QUERY.findall(text) for name in found if name)
        stat = query.get("MetricStat") if isinstance(query, Mapping) else None
        watched.append(stat.get("Metric") if isinstance(stat, Mapping) else None)
    for one in watched:
        if isinstance(one, Mapping) and one.get("Namespace") in _NAMESPACES:
            name = assembly.text(alarm.file, one.get("MetricName"))
            yield "unknown" if HOLE in name else name
