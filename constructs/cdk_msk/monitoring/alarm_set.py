"""The alarms of one thing: made one by one, then bound together by incident."""

from collections.abc import Collection, Mapping
from typing import TypedDict

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_sns as sns
from constructs import Construct

from cdk_msk.monitoring.alarm_metrics import AlarmMetrics
from cdk_msk.monitoring.alarm_selection import require_ids
from cdk_msk.monitoring.evaluation import A_DAY, Evaluation, require_reach
from cdk_msk.monitoring.incidents import Symptoms, define_incidents
from cdk_msk.monitoring.maintenance_window import Suppression
from cdk_msk.monitoring.notifications import Notifications, OpsItems
from msk_model.facts.alarms import AlarmFacts, Severity

_OPERATORS = {
    ">=": "GreaterThanOrEqualToThreshold",
    ">": "GreaterThanThreshold",
    "<=": "LessThanOrEqualToThreshold",
    "<": "LessThanThreshold",
}
_QUERY_REACHES_BACK = 3 * 3600
_A_WEEK = 7 * A_DAY


class AlarmOptions(TypedDict, total=False):
    """What every construct with alarms takes, and what its absence means.

    Attributes:
        alarm_topic: Told of pages and, without `ticket_topic`, of tickets. Absent: nobody is told.
        ticket_topic: Told of tickets. Absent: `alarm_topic` is.
        ops_items: Items of OpsCenter that are made. Absent: none.
        severities: ``page`` or ``ticket`` by alarm id. Absent: what docs/alarms.md says.
        evaluations: M out of N by alarm id. Absent: what docs/alarms.md says.
        runbooks: Address of your copy of docs/alarms.md; its anchors are the ids in lower case.
            Absent: descriptions link to the page of AWS that the alarm rests on.
        suppressed_by: While its alarm is in ALARM, nobody is paged. Absent: always.
    """

    alarm_topic: sns.ITopic | None
    ticket_topic: sns.ITopic | None
    ops_items: OpsItems | None
    severities: Mapping[str, Severity] | None
    evaluations: Mapping[str, Evaluation] | None
    runbooks: str | None
    suppressed_by: Suppression | None


class AlarmSet:
    """Makes alarms below one construct.

    Attributes:
        alarms: Every alarm by its id.
        incidents: Every composite alarm by the id of its incident.
    """

    def __init__(self, scope: Construct, *, watched: str, options: AlarmOptions) -> None:
        """Begin without an alarm.

        Args:
            scope: Parent of the alarms.
            watched: Name of what is watched, the first words of every description.
            options: What the construct was given.

        Raises:
            ValueError: A severity is neither ``page`` nor ``ticket``.
        """
        self.alarms: dict[str, cloudwatch.CfnAlarm] = {}
        self.incidents: dict[str, cloudwatch.CfnCompositeAlarm] = {}
        self._scope = scope
        self._watched = watched
        self._severities = options.get("severities") or {}
        self._evaluations = options.get("evaluations") or {}
        self._runbooks = options.get("runbooks")
        self._suppressed_by = options.get("suppressed_by")
        self._notifications = Notifications(
            alarm_topic=options.get("alarm_topic"),
            ticket_topic=options.get("ticket_topic"),
            ops_items=options.get("ops_items"),
        )
        self._notifications.allow()
        self._symptoms: dict[str, Symptoms] = {}
        for alarm_id, severity in self._severities.items():
            if severity not in {"page", "ticket"}:
                raise ValueError(
                    f"{scope.node.path}: severities must be 'page' or 'ticket', got {severity!r} "
                    f"for {alarm_id}"
                )

    def add(
        self,
        alarm: AlarmFacts,
        id: str,
        threshold: float | None,
        metrics: AlarmMetrics,
        *,
        severity: Severity | None = None,
        incident: str | None = None,
    ) -> None:
        """Make one alarm.

        Args:
            alarm: What it is.
            id: What it is called below the construct.
            threshold: What it compares with. None: the band of `metrics`.
            metrics: What it watches.
            severity: Of this one alarm. None: as was stated for its id, or what it usually is.
            incident: Which of several incidents of the kind it is a symptom of. None: the only one.

        Raises:
            ValueError: It is there already.
        """
        if id in self.alarms:
            raise ValueError(
                f"{self._scope.node.path}: consumer_lag must state an objective once for each "
                f"group and topic, got two that make {id}; leave one out"
            )
        severity = severity or self._severities.get(alarm.id, alarm.severity)
        is_page = severity == "page"
        evaluation = self._evaluation(alarm, is_query=metrics.is_query)
        told = self._notifications.told(severity)
        made = self.alarms[id] = cloudwatch.CfnAlarm(
            self._scope,
            id,
            alarm_description=self._description(alarm.why, alarm.remedy, alarm.id, alarm.source),
            metrics=metrics.metrics,
            comparison_operator=(
                "GreaterThanUpperThreshold" if metrics.band else _OPERATORS[alarm.comparison]
            ),
            threshold=threshold,
            threshold_metric_id=metrics.band,
            evaluation_periods=evaluation.periods,
            datapoints_to_alarm=evaluation.datapoints,
            treat_missing_data=alarm.missing.treatment,
            alarm_actions=None if is_page else self._notifications.done(severity, self._scope),
            ok_actions=None if is_page else told,
            insufficient_data_actions=(
                self._notifications.told("ticket") if alarm.missing.told else None
            ),
        )
        if is_page:
            key = alarm.incident if incident is None else f"{alarm.incident}-{incident}"
            self._symptoms.setdefault(key, Symptoms(alarm.incident)).alarms.append(made)

    def add_incidents(self) -> None:
        """Make the composite alarms, when all alarms are there."""
        self.incidents.update(
            define_incidents(
                self._scope,
                self._symptoms,
                describe=self._description,
                notifications=self._notifications,
                suppressed_by=self._suppressed_by,
            )
        )

    def _description(self, why: str, remedy: str, id: str, source: str) -> str:
        page = f"{self._runbooks}#{id.lower()}" if self._runbooks else source
        return f"{self._watched}: {why} {remedy} {page}"

    def _evaluation(self, alarm: AlarmFacts, *, is_query: bool) -> Evaluation:
        usual = Evaluation(datapoints=alarm.evaluation_periods, periods=alarm.evaluation_periods)
        evaluation = self._evaluations.get(alarm.id, usual)
        longest = _QUERY_REACHES_BACK if is_query else A_DAY if alarm.period < 3600 else _A_WEEK
        require_reach(
            self._scope.node.path, alarm.id, evaluation, period=alarm.period, longest=longest
        )
        return evaluation


def require_options(path: str, possible: Collection[str], options: AlarmOptions) -> None:
    """Refuse options that name an alarm which is not `possible`.

    Raises:
        ValueError: An id is not.
    """
    require_ids(
        path,
        possible,
        {
            "severities": options.get("severities") or {},
            "evaluations": options.get("evaluations") or {},
        },
    )
