"""A metric of a cluster, checked against what such a cluster publishes."""

from collections.abc import Mapping

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from cdk_msk.cluster.metric_dimensions import own_dimensions
from msk_model import ClusterShape
from msk_model.facts.metric_choice import metric_of, refusal


class PublishesMetrics(Construct):
    """Something that publishes the metrics of a cluster.

    Attributes:
        cluster_name: The first dimension of every metric.
        shape: What decides which metrics there are.
    """

    cluster_name: str
    shape: ClusterShape

    def metric(
        self,
        metric_name: str,
        *,
        dimensions: Mapping[str, str] | None = None,
        statistic: str | None = None,
        period: cdk.Duration | None = None,
        label: str | None = None,
    ) -> cloudwatch.Metric:
        """A metric of this cluster; there is a ``metric_*`` method for each as well.

        The unit is never said: CloudWatch then finds only data published with that very unit.

        Args:
            metric_name: MSK's own name: ``MaxOffsetLag``.
            dimensions: All that the metric has besides the cluster's name:
                ``{"Broker ID": "1"}``. Absent: it has none.
            statistic: How to aggregate. Absent: what means something for this metric, as
                `msk_model` has it.
            period: Over which time. Absent: five minutes; one minute for what is published in parts
                (connections, and everything of a serverless cluster's topics), of which only a sum
                over a minute is the value.
            label: What a graph calls it. Absent: CloudWatch decides.

        Raises:
            ValueError: The cluster never publishes it, as far as it is known: it takes another
                monitoring level, another type of brokers or other dimensions.
        """
        named = {"Cluster Name": self.cluster_name, **(dimensions or {})}
        facts = metric_of(self.shape, metric_name, named)
        if facts is None:
            why = refusal(self.shape, metric_name, named)
            raise ValueError(f"{self.node.path}: metric_name {why}")
        if period is None and facts.in_parts:
            period = cdk.Duration.minutes(1)
        return cloudwatch.Metric(
            namespace=facts.namespace,
            metric_name=metric_name,
            dimensions_map=named,
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
