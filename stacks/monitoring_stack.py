"""How the cluster is: alarms, dashboard, logs, Prometheus."""

from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from cdk_msk import (
    AlarmTopic,
    Cluster,
    ClusterAlarms,
    ClusterDashboard,
    LogAlarms,
    LogQueries,
    MaintenanceWindow,
    ManagedCollector,
    OpsItems,
    PrometheusWorkspace,
    Suppression,
)
from stacks.deployment import Deployment, ProvisionedClusterModel
from stacks.monitoring_arguments import alarm_arguments, lag_objectives
from stacks.removal_policy import removal_policy_of


class MonitoringStack(cdk.Stack):
    """Alarms told to encrypted SNS topics, a dashboard, and what else the file asks for.

    Attributes:
        alarm_topic: What is told of alarms.
    """

    def __init__(
        self, scope: Construct, id: str, *, deployment: Deployment, cluster: Cluster
    ) -> None:
        super().__init__(scope, id)
        stated, self._retained = deployment.monitoring, removal_policy_of(deployment)
        self.alarm_topic = self._topic("AlarmTopic", stated.email)
        cdk.CfnOutput(self, "AlarmTopicArn", value=self.alarm_topic.topic_arn)
        self.export_value(
            self.alarm_topic.topic_arn
        )  # as `ClusterExports` does, and for its reason
        told: dict[str, Any] = {"alarm_topic": self.alarm_topic}
        if stated.ticket_email:
            told["ticket_topic"] = self._topic("TicketTopic", stated.ticket_email)
        if stated.ops_items:
            told["ops_items"] = OpsItems()
        alarms = ClusterAlarms(
            self,
            "Alarms",
            cluster=cluster,
            suppressed_by=self._maintenance(cluster) if stated.maintenance_window else None,
            runbooks=stated.runbooks,
            **told,
            **alarm_arguments(stated),
        )
        if stated.dashboard:
            ClusterDashboard(
                self,
                "Dashboard",
                cluster=cluster,
                alarms=alarms,
                metrics=stated.dashboard_metrics,
                consumer_lag=lag_objectives(stated),
                thresholds=stated.thresholds,
                runbooks=stated.runbooks,
            )
        if stated.logs and _logs_to_cloudwatch(deployment):
            LogAlarms(self, "LogAlarms", cluster=cluster, **told)
            LogQueries(self, "LogQueries", cluster=cluster)
        if stated.prometheus:
            self._prometheus(cluster)

    def _topic(self, id: str, email: str | None) -> sns.Topic:
        topic = AlarmTopic(self, id, removal_policy=self._retained).topic
        if email:
            topic.add_subscription(subscriptions.EmailSubscription(email))
        return topic

    def _maintenance(self, cluster: Cluster) -> Suppression:
        return MaintenanceWindow(self, "Maintenance", name=cluster.cluster_name).suppression

    def _prometheus(self, cluster: Cluster) -> None:
        # Its alerts are shown and not sent: CloudWatch's alarms page for the same incidents.
        workspace = PrometheusWorkspace(self, "Prometheus", removal_policy=self._retained)
        ManagedCollector(self, "Collector", cluster=cluster, workspace=workspace)
        workspace.add_rules(cluster)
        cdk.CfnOutput(self, "PrometheusWorkspaceArn", value=workspace.workspace_arn)


def _logs_to_cloudwatch(deployment: Deployment) -> bool:
    cluster = deployment.cluster
    if not isinstance(cluster, ProvisionedClusterModel):
        return False
    return any(logs and logs.cloudwatch for logs in (cluster.broker_logs, cluster.authorizer_logs))
