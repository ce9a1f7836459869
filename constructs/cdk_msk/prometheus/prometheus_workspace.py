"""A place for metrics: a workspace of Amazon Managed Service for Prometheus."""

from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_aps as aps
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from constructs import Construct

from cdk_msk.cluster.cluster import Cluster
from cdk_msk.prometheus.alert_manager import alert_manager_definition, let_alert_manager_publish
from cdk_msk.prometheus.cluster_rules import ClusterRules
from cdk_msk.prometheus.vended_log_group import vended_log_group
from cdk_msk.stable_name import stable_name
from msk_model.prometheus import LagObjective

_MAX_RETENTION_DAYS: Final = 1095
"""https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-workspace-configuration.html."""
_QUERY_ACTIONS: Final = (
    "aps:GetLabels",
    "aps:GetMetricMetadata",
    "aps:GetSeries",
    "aps:QueryMetrics",
)


class PrometheusWorkspace(Construct):
    """A workspace whose data and log are encrypted with a customer managed key.

    AWS documents one collector for each cluster and workspace: give each cluster its own.

    Attributes:
        workspace_arn: The ARN, a token until deployed.
        workspace_id: The id, likewise.
        prometheus_endpoint: What Grafana and a server that writes to it ask, likewise; the paths
            ``api/v1/query`` and ``api/v1/remote_write`` are below it.
        encryption_key: The key of data and log.
        resource: The CloudFormation resource.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-aps-workspace.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        alias: str | None = None,
        retention: cdk.Duration | None = None,
        alert_topic: sns.ITopic | None = None,
        encryption_key: kms.IKey | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    ) -> None:
        """Define the workspace.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            alias: What people call it. Absent: a name made of the stack's and the construct's.
            retention: How long metrics are kept, in days, at most 1095. Absent: as AWS does, 150.
            alert_topic: Where alerts of rules go. Absent: they are shown and told to nobody.
            encryption_key: Encrypts data and log; another one is another workspace. Absent: a key
                of the workspace's own.
            removal_policy: What becomes of workspace, key and log when the stack goes.

        Raises:
            ValueError: The retention is not within what AWS keeps.
        """
        super().__init__(scope, id)
        self.encryption_key = encryption_key or kms.Key(
            self,
            "EncryptionKey",
            description=f"Metrics of the Prometheus workspace {self.node.path}",
            enable_key_rotation=True,
            removal_policy=removal_policy,
        )
        name = alias or stable_name(self, max_length=100)
        log_group = vended_log_group(
            self,
            "LogGroup",
            name=stable_name(self, max_length=100),
            encryption_key=self.encryption_key,
            removal_policy=removal_policy,
        )
        if alert_topic:
            let_alert_manager_publish(alert_topic)
        self.resource = aps.CfnWorkspace(
            self,
            "Resource",
            alias=name,
            kms_key_arn=self.encryption_key.key_arn,
            logging_configuration=aps.CfnWorkspace.LoggingConfigurationProperty(
                log_group_arn=log_group.log_group_arn
            ),
            workspace_configuration=_kept(self, retention),
            alert_manager_definition=alert_manager_definition(alert_topic) if alert_topic else None,
        )
        self.resource.apply_removal_policy(removal_policy)
        self.workspace_arn = self.resource.attr_arn
        self.workspace_id = self.resource.attr_workspace_id
        self.prometheus_endpoint = self.resource.attr_prometheus_endpoint

    def add_rules(self, cluster: Cluster, *, lag: LagObjective | None = None) -> ClusterRules:
        """Work out the recording and alert rules of `cluster` here.

        Alerts on offline partitions and on controllers need the controllers' metrics, which a
        `ManagedCollector` has of ZooKeeper clusters only; of others `ClusterAlarms` tells.

        Args:
            cluster: Whose metrics are collected into this workspace.
            lag: How far behind its consumers may be. Absent: nobody is told of lag.

        Raises:
            ValueError: The cluster is serverless.
        """
        return ClusterRules(
            self, f"Rules{cluster.node.id}", workspace=self, cluster=cluster, lag=lag
        )

    def grant_query(self, grantee: iam.IGrantable) -> iam.Grant:
        """Allow to read metrics, as Grafana does."""
        return self._grant(grantee, *_QUERY_ACTIONS)

    def grant_remote_write(self, grantee: iam.IGrantable) -> iam.Grant:
        """Allow to write metrics, as a Prometheus server of your own does."""
        return self._grant(grantee, "aps:RemoteWrite")

    def _grant(self, grantee: iam.IGrantable, *actions: str) -> iam.Grant:
        return iam.Grant.add_to_principal(
            grantee=grantee, actions=list(actions), resource_arns=[self.workspace_arn]
        )


def _kept(
    scope: Construct, retention: cdk.Duration | None
) -> aps.CfnWorkspace.WorkspaceConfigurationProperty | None:
    if retention is None:
        return None
    days = retention.to_days(integral=False)
    if days != int(days) or not 1 <= days <= _MAX_RETENTION_DAYS:
        raise ValueError(
            f"{scope.node.path}: retention must be 1 to {_MAX_RETENTION_DAYS} whole days, got "
            f"{days:g}; use Duration.days(…)"
        )
    return aps.CfnWorkspace.WorkspaceConfigurationProperty(retention_period_in_days=int(days))
