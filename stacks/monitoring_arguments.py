"""From the words of a deployment file to the arguments of alarms."""

from typing import Any

import aws_cdk as cdk

from cdk_msk import ConsumerLag
from stacks import monitoring_model as model


def alarm_arguments(stated: model.Monitoring) -> dict[str, Any]:
    """What `ClusterAlarms` takes, but for who is told and how."""
    return {
        "thresholds": stated.thresholds,
        "exclude": stated.exclude,
        "consumer_lag": lag_objectives(stated),
    }


def lag_objectives(stated: model.Monitoring) -> list[ConsumerLag]:
    """The objectives of the consumer groups."""
    return [_objective(lag) for lag in stated.consumer_lag]


def _objective(lag: model.ConsumerLag) -> ConsumerLag:
    seconds = lag.maximum_time_lag_seconds
    return ConsumerLag(
        group=lag.group,
        topic=lag.topic,
        maximum_offset_lag=lag.maximum_offset_lag,
        maximum_time_lag=None if seconds is None else cdk.Duration.seconds(seconds),
        anomaly_deviations=lag.anomaly_deviations,
        severity=lag.severity,
    )
