"""The metrics of MSK that the alarms of a template watch."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from msk_model.facts.metrics import all_metrics
from msk_model.intrinsics import look_up, members, text_at
from msk_model.rules.template.view import TemplateView
from msk_model.shape import ClusterShape
from msk_model.unknown import UNKNOWN, Unknown


@dataclass(frozen=True, kw_only=True)
class AlarmedMetric:
    """One metric that one alarm watches.

    Attributes:
        alarm: Logical id of the alarm.
        name: Name of the metric.
        dimensions: Names of its dimensions, in alphabetical order.
        cluster: The cluster it is of, all unknown when that stands elsewhere.
    """

    alarm: str
    name: str
    dimensions: tuple[str, ...] | Unknown
    cluster: ClusterShape

    @property
    def known(self) -> bool:
        """Whether MSK has a metric of that name."""
        return any(one.name == self.name for one in all_metrics())


def alarmed_metrics(view: TemplateView) -> Iterator[AlarmedMetric]:
    """Every metric of a cluster that an alarm watches, its name known."""
    for logical_id, properties in view.of_type("AWS::CloudWatch::Alarm"):
        stats = [look_up(query, "MetricStat", "Metric") for query in _queries(properties)]
        for metric in (properties, *stats):
            name = text_at(metric, "MetricName")
            if text_at(metric, "Namespace") != "AWS/Kafka" or not isinstance(name, str):
                continue
            dimensions, cluster = _dimensions(view, metric)
            if isinstance(dimensions, tuple) and "ReplicatorName" in dimensions:
                continue
            yield AlarmedMetric(alarm=logical_id, name=name, dimensions=dimensions, cluster=cluster)


def _queries(properties: Mapping[str, object]) -> Iterator[object]:
    yield from members(properties.get("Metrics"))


def _dimensions(
    view: TemplateView, metric: object
) -> tuple[tuple[str, ...] | Unknown, ClusterShape]:
    listed = look_up(metric, "Dimensions")
    cluster = ClusterShape()
    names: list[str] = []
    complete = isinstance(listed, list)
    for dimension in listed if isinstance(listed, list) else []:
        name = text_at(dimension, "Name")
        if not isinstance(dimension, Mapping) or not isinstance(name, str):
            complete = False
            continue
        names.append(name)
        if name == "Cluster Name":
            cluster = view.cluster_called(dimension.get("Value"))
    return (tuple(sorted(names)) if complete else UNKNOWN), cluster
