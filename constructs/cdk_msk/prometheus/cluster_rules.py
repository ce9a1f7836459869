"""The rules of a cluster in a workspace."""

from typing import TYPE_CHECKING

from aws_cdk import aws_aps as aps
from constructs import Construct

from cdk_msk.cluster.cluster import Cluster
from cdk_msk.stable_name import stable_name
from msk_model import ClusterType
from msk_model.prometheus import LagObjective, alert_rules, recording_rules, rule_file

if TYPE_CHECKING:
    from cdk_msk.prometheus.prometheus_workspace import PrometheusWorkspace


class ClusterRules(Construct):
    """The recording and alert rules of one cluster, which the workspace works out every minute.

    Attributes:
        resource: The CloudFormation resource.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-aps-rulegroupsnamespace.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        workspace: "PrometheusWorkspace",
        cluster: Cluster,
        lag: LagObjective | None = None,
    ) -> None:
        """Define the rules.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            workspace: Where they are worked out.
            cluster: Whose metrics they are about.
            lag: How far behind its consumers may be. Absent: nobody is told of lag.

        Raises:
            ValueError: The cluster is serverless.
        """
        super().__init__(scope, id)
        if cluster.cluster_type is ClusterType.SERVERLESS:
            raise ValueError(
                f"{self.node.path}: cluster must be provisioned, got a serverless one, which has "
                "no exporters and would never fire an alert; use ClusterAlarms"
            )
        name = cluster.cluster_name
        groups = (*recording_rules(name), *alert_rules(name, cluster.shape, lag=lag))
        self.resource = aps.CfnRuleGroupsNamespace(
            self,
            "Resource",
            name=stable_name(self, max_length=64),
            workspace=workspace.workspace_arn,
            data=rule_file(groups),
        )
