"""Metrics Insights queries of alarms."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from msk_model.alarm_simulation.metrics import Metrics, statistic_of

_QUERY = re.compile(
    r"SELECT (?P<function>AVG|MAX|MIN|SUM)\((?P<metric>\w+)\) "
    r'FROM SCHEMA\("(?P<namespace>[^"]+)", (?P<schema>"[^)]+")\) '
    r"WHERE (?P<where>.+?)"
    r'(?: GROUP BY "(?P<by>[^"]+)" ORDER BY (?P=function)\(\) (?:ASC|DESC))?$'
)
_CONDITION = re.compile(r"\"([^\"]+)\" = '([^']*)'")
_STATISTICS = {"AVG": "Average", "MAX": "Maximum", "MIN": "Minimum", "SUM": "Sum"}


@dataclass(frozen=True, kw_only=True)
class Query:
    """A query: one series, or one for each value of a dimension.

    Attributes:
        statistic: Over all values of a series.
        metric: Name of the metric.
        namespace: Of the metric.
        dimensions: Names of its dimensions.
        where: Dimensions that have one value.
        by: The dimension of which each value is a series. None: there is one series.
    """

    statistic: str
    metric: str
    namespace: str
    dimensions: frozenset[str]
    where: Mapping[str, str]
    by: str | None

    @classmethod
    @cache
    def parse(cls, text: str) -> "Query":
        """Read a query.

        Raises:
            ValueError: It is none that an alarm of this toolkit has.
        """
        found = _QUERY.match(text)
        if found is None:
            raise ValueError(
                f"query must be one over a schema, as the alarms here have, got {text}"
            )
        return cls(
            statistic=_STATISTICS[found["function"]],
            metric=found["metric"],
            namespace=found["namespace"],
            dimensions=frozenset(re.findall(r'"([^"]+)"', found["schema"])),
            where=dict(_CONDITION.findall(found["where"])),
            by=found["by"],
        )

    def values(self, metrics: Metrics, *, end: int, period: int) -> dict[str, float]:
        """The value of each series that has one, by the value of `by`."""
        series: dict[str, list[Mapping[int, float]]] = {}
        for named, values in metrics.published(
            self.namespace, self.metric, self.dimensions, self.where
        ):
            series.setdefault(named[self.by] if self.by else "", []).append(values)
        found = {
            name: statistic_of(several, self.statistic, end=end, period=period)
            for name, several in series.items()
        }
        return {name: value for name, value in found.items() if value is not None}
