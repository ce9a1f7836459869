"""Alarms and saved queries over the logs of a cluster."""

from cdk_msk.logs.alarm_facts import BROKER_NOISE
from cdk_msk.logs.log_alarms import LogAlarms
from cdk_msk.logs.log_queries import LogQueries

__all__ = ["BROKER_NOISE", "LogAlarms", "LogQueries"]
