"""What each alarm watches, in CloudWatch's own terms."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from aws_cdk import aws_cloudwatch as cloudwatch

from msk_model.facts.alarms import AlarmFacts

_NAMESPACES = {
    "connector": "AWS/KafkaConnect",
    "certificate": "AWS/CertificateManager",
    "function": "AWS/Lambda",
}
_CLUSTER = "Cluster Name"
_BROKER = "Broker ID"
_MOST_METRICS = 10
_FUNCTIONS = {"Average": "AVG", "Maximum": "MAX", "Minimum": "MIN", "Sum": "SUM"}


@dataclass(frozen=True)
class AlarmMetrics:
    """The metrics of one CloudWatch alarm.

    Attributes:
        suffix: What tells it from other alarms for the same thing; empty for the first.
        metrics: One of them returns the data the alarm watches.
        band: Id of the metric that returns the band the data should stay in; `None`: a threshold
            is compared with.
    """

    suffix: str
    metrics: list[cloudwatch.CfnAlarm.MetricDataQueryProperty]
    band: str | None = None

    @property
    def is_query(self) -> bool:
        """Whether it is a Metrics Insights query."""
        return any("SELECT" in (metric.expression or "") for metric in self.metrics)


def metrics_of_one(alarm: AlarmFacts, dimensions: Mapping[str, str]) -> AlarmMetrics:
    """The one metric of `alarm` with `dimensions`."""
    ((metric_id, name),) = alarm.metrics.items()
    named = {**dimensions, **alarm.dimensions}
    return AlarmMetrics("", [_metric(metric_id, name, alarm, named, return_data=True)])


def metrics_of_cluster(
    alarm: AlarmFacts, cluster_name: str, dimensions: Mapping[str, str] | None = None
) -> AlarmMetrics:
    """One metric with the cluster's name and `dimensions`, those of a consumer group or none."""
    return metrics_of_one(alarm, {_CLUSTER: cluster_name, **(dimensions or {})})


def metrics_of_brokers(
    alarm: AlarmFacts, cluster_name: str, broker_count: int | None
) -> Iterator[AlarmMetrics]:
    """What watches every broker of a cluster, in as few alarms as CloudWatch allows.

    A single metric is one Metrics Insights query that returns a time series for each broker: it
    names the broker that is in trouble and follows the number of brokers by itself. Such a query
    knows one metric only, so a calculation over several is metric math over brokers 1 to
    `broker_count`, ten metrics to an alarm, of which the worst broker counts.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Metrics_Insights_Alarm.html
    """
    if alarm.expression is None:
        yield query_of(alarm, {_CLUSTER: cluster_name}, by=_BROKER, id="brokers")
        return
    assert broker_count is not None, "the caller has asked for it"  # noqa: S101
    size = _MOST_METRICS // len(alarm.metrics)
    for first in range(1, broker_count + 1, size):
        brokers = range(first, min(first + size, broker_count + 1))
        suffix = "" if first == 1 else f"FromBroker{first}"
        yield AlarmMetrics(suffix, list(_worst_of(alarm, alarm.expression, cluster_name, brokers)))


def metrics_of_anomaly(
    alarm: AlarmFacts, dimensions: Mapping[str, str], deviations: float
) -> AlarmMetrics:
    """A metric and the band CloudWatch expects it in, `deviations` standard deviations wide."""
    ((metric_id, name),) = alarm.metrics.items()
    band = cloudwatch.CfnAlarm.MetricDataQueryProperty(
        id="band",
        expression=f"ANOMALY_DETECTION_BAND({metric_id}, {deviations:g})",
        label="expected",
        return_data=True,
    )
    metric = _metric(metric_id, name, alarm, dimensions, return_data=True)
    return AlarmMetrics("", [metric, band], band="band")


def query_of(
    alarm: AlarmFacts, where: Mapping[str, str], *, by: str | None, id: str
) -> AlarmMetrics:
    """A Metrics Insights query over the one metric of `alarm`.

    Args:
        alarm: Whose metric it is.
        where: The dimensions that have one value.
        by: The dimension of which each value is a time series of its own. None: one series over
            all topics.
        id: Of the query.
    """
    (name,) = alarm.metrics.values()
    values = {**where, **alarm.dimensions}
    first, *others = values
    schema = ", ".join(f'"{d}"' for d in (first, by or "Topic", *others))
    condition = " AND ".join(f"\"{dimension}\" = '{value}'" for dimension, value in values.items())
    function = _FUNCTIONS[alarm.statistic]
    # CloudWatch refuses an alarm on several series without an order: the worst one comes first.
    # Without a label: CloudWatch then names each series after its value of `by`.
    direction = "DESC" if alarm.rises else "ASC"
    clauses = (
        f"SELECT {function}({name})",
        f'FROM SCHEMA("{_namespace(alarm)}", {schema})',
        f"WHERE {condition}",
        *([f'GROUP BY "{by}" ORDER BY {function}() {direction}'] if by else []),
    )
    query = cloudwatch.CfnAlarm.MetricDataQueryProperty(
        id=id, expression=" ".join(clauses), period=alarm.period, return_data=True
    )
    return AlarmMetrics("", [query])


def _worst_of(
    alarm: AlarmFacts, expression: str, cluster_name: str, brokers: range
) -> Iterator[cloudwatch.CfnAlarm.MetricDataQueryProperty]:
    for broker in brokers:
        dimensions = {_CLUSTER: cluster_name, _BROKER: str(broker), **alarm.dimensions}
        for metric_id, name in alarm.metrics.items():
            yield _metric(f"{metric_id}{broker}", name, alarm, dimensions, return_data=False)
        ids = "|".join(alarm.metrics)
        yield cloudwatch.CfnAlarm.MetricDataQueryProperty(
            id=f"broker{broker}",
            expression=re.sub(rf"\b({ids})\b", rf"\g<1>{broker}", expression),
            label=f"Broker {broker}",
            return_data=False,
        )
    worst = "MAX" if alarm.rises else "MIN"
    yield cloudwatch.CfnAlarm.MetricDataQueryProperty(
        id="worst",
        expression=f"{worst}([{', '.join(f'broker{broker}' for broker in brokers)}])",
        label=alarm.id,
        return_data=True,
    )


def _namespace(alarm: AlarmFacts) -> str:
    return _NAMESPACES.get(alarm.scope, "AWS/Kafka")


def _metric(
    id: str, name: str, alarm: AlarmFacts, dimensions: Mapping[str, str], *, return_data: bool
) -> cloudwatch.CfnAlarm.MetricDataQueryProperty:
    return cloudwatch.CfnAlarm.MetricDataQueryProperty(
        id=id,
        metric_stat=cloudwatch.CfnAlarm.MetricStatProperty(
            metric=cloudwatch.CfnAlarm.MetricProperty(
                namespace=_namespace(alarm),
                metric_name=name,
                dimensions=[
                    cloudwatch.CfnAlarm.DimensionProperty(name=dimension, value=value)
                    for dimension, value in dimensions.items()
                ],
            ),
            period=alarm.period,
            stat=alarm.statistic,
        ),
        return_data=return_data,
    )
