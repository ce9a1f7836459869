"""Alarms for the lag of one consumer group."""

from collections.abc import Sequence

from cdk_msk.checks import known
from cdk_msk.monitoring.alarm_metrics import metrics_of_anomaly, metrics_of_one, query_of
from cdk_msk.monitoring.alarm_set import AlarmSet
from cdk_msk.monitoring.consumer_lag import ConsumerLag
from msk_model import UNKNOWN
from msk_model.facts.alarms import AlarmFacts


def watch_group(
    alarm_set: AlarmSet,
    cluster_name: str,
    alarms: Sequence[AlarmFacts],
    lag: ConsumerLag,
    number: int,
) -> None:
    """Make the alarms that the objective of a group asks for, pages in an incident per group.

    Args:
        alarm_set: Where they are made.
        cluster_name: The cluster.
        alarms: The alarms for groups that such a cluster can have.
        lag: The objective.
        number: Takes the place of names that are only known deployed.
    """
    group = number if known(lag.group) is UNKNOWN else lag.group
    dimensions = {"Cluster Name": cluster_name, "Consumer Group": lag.group}
    for alarm in alarms:
        alarm_id = f"{alarm.id}-{lag.name or number}"
        threshold = lag.threshold(alarm.id)
        if threshold is not None:
            metrics = (
                query_of(alarm, dimensions, by="Topic", id="topics")
                if lag.topic is None
                else metrics_of_one(alarm, {**dimensions, "Topic": lag.topic})
            )
            alarm_set.add(
                alarm, alarm_id, threshold, metrics, severity=lag.severity, incident=str(group)
            )
        elif alarm.id == "SumOffsetLagAnomaly" and lag.anomaly_deviations and lag.topic:
            of_topic = {**dimensions, "Topic": lag.topic}
            metrics = metrics_of_anomaly(alarm, of_topic, lag.anomaly_deviations)
            alarm_set.add(alarm, alarm_id, None, metrics)
