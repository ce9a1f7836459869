"""Alarms and dashboards that know which metrics a cluster publishes."""

from cdk_msk.monitoring.alarm_topic import AlarmTopic
from cdk_msk.monitoring.cluster_alarms import ClusterAlarms
from cdk_msk.monitoring.cluster_dashboard import ClusterDashboard
from cdk_msk.monitoring.consumer_lag import ConsumerLag

__all__ = ["AlarmTopic", "ClusterAlarms", "ClusterDashboard", "ConsumerLag"]
