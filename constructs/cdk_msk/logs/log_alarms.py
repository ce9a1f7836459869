"""Alarms on what is in the logs of a cluster."""

from collections.abc import Collection, Mapping

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sns as sns
from constructs import Construct

from cdk_msk.cluster.cluster import Cluster
from cdk_msk.logs.alarm_facts import BROKER_NOISE, LOG_ALARMS, LogAlarmFacts
from cdk_msk.logs.filter_patterns import filter_pattern
from cdk_msk.logs.log_groups import log_groups_of
from cdk_msk.monitoring.publishing import let_cloudwatch_publish
from msk_model import nearest

_SECONDS = 300


class LogAlarms(Construct):
    """Counts lines of the broker and authorizer logs, and tells when there are too many.

    No metric of MSK counts denied operations, and none says that brokers log errors. Metric
    filters do: their metrics have the namespace ``KafkaLogs/<cluster>`` and the name of the alarm.

    | alarm | lines | fires |
    |---|---|---|
    | `AuthorizationFailures` | the authorizer denied something | more than 10 in 5 minutes |
    | `AuthenticationFailures` | a client could not sign in | more than 50 in 5 minutes |
    | `BrokerErrors` | ERROR or FATAL, but for known noise | more than 10, 3 times in a row |

    An alarm whose logs do not go to CloudWatch Logs is left out; to ask for it is an error.

    Attributes:
        alarms: Every alarm by its id.
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
        noise: Collection[str] = BROKER_NOISE,
        broker_log_group: logs.ILogGroup | None = None,
        authorizer_log_group: logs.ILogGroup | None = None,
    ) -> None:
        """Define the metric filters and the alarms.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            cluster: Whose logs are watched.
            alarm_topic: Told when an alarm fires and when it is over. Absent: nobody is told.
            thresholds: Lines in five minutes by alarm id: ``{"BrokerErrors": 100}``. Absent: the
                values of the table above.
            exclude: Ids of alarms that are not wanted.
            noise: Parts of lines that `BrokerErrors` does not count; to add to those known, say
                ``(*BROKER_NOISE, "…")``.
            broker_log_group: With the broker logs. Absent: that of the cluster; an imported
                cluster does not know its own.
            authorizer_log_group: With the authorizer logs, likewise.

        Raises:
            ValueError: There are no logs, an alarm id is unknown or its logs are not there, or
                the noise cannot be written in a filter pattern.
        """
        super().__init__(scope, id)
        self.alarms: dict[str, cloudwatch.CfnAlarm] = {}
        self._namespace = f"KafkaLogs/{cluster.cluster_name}"
        groups = log_groups_of(
            self.node.path,
            cluster,
            broker_log_group=broker_log_group,
            authorizer_log_group=authorizer_log_group,
        )
        possible = [one for one in LOG_ALARMS if one.logs in groups]
        stated = thresholds or {}
        self._require_possible("thresholds", stated, possible)
        self._require_possible("exclude", exclude, possible)
        if alarm_topic:
            let_cloudwatch_publish(alarm_topic)
        notify = [alarm_topic.topic_arn] if alarm_topic else None
        for one in possible:
            if one.id not in exclude:
                self._count(one, groups[one.logs], noise if one.skips_noise else ())
                self._watch(one, stated.get(one.id, one.threshold), notify)

    def metric(self, id: str) -> cloudwatch.Metric:
        """The lines an alarm counts, as their sum over five minutes.

        Raises:
            ValueError: There is no such alarm.
        """
        if id not in self.alarms:
            raise ValueError(
                f"{self.node.path}: id must be one of {', '.join(self.alarms)}, got {id!r}"
            )
        return cloudwatch.Metric(namespace=self._namespace, metric_name=id, statistic="Sum")

    def _count(self, one: LogAlarmFacts, group: logs.ILogGroup, noise: Collection[str]) -> None:
        """One filter for each phrase: a pattern has no "or" beside what it excludes."""
        for number, phrase in enumerate(one.phrases, start=1):
            try:
                pattern = filter_pattern(phrase, without=noise)
            except ValueError as error:
                raise ValueError(f"{self.node.path}: noise: {error}") from None
            logs.CfnMetricFilter(
                self,
                f"{one.id}Filter{number}",
                log_group_name=group.log_group_name,
                filter_pattern=pattern,
                metric_transformations=[
                    logs.CfnMetricFilter.MetricTransformationProperty(
                        metric_namespace=self._namespace,
                        metric_name=one.id,
                        metric_value="1",
                        default_value=0,
                        unit="Count",
                    )
                ],
            )

    def _watch(self, one: LogAlarmFacts, threshold: float, notify: list[str] | None) -> None:
        self.alarms[one.id] = cloudwatch.CfnAlarm(
            self,
            one.id,
            alarm_description=f"{one.why} {one.remedy}",
            namespace=self._namespace,
            metric_name=one.id,
            statistic="Sum",
            period=_SECONDS,
            evaluation_periods=one.periods,
            comparison_operator="GreaterThanThreshold",
            threshold=threshold,
            # No line at all is no error; whether brokers live is for the alarms of their metrics.
            treat_missing_data="notBreaching",
            alarm_actions=notify,
            ok_actions=notify,
        )

    def _require_possible(
        self, argument: str, ids: Collection[str], possible: Collection[LogAlarmFacts]
    ) -> None:
        known = {one.id: one for one in LOG_ALARMS}
        for alarm_id in ids:
            if alarm_id not in known:
                meant = nearest(alarm_id, list(known))
                hint = f"did you mean {meant!r}?" if meant else f"one of {', '.join(known)}"
                raise ValueError(
                    f"{self.node.path}: {argument} must name alarms of logs, "
                    f"got {alarm_id!r}; {hint}"
                )
            if known[alarm_id] not in possible:
                kind = known[alarm_id].logs
                raise ValueError(
                    f"{self.node.path}: {argument} must name alarms of logs that are there, got "
                    f"{alarm_id!r}; send {kind} logs to CloudWatch Logs ({kind}_logging), or name "
                    f"{kind}_log_group"
                )
