"""Alarms for a cluster, its brokers and its consumer groups."""

from collections.abc import Collection, Mapping, Sequence

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_sns as sns
from constructs import Construct

from cdk_msk.cluster.cluster import Cluster
from cdk_msk.monitoring.alarm_metrics import AlarmMetrics, metrics_of_brokers, metrics_of_cluster
from cdk_msk.monitoring.alarm_selection import selected_alarms
from cdk_msk.monitoring.consumer_lag import ConsumerLag
from cdk_msk.monitoring.publishing import let_cloudwatch_publish
from cdk_msk.monitoring.remedies import REMEDIES
from msk_model import Unknown
from msk_model.facts.alarms import AlarmFacts, recommended_alarms

_OPERATORS = {
    ">=": "GreaterThanOrEqualToThreshold",
    ">": "GreaterThanThreshold",
    "<=": "LessThanOrEqualToThreshold",
    "<": "LessThanThreshold",
}


class ClusterAlarms(Construct):
    """The alarms AWS recommends, as far as this cluster publishes their metrics.

    Standard brokers, Express brokers and serverless clusters publish different metrics, and more
    of them at higher monitoring levels; an alarm on a metric that is never published would stay
    silent for ever, so it is not made, and asking for it is an error.

    A broker's alarm is one alarm for all brokers: a Metrics Insights query that tells the brokers
    apart and follows their number. In exchange, an account has room for 200 such alarms per
    Region by default, and CloudWatch bills each broker as a metric, as it would bill an alarm for
    each. Calculations over two metrics (`CpuUsage`, `VolumeThroughput`) are one alarm for five
    brokers, which tells the worst value and not whose it is.

    Every description says what to do. Silence is never taken for health: without data a broker's
    alarm shows INSUFFICIENT_DATA; only lag and connections may be absent because nobody is there.

    https://docs.aws.amazon.com/msk/latest/developerguide/bestpractices-cw-alarms.html

    Attributes:
        alarms: Every alarm by its id: ``CpuUsage``, ``SumOffsetLag-<group>-<topic>``.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        cluster: Cluster,
        alarm_topic: sns.ITopic | None = None,
        thresholds: Mapping[str, float] | None = None,
        exclude: Collection[str] = (),
        consumer_lag: Sequence[ConsumerLag] = (),
        broker_count: int | None = None,
    ) -> None:
        """Define the alarms.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            cluster: What is watched.
            alarm_topic: Told when an alarm fires and when it is over. CloudWatch is allowed to
                publish to it and to use its key. Absent: the alarms change state and tell nobody.
            thresholds: Your values by alarm id: ``{"CpuUsage": 70}``. An alarm that is not made
                by default (``UnderReplicatedPartitions``) is made when it is named here. Absent:
                AWS's values.
            exclude: Ids of alarms that are not wanted.
            consumer_lag: Groups whose lag is watched. Absent: none; a serverless cluster then
                has no alarm at all, as lag is all AWS recommends one on.
            broker_count: All brokers of the cluster. Absent: as many as the cluster says; an
                imported cluster does not.

        Raises:
            ValueError: An alarm id is unknown or not one this cluster can have, or the number of
                brokers is needed and unknown.
        """
        super().__init__(scope, id)
        self.alarms: dict[str, cloudwatch.CfnAlarm] = {}
        self._notify = [alarm_topic.topic_arn] if alarm_topic else None
        if alarm_topic:
            let_cloudwatch_publish(alarm_topic)
        name = cluster.cluster_name
        selected = selected_alarms(
            self.node.path, cluster.shape, thresholds=thresholds or {}, exclude=exclude
        )
        for alarm, threshold in selected:
            if threshold is None:
                self._warn_of_missing(alarm)
            elif alarm.scope == "cluster":
                self._add(alarm, alarm.id, threshold, metrics_of_cluster(alarm, name))
            else:
                brokers = self._broker_count(alarm, cluster, broker_count)
                for metrics in metrics_of_brokers(alarm, name, brokers):
                    self._add(alarm, alarm.id + metrics.suffix, threshold, metrics)
        for alarm in recommended_alarms(cluster.shape):
            if alarm.scope == "group":
                self._watch_groups(alarm, name, consumer_lag)

    def _watch_groups(
        self, alarm: AlarmFacts, cluster_name: str, consumer_lag: Sequence[ConsumerLag]
    ) -> None:
        for number, lag in enumerate(consumer_lag, start=1):
            threshold = lag.threshold(alarm.id)
            if threshold is None:
                continue
            dimensions = {"Consumer Group": lag.group, "Topic": lag.topic}
            self._add(
                alarm,
                f"{alarm.id}-{lag.name or number}",
                threshold,
                metrics_of_cluster(alarm, cluster_name, dimensions),
            )

    def _add(self, alarm: AlarmFacts, id: str, threshold: float, metrics: AlarmMetrics) -> None:
        may_be_absent = alarm.scope == "group" or alarm.needs_iam
        self.alarms[id] = cloudwatch.CfnAlarm(
            self,
            id,
            alarm_description=f"{alarm.why} {REMEDIES[alarm.id]} {alarm.source}",
            metrics=metrics.metrics,
            comparison_operator=_OPERATORS[alarm.comparison],
            threshold=threshold,
            evaluation_periods=alarm.evaluation_periods,
            treat_missing_data="notBreaching" if may_be_absent else "missing",
            alarm_actions=self._notify,
            ok_actions=self._notify,
        )

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
