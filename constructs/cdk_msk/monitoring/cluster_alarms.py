"""Alarms for a cluster, its brokers and its consumer groups."""

from collections.abc import Collection, Mapping, Sequence

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_sns as sns
from constructs import Construct

from cdk_msk.cluster.cluster import Cluster
from cdk_msk.monitoring.alarm_metrics import metrics_of_brokers, metrics_of_cluster, query_of
from cdk_msk.monitoring.alarm_selection import require_alarms_of, selected_alarms
from cdk_msk.monitoring.alarm_set import AlarmOptions, AlarmSet
from cdk_msk.monitoring.consumer_lag import ConsumerLag
from cdk_msk.monitoring.evaluation import Evaluation
from cdk_msk.monitoring.group_alarms import watch_groups
from cdk_msk.monitoring.maintenance_window import Suppression
from cdk_msk.monitoring.notifications import OpsItems
from msk_model import Unknown
from msk_model.facts.alarms import AlarmFacts, Severity, recommended_alarms


class ClusterAlarms(Construct):
    """The alarms AWS recommends and some of ours, as far as this cluster publishes their metrics.

    Standard brokers, Express brokers and serverless clusters publish different metrics, and more
    of them at higher monitoring levels; an alarm on a metric that is never published would stay
    silent for ever, so it is not made, and asking for it is an error.

    A broker's alarm is one alarm for all brokers: a Metrics Insights query that tells the brokers
    apart and follows their number. In exchange, an account has room for 200 such alarms per
    Region by default, and CloudWatch bills each broker as a metric, as it would bill an alarm for
    each. Calculations over two metrics (`CpuUsage`, `VolumeThroughput`) are one alarm for five
    brokers, which tells the worst value and not whose it is.

    An alarm is a page, when somebody has to act now, or a ticket. Pages are symptoms of an
    incident: they tell nobody, and the composite alarm of their incident tells once. Incidents
    that follow from others, as lag does from a broker that is down, wait for those to be over.

    Every description says what to do. Silence of a cluster is never taken for health: alarms show
    INSUFFICIENT_DATA; only lag and connections may be absent because nobody is there. A single
    broker that falls silent leaves the queries, and is seen by what the others publish.

    https://docs.aws.amazon.com/msk/latest/developerguide/bestpractices-cw-alarms.html

    Attributes:
        alarms: Every alarm by its id: ``CpuUsage``, ``SumOffsetLag-<group>-<topic>``.
        incidents: Composite alarms: ``Availability``, ``Storage``, ``ConsumerLag-<group>``.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        cluster: Cluster,
        alarm_topic: sns.ITopic | None = None,
        ticket_topic: sns.ITopic | None = None,
        ops_items: OpsItems | None = None,
        thresholds: Mapping[str, float] | None = None,
        severities: Mapping[str, Severity] | None = None,
        evaluations: Mapping[str, Evaluation] | None = None,
        exclude: Collection[str] = (),
        consumer_lag: Sequence[ConsumerLag] = (),
        broker_count: int | None = None,
        runbooks: str | None = None,
        suppressed_by: Suppression | None = None,
    ) -> None:
        """Define the alarms.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            cluster: What is watched.
            alarm_topic: Told of incidents and of tickets, when they begin and when they are over.
                CloudWatch is allowed to publish to it and to use its key. Absent: the alarms
                change state and tell nobody.
            ticket_topic: Told of tickets in place of `alarm_topic`. Absent: that is.
            ops_items: Work items of OpsCenter for pages and tickets. Absent: none.
            thresholds: Your values by alarm id: ``{"CpuUsage": 70}``. An alarm that is not made
                by default (``RemoteCopyLagBytes``) is made when it is named here. Absent: AWS's
                values, or ours where AWS has none.
            severities: ``page`` or ``ticket`` by alarm id. Absent: as docs/alarms.md says.
            evaluations: M out of N by alarm id, also of consumer groups. Absent: as docs/alarms.md
                says.
            exclude: Ids of alarms that are not wanted.
            consumer_lag: Groups whose lag is watched. Absent: none.
            broker_count: All brokers of the cluster. Absent: as many as the cluster says; an
                imported cluster does not.
            runbooks: Address of your copy of docs/alarms.md, whose anchors are the alarms' ids in
                lower case. Absent: descriptions link to the page of AWS that the alarm rests on.
            suppressed_by: While its alarm is in ALARM nobody is paged: see `MaintenanceWindow`.
                Absent: always.

        Raises:
            ValueError: An alarm id is unknown or not one this cluster can have, or the number of
                brokers is needed and unknown, or an evaluation reaches back too far.
        """
        super().__init__(scope, id)
        path, shape = self.node.path, cluster.shape
        if broker_count is not None and broker_count < 1:
            raise ValueError(f"{path}: broker_count must be at least 1, got {broker_count}")
        require_alarms_of(path, shape, {"severities": severities or {}})
        require_alarms_of(path, shape, {"evaluations": evaluations or {}}, groups=True)
        options: AlarmOptions = {
            "alarm_topic": alarm_topic,
            "ticket_topic": ticket_topic,
            "ops_items": ops_items,
            "severities": severities,
            "evaluations": evaluations,
            "runbooks": runbooks,
            "suppressed_by": suppressed_by,
        }
        self._set = AlarmSet(self, watched=cluster.cluster_name, options=options)
        for alarm, threshold in selected_alarms(
            path, shape, thresholds=thresholds or {}, exclude=exclude
        ):
            if threshold is None:
                self._warn_of_missing(alarm)
            else:
                self._watch(alarm, threshold, cluster, broker_count)
        of_groups = [one for one in recommended_alarms(shape) if one.scope == "group"]
        watch_groups(self._set, cluster.cluster_name, of_groups, consumer_lag)
        self._set.add_incidents()

    @property
    def alarms(self) -> dict[str, cloudwatch.CfnAlarm]:
        """Every alarm by its id."""
        return self._set.alarms

    @property
    def incidents(self) -> dict[str, cloudwatch.CfnCompositeAlarm]:
        """The composite alarm of each incident by its id."""
        return self._set.incidents

    def _watch(
        self, alarm: AlarmFacts, threshold: float, cluster: Cluster, broker_count: int | None
    ) -> None:
        name = cluster.cluster_name
        if alarm.scope == "cluster":
            self._set.add(alarm, alarm.id, threshold, metrics_of_cluster(alarm, name))
        elif alarm.scope == "topics":
            query = query_of(alarm, {"Cluster Name": name}, by=None, id="topics")
            self._set.add(alarm, alarm.id, threshold, query)
        else:
            brokers = self._broker_count(alarm, cluster, broker_count)
            for metrics in metrics_of_brokers(alarm, name, brokers):
                self._set.add(alarm, alarm.id + metrics.suffix, threshold, metrics)

    def _broker_count(
        self, alarm: AlarmFacts, cluster: Cluster, broker_count: int | None
    ) -> int | None:
        if broker_count is not None:
            return broker_count
        if not isinstance(cluster.shape.broker_count, Unknown):
            return cluster.shape.broker_count
        if alarm.expression is None:
            return None
        raise ValueError(
            f"{self.node.path}: broker_count must be given for a cluster that does not say how "
            f"many brokers it has, got None; {alarm.id} is calculated for each, or exclude it"
        )

    def _warn_of_missing(self, alarm: AlarmFacts) -> None:
        cdk.Annotations.of(self).add_warning_v2(
            f"cdk-msk:alarm-without-threshold-{alarm.id}",
            f"{self.node.path}: {alarm.id} is left out because its threshold depends on the broker "
            f"size, which is unknown; give thresholds={{{alarm.id!r}: …}} or exclude it",
        )
