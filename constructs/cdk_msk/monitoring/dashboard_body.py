"""The body of a cluster's dashboard, as plain data."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cdk_msk.monitoring.graphs import NUMBERS, Graph
from cdk_msk.monitoring.published import published
from msk_model import ClusterShape
from msk_model.facts.alarms import recommended_alarms, threshold_for
from msk_model.facts.metrics import MetricFacts

Widget = dict[str, Any]

_COLUMNS = 24
_GRAPH_WIDTH = 8
_GRAPH_HEIGHT = 6
_NUMBERS_HEIGHT = 3
_TITLE_HEIGHT = 1
_UNIT_LABELS = {
    "bytes": "Bytes",
    "bytes/second": "Bytes/second",
    "count": "Count",
    "count/second": "Count/second",
    "fraction": "Fraction",
    "milliseconds": "Milliseconds",
    "percent": "Percent",
    "seconds": "Seconds",
}
_SECTIONS: Mapping[str, frozenset[str]] = {
    "Cluster": frozenset(),
    "Brokers": frozenset({"Broker ID"}),
    "Topics": frozenset({"Topic"}),
    "Consumer groups": frozenset({"Consumer Group", "Topic"}),
}
"""By which dimensions the lines of a section's graphs differ."""


@dataclass(frozen=True, kw_only=True)
class DashboardBody:
    """What a dashboard shows of one cluster.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html

    Attributes:
        shape: The cluster.
        cluster_name: Its name, the first dimension of every metric.
        region: Where its metrics are.
        alarm_arns: Alarms whose state is shown on top.
        graphs: What is drawn, in this order, section by section.
    """

    shape: ClusterShape
    cluster_name: str
    region: str
    alarm_arns: Sequence[str]
    graphs: Sequence[Graph]

    def content(self) -> Mapping[str, Any]:
        """The body, ready to be written as JSON."""
        rows = _Rows()
        if self.alarm_arns:
            properties = {"title": "Alarms", "alarms": list(self.alarm_arns)}
            rows.add("alarm", _COLUMNS, _NUMBERS_HEIGHT, properties)
        found = published(self.shape)
        numbers = [one for one in found if one.name in NUMBERS]
        if numbers:
            rows.add("metric", _COLUMNS, _NUMBERS_HEIGHT, self._numbers(numbers))
        for section, by in _SECTIONS.items():
            wanted = [graph for graph in self.graphs if graph.section == section]
            drawn = [one for graph in wanted if (one := self._graph(graph, by, found))]
            if drawn:
                rows.add("text", _COLUMNS, _TITLE_HEIGHT, {"markdown": f"## {section}"})
            for properties in drawn:
                rows.add("metric", _GRAPH_WIDTH, _GRAPH_HEIGHT, properties)
        return {"widgets": rows.widgets}

    def _numbers(self, metrics: Sequence[MetricFacts]) -> Widget:
        return {
            "title": "Cluster",
            "view": "singleValue",
            "region": self.region,
            "period": 300,
            "metrics": [
                [
                    one.namespace,
                    one.name,
                    "Cluster Name",
                    self.cluster_name,
                    {"stat": one.statistic},
                ]
                for one in metrics
            ],
        }

    def _graph(
        self, graph: Graph, by: frozenset[str], found: Sequence[MetricFacts]
    ) -> Widget | None:
        lines = [one for name in graph.metrics if (one := _told_apart(found, name, by))]
        if not lines:
            return None
        label = _UNIT_LABELS[lines[0].unit]
        widget: Widget = {
            "title": graph.title,
            "view": "timeSeries",
            "region": self.region,
            "metrics": [
                [{"expression": self._search(one), "id": f"m{index}"}]
                for index, one in enumerate(lines, start=1)
            ],
            "yAxis": {"left": {"label": label, "showUnits": False, "min": 0}},
        }
        marks = list(self._marks(graph))
        return {**widget, "annotations": {"horizontal": marks}} if marks else widget

    def _search(self, metric: MetricFacts) -> str:
        """A line for each broker, topic or group there is when somebody looks."""
        schema = ",".join((metric.namespace, *(f'"{name}"' for name in metric.dimensions)))
        wanted = f'MetricName="{metric.name}" "Cluster Name"="{self.cluster_name}"'
        return f"SEARCH('{{{schema}}} {wanted}', '{metric.statistic}', 300)"

    def _marks(self, graph: Graph) -> Iterator[Mapping[str, Any]]:
        for one in recommended_alarms(self.shape):
            value = threshold_for(one, self.shape)
            if one.id == graph.alarm and value is not None:
                yield {"label": f"Alarm {one.id}", "value": value}


class _Rows:
    """Places widgets from left to right, then in the next row."""

    def __init__(self) -> None:
        self.widgets: list[Widget] = []
        self._x = self._y = self._height = 0

    def add(self, kind: str, width: int, height: int, properties: Mapping[str, Any]) -> None:
        if self._x + width > _COLUMNS:
            self._x, self._y = 0, self._y + self._height
        place = {"x": self._x, "y": self._y, "width": width, "height": height}
        self.widgets.append({"type": kind, **place, "properties": properties})
        self._x, self._height = self._x + width, height


def _told_apart(found: Sequence[MetricFacts], name: str, by: frozenset[str]) -> MetricFacts | None:
    """The metric with the dimensions `by` and as few others as there are."""
    return next((one for one in found if one.name == name and by <= set(one.dimensions)), None)
