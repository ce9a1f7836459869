"""Metrics of what stands beside a cluster: connectors and replicators, known by their names."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch

from cdk_msk.cluster.metric_dimensions import own_dimensions
from msk_model import nearest
from msk_model.facts.metrics import MetricFacts, connector_metrics, replicator_metrics


class MetricSource:
    """Something with a name that publishes metrics, in this app or not.

    Attributes:
        name: The first dimension of every metric.
        facts: What it publishes.
    """

    facts: ClassVar[Sequence[MetricFacts]]

    def __init__(self, name: str) -> None:
        self.name = name

    def metric(
        self,
        metric_name: str,
        *,
        dimensions: Mapping[str, str] | None = None,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """A metric by CloudWatch's name for it.

        Args:
            metric_name: As CloudWatch spells it.
            dimensions: All it has besides `name`. Absent: none.
            statistic: How to aggregate. Absent: what means something for this metric.
            period: Over which time. Absent: five minutes; one minute for what is published in
                parts, of which only a sum over a minute is the value.
            label: What a graph calls it. Absent: CloudWatch decides.

        Raises:
            ValueError: There is no such metric, or it has other dimensions.
        """
        own = set(dimensions or {})
        rows = [one for one in self.facts if one.name == metric_name]
        facts = next((one for one in rows if own == set(one.dimensions[1:])), None)
        if facts is None:
            raise ValueError(self._refusal(metric_name, rows))
        if period is None and facts.in_parts:
            period = cdk.Duration.minutes(1)
        return cloudwatch.Metric(
            namespace=facts.namespace,
            metric_name=metric_name,
            dimensions_map={facts.dimensions[0]: self.name, **(dimensions or {})},
            statistic=statistic or facts.statistic,
            period=period,
            label=label,
        )

    def _metric(
        self,
        metric_name: str,
        statistic: str | None,
        period: cdk.Duration | None,
        label: str | None,
        **own: int | str | None,
    ) -> cloudwatch.Metric:
        """What the written methods call: `metric` with dimensions by their Python names."""
        return self.metric(
            metric_name,
            dimensions=own_dimensions(own),
            statistic=statistic,
            period=period,
            label=label,
        )

    def _refusal(self, metric_name: str, rows: Sequence[MetricFacts]) -> str:
        start = f"{self.name}: metric_name must be a metric it publishes, got {metric_name!r}"
        if rows:
            sets = (" and ".join(map(repr, one.dimensions[1:])) or "no dimension" for one in rows)
            return f"{start}; it comes with {', or with '.join(sets)}"
        likely = nearest(metric_name, {one.name for one in self.facts})
        return f"{start}; did you mean {likely!r}?" if likely else f"{start}; there is none"


class ConnectorSource(MetricSource):
    """A connector of MSK Connect."""

    facts = connector_metrics()


class ReplicatorSource(MetricSource):
    """A replicator."""

    facts = replicator_metrics()
