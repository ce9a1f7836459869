"""A dashboard for a cluster."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from cdk_msk.checks import known
from cdk_msk.cluster.cluster import Cluster
from cdk_msk.monitoring.cluster_alarms import ClusterAlarms
from cdk_msk.monitoring.consumer_lag import ConsumerLag
from cdk_msk.monitoring.dashboard_body import DashboardBody
from cdk_msk.monitoring.dashboard_check import faults_of
from cdk_msk.monitoring.dashboard_sections import SECTIONS
from cdk_msk.monitoring.graphs import Graph, Lines, Section
from msk_model import ClusterShape
from msk_model.facts.metric_choice import metric_of, refusal
from msk_model.facts.metrics import MetricFacts

_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,255}")


class ClusterDashboard(Construct):
    """A CloudWatch dashboard with what this cluster publishes, and no empty graphs.

    The overview comes first: is it healthy, how full, how loaded, how far behind. Then brokers,
    topics, clients, storage and replication, each with what to do under its heading. Brokers,
    topics and consumer groups are found when somebody looks: every broker of a small cluster, the
    ten worst and the average of a large one. Thresholds of AWS's recommended alarms are drawn
    where there are any. CloudWatch bills a dashboard by the month beyond the first three of an
    account.

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
        consumer_lag: Sequence[ConsumerLag] = (),
        connectors: Sequence[str] = (),
        replicators: Sequence[str] = (),
        thresholds: Mapping[str, float] | None = None,
        runbooks: str | None = None,
    ) -> None:
        """Define the dashboard.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            cluster: What is shown.
            alarms: Incidents and alarms whose state is shown on top. Absent: none.
            dashboard_name: Letters, digits, underscores and hyphens, at most 255. Absent:
                CloudFormation makes one.
            metrics: Names of further metrics, a graph for each: ``["VolumeReadOps"]``.
            consumer_lag: Groups with a graph of their own, their limits drawn. Absent: only the
                ten groups that are furthest behind are shown.
            connectors: Names of connectors of MSK Connect. Absent: none.
            replicators: Names of replicators whose target is in this Region. Absent: none.
            thresholds: What `ClusterAlarms` was given, so that the same values are drawn. Absent:
                AWS's values.
            runbooks: Address of a page whose headings are alarm ids, say ``docs/alarms.md`` where
                your team reads it. Absent: AWS's pages are linked.

        Raises:
            ValueError: A metric is unknown, or this cluster never publishes it; or there is more
                to show than CloudWatch takes in one dashboard, or it takes no such name.
        """
        super().__init__(scope, id)
        named = known(dashboard_name)
        if isinstance(named, str) and not _NAME.fullmatch(named):
            raise ValueError(
                f"{self.node.path}: dashboard_name must be letters, digits, underscores and "
                f"hyphens, got {named!r}"
            )
        body = DashboardBody(
            shape=cluster.shape,
            cluster_name=cluster.cluster_name,
            region=cdk.Stack.of(self).region,
            alarm_arns=_arns(alarms) if alarms else (),
            sections=tuple(self._sections(cluster.shape, metrics)),
            consumer_lag=consumer_lag,
            connectors=connectors,
            replicators=replicators,
            thresholds=thresholds or {},
            runbooks=runbooks,
        ).content()
        faults = faults_of(body)
        if faults:
            raise ValueError("\n".join(f"{self.node.path}: {fault}" for fault in faults))
        self.resource = cloudwatch.CfnDashboard(
            self,
            "Resource",
            dashboard_name=dashboard_name,
            dashboard_body=cdk.Stack.of(self).to_json_string(body),
        )

    def _sections(self, shape: ClusterShape, names: Sequence[str]) -> Iterator[Section]:
        yield from SECTIONS
        graphs = []
        for name in names:
            metric = metric_of(shape, name)
            if metric is None:
                raise ValueError(f"{self.node.path}: metrics {refusal(shape, name)}")
            graphs.append(Graph(name, (name,), _lines(metric)))
        yield Section("More", (), tuple(graphs))


def _arns(alarms: ClusterAlarms) -> Sequence[str]:
    """Incidents first: they say what is the matter, and the alarms below them why."""
    incidents = [one.attr_arn for one in alarms.incidents.values()]
    return [*incidents, *(one.attr_arn for one in alarms.alarms.values())]


def _lines(metric: MetricFacts) -> Lines:
    if "Consumer Group" in metric.dimensions:
        return "group"
    if "Client Authentication" in metric.dimensions:
        return "authentication"
    if "Topic" in metric.dimensions:
        return "topic"
    return "broker" if "Broker ID" in metric.dimensions else "cluster"
