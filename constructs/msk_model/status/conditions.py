"""What the recommended alarms would say, whether or not anybody has deployed them."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from msk_model.facts.alarms import AlarmFacts, recommended_alarms, threshold_for
from msk_model.facts.metrics import metric
from msk_model.status.arithmetic import calculated
from msk_model.status.series import FRESH_SECONDS, Series
from msk_model.status.snapshot import BROKER, MetricId, Snapshot

_COMPARED: Mapping[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
}
_MINUTE = 60


@dataclass(frozen=True, kw_only=True)
class Condition:
    """A recommended alarm that would fire.

    Attributes:
        alarm: The alarm.
        threshold: What it compares with on this cluster.
        values: The present values that reach it, by broker; of the cluster by ``cluster``.
    """

    alarm: AlarmFacts
    threshold: float
    values: dict[str, float]

    @property
    def worst(self) -> tuple[str, float]:
        """The broker that is furthest beyond, and its value."""
        beyond = max if self.alarm.rises else min
        where = beyond(self.values, key=lambda name: self.values[name])
        return where, self.values[where]


def conditions(snapshot: Snapshot) -> tuple[Condition, ...]:
    """Recommended alarms that would fire, in their order.

    As CloudWatch does, it takes every value of the periods that count; unlike it, it does not wait
    for values that are missing.
    """
    found: list[Condition] = []
    for alarm in recommended_alarms(snapshot.shape):
        threshold = threshold_for(alarm, snapshot.shape)
        if threshold is None or alarm.scope not in {"cluster", "broker"} or not alarm.by_default:
            continue
        values = {
            where: value
            for where in _places(snapshot, alarm)
            if (value := _breaching(snapshot, alarm, where, threshold)) is not None
        }
        if values:
            found.append(Condition(alarm=alarm, threshold=threshold, values=values))
    return tuple(found)


def _places(snapshot: Snapshot, alarm: AlarmFacts) -> tuple[str, ...]:
    if alarm.scope == "cluster":
        return ("cluster",)
    names = set(alarm.metrics.values())
    brokers = {one.value_of(BROKER): None for one in snapshot.series if one.name in names}
    return tuple(broker for broker in brokers if broker is not None)


def _breaching(snapshot: Snapshot, alarm: AlarmFacts, where: str, threshold: float) -> float | None:
    """The present value when all that count are beyond the threshold."""
    dimensions = () if where == "cluster" else ((BROKER, where), *alarm.dimensions.items())
    parts = {
        part: _scaled(alarm, name, snapshot.series.get(MetricId(name, dimensions), Series()))
        for part, name in alarm.metrics.items()
    }
    line = _calculated(alarm, parts)
    now = line.latest(snapshot.seconds, within=_freshness(alarm))
    window = max(alarm.evaluation_periods * alarm.period, FRESH_SECONDS)
    compare = _COMPARED[alarm.comparison]
    recent = line.since(snapshot.seconds - window).points or line.points[-1:]
    if now is None or not all(compare(value, threshold) for _, value in recent):
        return None
    return now


def _freshness(alarm: AlarmFacts) -> float:
    """Disks are read by the hour."""
    hourly = "KafkaDataLogsDiskUsed" in alarm.metrics.values()
    return FRESH_SECONDS + (3600 if hourly else 0)


def _scaled(alarm: AlarmFacts, name: str, line: Series) -> Series:
    """Sums are read as those of a minute; alarms take those of their period."""
    facts = metric(name)
    if alarm.statistic != "Sum" or facts is None or facts.statistic != "Sum":
        return line
    factor = alarm.period / _MINUTE
    return Series(tuple((time, value * factor) for time, value in line.points))


def _calculated(alarm: AlarmFacts, parts: dict[str, Series]) -> Series:
    if alarm.expression is None:
        return next(iter(parts.values()), Series())
    tables = {part: dict(series.points) for part, series in parts.items()}
    times = set.intersection(*(set(table) for table in tables.values()))
    points = []
    for time in sorted(times):
        value = calculated(alarm.expression, {part: table[time] for part, table in tables.items()})
        if value is not None:
            points.append((time, value))
    return Series(tuple(points))
