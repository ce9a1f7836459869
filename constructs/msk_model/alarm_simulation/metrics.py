"""Metrics by the minute, and their statistics over a period."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

_STATISTICS: Final[Mapping[str, Callable[[Sequence[float]], float]]] = {
    "Average": lambda values: sum(values) / len(values),
    "Maximum": max,
    "Minimum": min,
    "Sum": sum,
    "SampleCount": len,
}
Name = tuple[str, str, frozenset[tuple[str, str]]]
_Kind = tuple[str, str, frozenset[str]]


class Metrics:
    """What was published: at most one value a minute for each metric with its dimensions."""

    def __init__(self) -> None:
        self._values: dict[Name, dict[int, float]] = {}
        self._of_kind: dict[_Kind, list[tuple[Mapping[str, str], dict[int, float]]]] = {}

    def put(
        self,
        metric: str,
        dimensions: Mapping[str, str],
        values: Iterable[float | None],
        *,
        namespace: str = "AWS/Kafka",
        first: int = 0,
    ) -> None:
        """Publish `values`, one a minute from minute `first` on.

        Args:
            metric: Name of the metric.
            dimensions: All of its dimensions.
            values: What is published. None: nothing is, in that minute.
            namespace: Of the metric.
            first: The minute of the first value.
        """
        name = (namespace, metric, frozenset(dimensions.items()))
        if name not in self._values:
            self._values[name] = {}
            kind = (namespace, metric, frozenset(dimensions))
            self._of_kind.setdefault(kind, []).append((dict(dimensions), self._values[name]))
        kept = self._values[name]
        for minute, value in enumerate(values, start=first):
            if value is None:
                kept.pop(minute, None)
            else:
                kept[minute] = value

    def published(
        self, namespace: str, metric: str, dimensions: frozenset[str], where: Mapping[str, str]
    ) -> Iterator[tuple[Mapping[str, str], Mapping[int, float]]]:
        """Every series of `metric` with just these dimensions and with the values of `where`."""
        for named, series in self._of_kind.get((namespace, metric, dimensions), ()):
            if where.items() <= named.items():
                yield named, series

    def statistic(
        self,
        name: Name,
        statistic: str,
        *,
        end: int,
        period: int,
    ) -> float | None:
        """The statistic of one metric over the `period` seconds before minute `end`."""
        return statistic_of([self._values.get(name, {})], statistic, end=end, period=period)


def statistic_of(
    series: Iterable[Mapping[int, float]], statistic: str, *, end: int, period: int
) -> float | None:
    """The statistic over all values of several series; None: there is none.

    Args:
        series: Values by the minute.
        statistic: ``Average``, ``Maximum``, ``Minimum``, ``Sum`` or ``SampleCount``.
        end: The minute after the last one.
        period: In seconds.
    """
    minutes = range(end - period // 60, end)
    values = [one[minute] for one in series for minute in minutes if minute in one]
    return float(_STATISTICS[statistic](values)) if values else None
