"""The body of a cluster's dashboard, as plain data."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from cdk_msk.monitoring.beside_the_cluster import CONNECTOR_GRAPHS, REPLICATOR_GRAPHS, NamedGraph
from cdk_msk.monitoring.consumer_lag import ConsumerLag
from cdk_msk.monitoring.dashboard_sections import OVERVIEW, SECTIONS, TRAFFIC
from cdk_msk.monitoring.graphs import Graph, Question, Section
from cdk_msk.monitoring.metric_queries import Entry, MetricQueries
from cdk_msk.monitoring.published import published
from cdk_msk.monitoring.widget_rows import COLUMNS, Widget, WidgetRows
from msk_model import ClusterShape, Unknown
from msk_model.facts.alarms import recommended_alarms, threshold_for
from msk_model.facts.metrics import MetricFacts

_GRAPH = (8, 6)
_OVERVIEW_HEIGHT = 5
_ALARMS_IN_A_ROW = 12
_MOST_ALARMS = 100
_ALARM_COLOUR = "#d62728"
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


@dataclass(frozen=True, kw_only=True)
class DashboardBody:
    """What a dashboard shows of one cluster and of what stands beside it.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html

    Attributes:
        shape: The cluster.
        cluster_name: Its name, the first dimension of every metric.
        region: Where its metrics are.
        alarm_arns: Alarms whose state is shown on top.
        sections: What is drawn below the overview.
        consumer_lag: Groups that have a graph of their own.
        connectors: Names of connectors that are shown.
        replicators: Names of replicators that are shown.
        thresholds: Your values by alarm id, instead of those AWS recommends.
        runbooks: The page whose headings are alarm ids. Absent: AWS's pages.
    """

    shape: ClusterShape
    cluster_name: str
    region: str
    alarm_arns: Sequence[str] = ()
    sections: Sequence[Section] = SECTIONS
    consumer_lag: Sequence[ConsumerLag] = ()
    connectors: Sequence[str] = ()
    replicators: Sequence[str] = ()
    thresholds: Mapping[str, float] = field(default_factory=dict)
    runbooks: str | None = None

    def content(self) -> Mapping[str, Any]:
        """The body, ready to be written as JSON.

        Its periods are always obeyed: a sum of another period would be another rate.
        """
        rows = WidgetRows()
        for first in range(0, len(self.alarm_arns), _MOST_ALARMS):
            shown = self.alarm_arns[first : first + _MOST_ALARMS]
            properties = {
                "title": "Alarms",
                "alarms": list(shown),
                "sortBy": "stateUpdatedTimestamp",
            }
            rows.add("alarm", COLUMNS, 2 + -(-len(shown) // _ALARMS_IN_A_ROW), properties)
        self._overview(rows)
        for section in self.sections:
            self._section(rows, section)
        self._beside(rows, "Replicators", REPLICATOR_GRAPHS, self.replicators)
        self._beside(rows, "Connectors", CONNECTOR_GRAPHS, self.connectors)
        return {"periodOverride": "inherit", "widgets": rows.widgets}

    @cached_property
    def _queries(self) -> MetricQueries:
        count = self.shape.broker_count
        return MetricQueries(
            cluster_name=self.cluster_name,
            broker_count=None if isinstance(count, Unknown) else count,
            published=published(self.shape),
        )

    def _overview(self, rows: WidgetRows) -> None:
        rows.text(f"# {self.cluster_name}", 1)
        answers = [one for question in OVERVIEW if (one := self._answer(question))]
        drawn = [one for graph in TRAFFIC if (one := self._graph(graph))]
        together = len(answers) + len(drawn)
        if together * _GRAPH[0] <= COLUMNS:
            for one in (*answers, *drawn):
                rows.add("metric", COLUMNS // together, _GRAPH[1], one)
            return
        for answer in answers:
            rows.add("metric", COLUMNS // len(answers), _OVERVIEW_HEIGHT, answer)
        rows.end_row()
        for one in drawn:
            rows.add("metric", COLUMNS // len(drawn), _GRAPH[1], one)

    def _section(self, rows: WidgetRows, section: Section) -> None:
        drawn = [one for graph in section.graphs if (one := self._graph(graph))]
        if section.title == "Clients":
            drawn += [self._lag(lag) for lag in self.consumer_lag]
        if not drawn:
            return
        names = {one.name for one in self._queries.published}
        advice = [
            f"- {one.text}{self._link(one.alarm)}" for one in section.advice if one.metric in names
        ]
        rows.text("\n".join((f"## {section.title}", *advice)), 1 + (len(advice) + 1) // 2)
        for properties in drawn:
            rows.add("metric", *_GRAPH, properties)

    def _answer(self, question: Question) -> Widget | None:
        found = [
            (number, metric)
            for number in question.numbers
            if (metric := self._queries.find(number.metric, number.lines))
        ]
        entries = [
            self._queries.one_line(metric, number.lines, number.label, number.formula)
            for number, metric in found
        ]
        if not entries:
            return None
        if question.dial is None:
            return {**self._metrics(question.title, "singleValue", entries), "sparkline": True}
        marks = [{**mark, "fill": "above"} for mark in self._marks(question.dial)]
        return {
            **self._metrics(question.title, "gauge", entries),
            "yAxis": {"left": {"min": 0, "max": 100}},
            **({"annotations": {"horizontal": marks}} if marks else {}),
        }

    def _graph(self, graph: Graph) -> Widget | None:
        entries = self._queries.entries(graph)
        if not entries:
            return None
        names = {one.name: one for one in reversed(self._queries.published)}
        unit = graph.unit or _unit(names[next(n for n in graph.metrics if n in names)])
        widget = {
            **self._metrics(graph.title, "timeSeries", entries),
            "yAxis": {"left": {"label": unit, "showUnits": False, "min": 0}},
            **({"stacked": True} if graph.stacked else {}),
        }
        fill = "below" if graph.low else "above"
        marks = [{**mark, "fill": fill} for mark in self._marks(graph.alarm)]
        return {**widget, "annotations": {"horizontal": marks}} if marks else widget

    def _lag(self, lag: ConsumerLag) -> Widget:
        limits = {
            "SumOffsetLag": ("left", "Records", lag.maximum_offset_lag),
            "EstimatedMaxTimeLag": (
                "right",
                "Seconds",
                lag.maximum_time_lag and lag.maximum_time_lag.to_seconds(),
            ),
        }
        entries: list[Entry] = []
        marks = []
        for name, (axis, unit, limit) in limits.items():
            entries.append(self._queries.lag_of(name, lag.group, lag.topic, yAxis=axis, label=unit))
            if limit is not None:
                mark = {"label": f"Limit, {unit.lower()}", "value": limit, "yAxis": axis}
                marks.append({**mark, "color": _ALARM_COLOUR})
        return {
            **self._metrics(f"{lag.group} on {lag.topic or 'each topic'}", "timeSeries", entries),
            "yAxis": {
                axis: {"label": unit, "showUnits": False, "min": 0}
                for axis, unit, _ in limits.values()
            },
            "annotations": {"horizontal": marks},
        }

    def _beside(
        self, rows: WidgetRows, title: str, graphs: Sequence[NamedGraph], names: Sequence[str]
    ) -> None:
        if not names:
            return
        rows.text(f"## {title}", 1)
        for graph in graphs:
            widget = self._metrics(graph.title, "timeSeries", graph.entries(names))
            axis = {"label": _unit(graph.facts), "showUnits": False, "min": 0}
            rows.add("metric", *_GRAPH, {**widget, "yAxis": {"left": axis}})

    def _metrics(self, title: str, view: str, entries: Sequence[Entry]) -> Widget:
        return {
            "title": title,
            "view": view,
            "region": self.region,
            "period": 300,
            "metrics": list(entries),
        }

    def _marks(self, alarm_id: str | None) -> Iterator[dict[str, Any]]:
        for one in recommended_alarms(self.shape):
            if one.id == alarm_id:
                value = self.thresholds.get(one.id, threshold_for(one, self.shape))
                if value is not None:
                    yield {"label": f"Alarm {one.id}", "value": value, "color": _ALARM_COLOUR}

    def _link(self, alarm_id: str | None) -> str:
        for one in recommended_alarms(self.shape):
            if one.id == alarm_id:
                page = f"{self.runbooks}#{one.id.lower()}" if self.runbooks else one.source
                return f" [{one.id}]({page})"
        return ""


def _unit(metric: MetricFacts) -> str:
    return _UNIT_LABELS[metric.unit]
