"""Metrics of a cluster as the entries of a widget.

Brokers, topics and groups are found when somebody looks: a new one needs no deployment. Rates of
topics are sums over brokers, right at a period of a minute only, which the dashboard insists on,
as it does for whatever is published in parts.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-querylanguage.html
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cdk_msk.monitoring.graphs import Graph, Lines
from msk_model.facts.metrics import MetricFacts

Entry = list[Any]

FEW_BROKERS = 12
"""Up to so many brokers get a line each; of more, the ten worst do, and their average."""
_MOST_COUNTED = 150
_TOP = 10
_AGGREGATES: Mapping[Lines, str] = {"worst": "MAX", "lowest": "MIN", "total": "SUM"}
_GROUPED: Mapping[Lines, tuple[str, tuple[str, ...]]] = {
    "topic": ("SUM", ("Topic",)),
    "group": ("MAX", ("Consumer Group", "Topic")),
    "authentication": ("SUM", ("Client Authentication", "Broker ID")),
}
_BROKER_LABEL = "Broker ${PROP('Dim.Broker ID')}"


@dataclass(frozen=True, kw_only=True)
class MetricQueries:
    """What finds the metrics of one cluster.

    Attributes:
        cluster_name: The first dimension of every metric.
        broker_count: All its brokers; `None`: unknown, or it has none.
        published: What it publishes.
    """

    cluster_name: str
    broker_count: int | None
    published: Sequence[MetricFacts]

    def find(self, name: str, lines: Lines) -> MetricFacts | None:
        """The metric with the dimensions that `lines` need and as few others as there are."""
        by = set(_GROUPED[lines][1]) if lines in _GROUPED else set()
        by |= {"Broker ID"} if lines == "broker" else set()
        rows = [one for one in self.published if one.name == name and by <= set(one.dimensions)]
        return next((one for one in rows if lines != "cluster" or len(one.dimensions) == 1), None)

    def entries(self, graph: Graph) -> list[Entry]:
        """The lines of a graph; none when the cluster publishes none of its metrics."""
        found = [one for name in graph.metrics if (one := self.find(name, graph.lines))]
        if graph.each and self.broker_count and self.broker_count <= _MOST_COUNTED:
            return self._calculated(graph, graph.each, found) if found else []
        if graph.lines == "broker":
            several = len(found) > 1
            return [
                entry
                for index, one in enumerate(found)
                for entry in self._brokers(one, index, low=graph.low, several=several)
            ]
        return [self.one_line(one, graph.lines, one.name) for one in found]

    def one_line(self, metric: MetricFacts, lines: Lines, label: str, formula: str = "{}") -> Entry:
        """A metric of the cluster, an aggregate of all brokers, or a query that makes groups."""
        if lines in _GROUPED:
            function, by = _GROUPED[lines]
            return [{"expression": self._query(metric, function, by), "period": 60}]
        if lines == "cluster":
            options = {"stat": metric.statistic, "label": label}
            return [metric.namespace, metric.name, "Cluster Name", self.cluster_name, options]
        expression = f"{_AGGREGATES[lines]}({self._search(metric)})"
        return [{"expression": formula.format(expression), "label": label}]

    def lag_of(self, name: str, group: str, topic: str | None, **options: str) -> Entry:
        """How far behind one group is, on one topic or on each of its topics."""
        metric = self.find(name, "group")
        assert metric is not None, "every cluster publishes lag"  # noqa: S101
        if topic is None:
            query = self._query(metric, "MAX", ("Topic",), {"Consumer Group": group})
            return [{"expression": query, "yAxis": options["yAxis"]}]
        place = ["Cluster Name", self.cluster_name, "Consumer Group", group, "Topic", topic]
        return [metric.namespace, name, *place, {"stat": metric.statistic, **options}]

    def _brokers(
        self, metric: MetricFacts, index: int, *, low: bool, several: bool
    ) -> Iterator[Entry]:
        label = f"{_BROKER_LABEL} {metric.name}" if several else _BROKER_LABEL
        search = self._search(metric)
        if self.broker_count is None or self.broker_count <= FEW_BROKERS:
            yield [{"expression": search, "label": label, "id": f"e{index}"}]
            return
        order = "MIN, ASC" if low else "MAX, DESC"
        worst = f"SLICE(SORT({search}, {order}), 0, {_TOP})"
        yield [{"expression": worst, "label": label, "id": f"e{index}"}]
        average = {"expression": f"AVG({search})", "label": "Average of all", "color": "#7f7f7f"}
        yield [{**average, "id": f"a{index}"}]

    def _calculated(self, graph: Graph, each: str, found: Sequence[MetricFacts]) -> list[Entry]:
        """A line for each broker over several metrics, which no search can put together."""
        assert self.broker_count is not None, "the caller has looked"  # noqa: S101
        few = self.broker_count <= FEW_BROKERS
        entries: list[Entry] = []
        for broker in range(1, self.broker_count + 1):
            expression = each
            for index, one in enumerate(found):
                expression = expression.replace(f"m{index}", f"m{index}b{broker}")
                place = ["Cluster Name", self.cluster_name, "Broker ID", str(broker)]
                options = {"stat": one.statistic, "id": f"m{index}b{broker}", "visible": False}
                entries.append([one.namespace, one.name, *place, options])
            line = {"expression": expression, "label": f"Broker {broker}", "id": f"e{broker}"}
            entries.append([line if few else {**line, "visible": False}])
        if few:
            return entries
        every = f"[{', '.join(f'e{broker}' for broker in range(1, self.broker_count + 1))}]"
        order = "MIN, ASC" if graph.low else "MAX, DESC"
        average = {"expression": f"AVG({every})", "label": "Average of all", "color": "#7f7f7f"}
        return [
            [{"expression": f"SLICE(SORT({every}, {order}), 0, {_TOP})", "id": "worst"}],
            [{**average, "id": "average"}],
            *entries,
        ]

    def _search(self, metric: MetricFacts) -> str:
        schema = ",".join((metric.namespace, *(f'"{name}"' for name in metric.dimensions)))
        wanted = f'MetricName="{metric.name}" "Cluster Name"="{self.cluster_name}"'
        period = 60 if metric.in_parts else 300
        return f"SEARCH('{{{schema}}} {wanted}', '{metric.statistic}', {period})"

    def _query(
        self,
        metric: MetricFacts,
        function: str,
        by: Sequence[str],
        where: Mapping[str, str] | None = None,
    ) -> str:
        wanted = {"Cluster Name": self.cluster_name, **(where or {})}
        schema = ", ".join(f'"{name}"' for name in (metric.namespace, *metric.dimensions))
        parts = {
            "SELECT": f"{function}({metric.name})",
            "FROM": f"SCHEMA({schema})",
            "WHERE": " AND ".join(f"\"{name}\" = '{value}'" for name, value in wanted.items()),
            "GROUP BY": ", ".join(f'"{name}"' for name in by),
            "ORDER BY": f"{function}() DESC",
            "LIMIT": str(_TOP),
        }
        return " ".join(f"{word} {what}" for word, what in parts.items())
