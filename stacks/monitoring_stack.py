"""Alarms and the dashboard of a deployment."""

import aws_cdk as cdk
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from cdk_msk import AlarmTopic, Cluster, ClusterAlarms, ClusterDashboard, ConsumerLag
from stacks.deployment import Deployment
from stacks.removal_policy import removal_policy_of


class MonitoringStack(cdk.Stack):
    """AWS's recommended alarms, told to one encrypted SNS topic, and a dashboard."""

    def __init__(
        self, scope: Construct, id: str, *, deployment: Deployment, cluster: Cluster
    ) -> None:
        super().__init__(scope, id)
        stated = deployment.monitoring
        topic = AlarmTopic(self, "AlarmTopic", removal_policy=removal_policy_of(deployment)).topic
        if stated.email:
            topic.add_subscription(subscriptions.EmailSubscription(stated.email))
        ClusterAlarms(
            self,
            "Alarms",
            cluster=cluster,
            alarm_topic=topic,
            thresholds=stated.thresholds,
            consumer_lag=[
                ConsumerLag(
                    group=lag.group, topic=lag.topic, maximum_offset_lag=lag.maximum_offset_lag
                )
                for lag in stated.consumer_lag
            ],
        )
        cdk.CfnOutput(self, "AlarmTopicArn", value=topic.topic_arn)
        if stated.dashboard:
            ClusterDashboard(self, "Dashboard", cluster=cluster)
