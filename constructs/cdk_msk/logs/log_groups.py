"""The log groups of a cluster."""

from collections.abc import Mapping

from aws_cdk import aws_logs as logs

from cdk_msk.cluster.cluster import Cluster
from cdk_msk.cluster.provisioned_cluster import ProvisionedCluster
from cdk_msk.logs.alarm_facts import Logs


def log_groups_of(
    path: str,
    cluster: Cluster,
    *,
    broker_log_group: logs.ILogGroup | None,
    authorizer_log_group: logs.ILogGroup | None,
) -> Mapping[Logs, logs.ILogGroup]:
    """The log groups that are given, else those of the cluster, by the kind of logs.

    Args:
        path: Path of the construct, the first word of the error.
        cluster: Whose logs they are.
        broker_log_group: With broker logs. None: the cluster's, if it has one.
        authorizer_log_group: With authorizer logs. None: the cluster's, if it has one.

    Raises:
        ValueError: There is none.
    """
    broker, authorizer = broker_log_group, authorizer_log_group
    if isinstance(cluster, ProvisionedCluster):
        own = cluster.logs
        broker = broker or own.broker.log_group
        authorizer = authorizer or (own.authorizer.log_group if own.authorizer else None)
    found: dict[Logs, logs.ILogGroup] = {}
    if broker is not None:
        found["broker"] = broker
    if authorizer is not None:
        found["authorizer"] = authorizer
    if not found:
        raise ValueError(
            f"{path}: cluster must send logs to CloudWatch Logs, got one that is not known to; "
            "switch on its broker_logging, or name broker_log_group or authorizer_log_group"
        )
    return found
