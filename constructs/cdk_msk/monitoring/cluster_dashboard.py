"""A dashboard for a cluster."""

from collections.abc import Sequence

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from cdk_msk.cluster.cluster import Cluster
from cdk_msk.monitoring.cluster_alarms import ClusterAlarms
from cdk_msk.monitoring.dashboard_body import DashboardBody
from cdk_msk.monitoring.graphs import GRAPHS, Graph
from cdk_msk.monitoring.published import describe, kind_of, published
from msk_model import ClusterShape, nearest
from msk_model.facts.metrics import LEVELS, MetricFacts, all_metrics


class ClusterDashboard(Construct):
    """A CloudWatch dashboard with what this cluster publishes, and no empty graphs.

    Every graph finds brokers, topics and consumer groups by itself when somebody looks, up to 100
    lines. Thresholds of AWS's recommended alarms are drawn where there are any. CloudWatch bills
    a dashboard by the month beyond the first three of an account.

    Attributes:
        resource: The dashboard.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        cluster: Cluster,
        alarms: ClusterAlarms | None = None,
        dashboard_name: str | None = None,
        metrics: Sequence[str] = (),
    ) -> None:
        """Define the dashboard.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            cluster: What is shown.
            alarms: Alarms whose state is shown on top. Absent: none.
            dashboard_name: Letters, digits, underscores and hyphens. Absent: CloudFormation makes
                one.
            metrics: Names of further metrics, a graph for each: ``["VolumeReadOps"]``.

        Raises:
            ValueError: A metric is unknown, or this cluster does not publish it at its monitoring
                level.
        """
        super().__init__(scope, id)
        further = [self._graph(cluster.shape, name) for name in metrics]
        body = DashboardBody(
            shape=cluster.shape,
            cluster_name=cluster.cluster_name,
            region=cdk.Stack.of(self).region,
            alarm_arns=[one.attr_arn for one in alarms.alarms.values()] if alarms else [],
            graphs=(*GRAPHS, *further),
        )
        self.resource = cloudwatch.CfnDashboard(
            self,
            "Resource",
            dashboard_name=dashboard_name,
            dashboard_body=cdk.Stack.of(self).to_json_string(body.content()),
        )

    def _graph(self, shape: ClusterShape, name: str) -> Graph:
        metric = next((one for one in published(shape) if one.name == name), None)
        if metric is None:
            raise ValueError(self._refusal(shape, name))
        return Graph(name, (name,), _section(metric))

    def _refusal(self, shape: ClusterShape, name: str) -> str:
        start = f"{self.node.path}: metrics must be published by {describe(shape)}, got {name!r}"
        known = [one for one in all_metrics() if one.name == name]
        if not known:
            meant = nearest(name, {one.name for one in all_metrics()})
            return f"{start}; did you mean {meant!r}?" if meant else f"{start}; MSK has no such one"
        levels = [level for one in known if (level := one.level(*kind_of(shape)))]
        if not levels:
            return f"{start}; no monitoring level brings it"
        return f"{start}; it needs monitoring_level {min(levels, key=LEVELS.index)}"


def _section(metric: MetricFacts) -> str:
    if "Consumer Group" in metric.dimensions:
        return "Consumer groups"
    if "Topic" in metric.dimensions:
        return "Topics"
    return "Brokers" if "Broker ID" in metric.dimensions else "Cluster"
