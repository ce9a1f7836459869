"""Alarms and dashboards that know which metrics a cluster publishes."""

from cdk_msk.monitoring.alarm_topic import AlarmTopic
from cdk_msk.monitoring.cluster_alarms import ClusterAlarms
from cdk_msk.monitoring.cluster_dashboard import ClusterDashboard
from cdk_msk.monitoring.connector_alarms import ConnectorAlarms
from cdk_msk.monitoring.connector_metrics import ConnectorMetrics
from cdk_msk.monitoring.consumer_lag import ConsumerLag
from cdk_msk.monitoring.credential_alarms import CredentialAlarms
from cdk_msk.monitoring.evaluation import Evaluation
from cdk_msk.monitoring.maintenance_window import MaintenanceWindow, Suppression
from cdk_msk.monitoring.notifications import OpsItems
from cdk_msk.monitoring.replicator_alarms import ReplicatorAlarms
from cdk_msk.monitoring.replicator_metrics import ReplicatorMetrics

__all__ = [
    "AlarmTopic",
    "ClusterAlarms",
    "ClusterDashboard",
    "ConnectorAlarms",
    "ConnectorMetrics",
    "ConsumerLag",
    "CredentialAlarms",
    "Evaluation",
    "MaintenanceWindow",
    "OpsItems",
    "ReplicatorAlarms",
    "ReplicatorMetrics",
    "Suppression",
]
