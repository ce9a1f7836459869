"""Alarms for the lag of consumer groups."""

from collections.abc import Sequence

from cdk_msk.checks import known
from cdk_msk.monitoring.alarm_metrics import metrics_of_anomaly, metrics_of_one, query_of
from cdk_msk.monitoring.alarm_set import AlarmSet
from cdk_msk.monitoring.consumer_lag import ConsumerLag
from msk_model import UNKNOWN
from msk_model.facts.alarms import AlarmFacts


def watch_groups(
    alarm_set: AlarmSet,
    cluster_name: str,
    alarms: Sequence[AlarmFacts],
    objectives: Sequence[ConsumerLag],
) -> None:
    """Make the alarms that the objectives of groups ask for, pages in an incident per group.

    Args:
        alarm_set: Where they are made.
        cluster_name: The cluster.
        alarms: The alarms for groups that such a cluster can have.
        objectives: What is asked for; a number takes the place of names only known deployed.
    """
    named: dict[str, tuple[str, str | None]] = {}
    for number, lag in enumerate(objectives, start=1):
        name = lag.name or str(number)
        # Group "a" on topic "b-c" and group "a-b" on topic "c" are two, and spell the same.
        if named.setdefault(name, (lag.group, lag.topic)) != (lag.group, lag.topic):
            name = f"{name}-{number}"
        group = str(number) if known(lag.group) is UNKNOWN else lag.group
        _watch_group(alarm_set, cluster_name, alarms, lag, name=name, incident=group)


def _watch_group(
    alarm_set: AlarmSet,
    cluster_name: str,
    alarms: Sequence[AlarmFacts],
    lag: ConsumerLag,
    *,
    name: str,
    incident: str,
) -> None:
    dimensions = {"Cluster Name": cluster_name, "Consumer Group": lag.group}
    for alarm in alarms:
        alarm_id = f"{alarm.id}-{name}"
        threshold = lag.threshold(alarm.id)
        if threshold is not None:
            metrics = (
                query_of(alarm, dimensions, by="Topic", id="topics")
                if lag.topic is None
                else metrics_of_one(alarm, {**dimensions, "Topic": lag.topic})
            )
            alarm_set.add(
                alarm, alarm_id, threshold, metrics, severity=lag.severity, incident=incident
            )
        elif alarm.id == "SumOffsetLagAnomaly" and lag.anomaly_deviations and lag.topic:
            of_topic = {**dimensions, "Topic": lag.topic}
            metrics = metrics_of_anomaly(alarm, of_topic, lag.anomaly_deviations)
            alarm_set.add(alarm, alarm_id, None, metrics)
