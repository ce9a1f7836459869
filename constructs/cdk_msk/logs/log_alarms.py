"""Alarms on what is in the logs of a cluster."""

from collections.abc import Collection, Mapping

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sns as sns
from constructs import Construct

from cdk_msk.cluster.cluster import Cluster
from cdk_msk.logs.alarm_facts import BROKER_NOISE, LOG_ALARMS, SOURCE, LogAlarmFacts
from cdk_msk.logs.filter_patterns import filter_pattern
from cdk_msk.logs.log_groups import log_groups_of
from cdk_msk.monitoring.alarm_selection import require_ids
from cdk_msk.monitoring.evaluation import A_DAY, Evaluation, require_reach
from cdk_msk.monitoring.notifications import Notifications, OpsItems
from msk_model.facts.alarms import Severity, log_namespace

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

    All of them are tickets unless `severities` says otherwise. They are no symptoms of each other,
    so each tells for itself, also when it pages.

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
        ticket_topic: sns.ITopic | None = None,
        ops_items: OpsItems | None = None,
        thresholds: Mapping[str, float] | None = None,
        severities: Mapping[str, Severity] | None = None,
        evaluations: Mapping[str, Evaluation] | None = None,
        exclude: Collection[str] = (),
        noise: Collection[str] = BROKER_NOISE,
        runbooks: str | None = None,
        broker_log_group: logs.ILogGroup | None = None,
        authorizer_log_group: logs.ILogGroup | None = None,
    ) -> None:
        """Define the metric filters and the alarms.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            cluster: Whose logs are watched.
            alarm_topic: Told of pages and, without `ticket_topic`, of tickets, when they begin and
                when they are over. Absent: nobody is told.
            ticket_topic: Told of tickets. Absent: `alarm_topic` is.
            ops_items: Work items of OpsCenter for pages and tickets. Absent: none.
            thresholds: Lines in five minutes by alarm id: ``{"BrokerErrors": 100}``. Absent: the
                values of the table above.
            severities: ``page`` or ``ticket`` by alarm id. Absent: tickets.
            evaluations: M out of N five minutes by alarm id. Absent: as the table says.
            exclude: Ids of alarms that are not wanted.
            noise: Parts of lines that `BrokerErrors` does not count; to add to those known, say
                ``(*BROKER_NOISE, "…")``.
            runbooks: Address of your copy of docs/logs.md, whose anchors are the alarms' ids in
                lower case. Absent: descriptions link to AWS's page about logs.
            broker_log_group: With the broker logs. Absent: that of the cluster; an imported
                cluster does not know its own.
            authorizer_log_group: With the authorizer logs, likewise.

        Raises:
            ValueError: There are no logs, an alarm id is unknown or its logs are not there, an
                evaluation reaches back too far, or the noise cannot be written in a filter pattern.
        """
        super().__init__(scope, id)
        self.alarms: dict[str, cloudwatch.CfnAlarm] = {}
        self._namespace = log_namespace(cluster.cluster_name)
        groups = log_groups_of(
            self.node.path,
            cluster,
            broker_log_group=broker_log_group,
            authorizer_log_group=authorizer_log_group,
        )
        self._require_possible(
            {one.id for one in LOG_ALARMS if one.logs in groups},
            {
                "thresholds": thresholds or {},
                "severities": severities or {},
                "evaluations": evaluations or {},
                "exclude": exclude,
            },
        )
        self._runbooks = runbooks
        self._notifications = Notifications(
            alarm_topic=alarm_topic, ticket_topic=ticket_topic, ops_items=ops_items
        )
        self._notifications.allow()
        for one in LOG_ALARMS:
            if one.logs in groups and one.id not in exclude:
                self._count(one, groups[one.logs], noise if one.skips_noise else ())
                self.alarms[one.id] = self._alarm(
                    one,
                    watched=cluster.cluster_name,
                    threshold=(thresholds or {}).get(one.id, one.threshold),
                    severity=(severities or {}).get(one.id, "ticket"),
                    evaluation=(evaluations or {}).get(
                        one.id, Evaluation(datapoints=one.periods, periods=one.periods)
                    ),
                )

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

    def _alarm(
        self,
        one: LogAlarmFacts,
        *,
        watched: str,
        threshold: float,
        severity: Severity,
        evaluation: Evaluation,
    ) -> cloudwatch.CfnAlarm:
        if severity not in {"page", "ticket"}:
            raise ValueError(
                f"{self.node.path}: severities must be 'page' or 'ticket', got {severity!r} for "
                f"{one.id}"
            )
        require_reach(self.node.path, one.id, evaluation, period=_SECONDS, longest=A_DAY)
        page = f"{self._runbooks}#{one.id.lower()}" if self._runbooks else SOURCE
        return cloudwatch.CfnAlarm(
            self,
            one.id,
            alarm_description=f"{watched}: {one.why} {one.remedy} {page}",
            namespace=self._namespace,
            metric_name=one.id,
            statistic="Sum",
            period=_SECONDS,
            evaluation_periods=evaluation.periods,
            datapoints_to_alarm=evaluation.datapoints,
            comparison_operator="GreaterThanThreshold",
            threshold=threshold,
            # No line at all is no error; whether brokers live is for the alarms of their metrics.
            treat_missing_data="notBreaching",
            alarm_actions=self._notifications.done(severity, self),
            ok_actions=self._notifications.told(severity),
        )

    def _require_possible(
        self, possible: Collection[str], arguments: Mapping[str, Collection[str]]
    ) -> None:
        kinds = {one.id: one.logs for one in LOG_ALARMS}
        require_ids(self.node.path, kinds, arguments)
        for argument, ids in arguments.items():
            for alarm_id in ids:
                if alarm_id not in possible:
                    kind = kinds[alarm_id]
                    raise ValueError(
                        f"{self.node.path}: {argument} must name alarms of logs that are there, "
                        f"got {alarm_id!r}; send {kind} logs to CloudWatch Logs ({kind}_logging), "
                        f"or name {kind}_log_group"
                    )
