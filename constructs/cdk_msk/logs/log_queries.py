"""Saved queries over the logs of a cluster."""

from collections.abc import Collection

from aws_cdk import aws_logs as logs
from constructs import Construct

from cdk_msk.cluster.cluster import Cluster
from cdk_msk.logs.log_groups import log_groups_of
from cdk_msk.logs.query_facts import LOG_QUERIES
from msk_model import nearest


class LogQueries(Construct):
    """Queries of CloudWatch Logs Insights, ready when somebody has to find out what is wrong.

    They stand in the console under *Saved queries*, in the folder ``Kafka/<cluster>``, and look at
    the cluster's log groups: denied operations by principal, failed sign-ins by host, errors by
    logger, replicas out of sync, elections of leaders, changes of controllers and rebalances of
    groups. Saved queries cost nothing; running one is billed by the data it reads.

    Attributes:
        queries: Every saved query by its id.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        cluster: Cluster,
        exclude: Collection[str] = (),
        broker_log_group: logs.ILogGroup | None = None,
        authorizer_log_group: logs.ILogGroup | None = None,
    ) -> None:
        """Define the queries whose logs go to CloudWatch Logs.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            cluster: Whose logs are searched.
            exclude: Ids of queries that are not wanted.
            broker_log_group: With the broker logs. Absent: that of the cluster; an imported
                cluster does not know its own.
            authorizer_log_group: With the authorizer logs, likewise.

        Raises:
            ValueError: There are no logs, or the id of a query is unknown.
        """
        super().__init__(scope, id)
        self.queries: dict[str, logs.CfnQueryDefinition] = {}
        groups = log_groups_of(
            self.node.path,
            cluster,
            broker_log_group=broker_log_group,
            authorizer_log_group=authorizer_log_group,
        )
        self._require_known(exclude)
        for one in LOG_QUERIES:
            if one.logs in groups and one.id not in exclude:
                self.queries[one.id] = logs.CfnQueryDefinition(
                    self,
                    one.id,
                    name=f"Kafka/{cluster.cluster_name}/{one.id}",
                    query_string=one.text,
                    log_group_names=[groups[one.logs].log_group_name],
                )

    def _require_known(self, exclude: Collection[str]) -> None:
        known = [one.id for one in LOG_QUERIES]
        for query_id in exclude:
            if query_id not in known:
                meant = nearest(query_id, known)
                hint = f"did you mean {meant!r}?" if meant else f"one of {', '.join(known)}"
                raise ValueError(
                    f"{self.node.path}: exclude must name saved queries, got {query_id!r}; {hint}"
                )
