"""What other stacks may import of a cluster."""

from collections.abc import Iterator

import aws_cdk as cdk
from constructs import Construct

from cdk_msk.cluster.cluster import Cluster
from cdk_msk.cluster.provisioned_cluster import ProvisionedCluster
from cdk_msk.kafka_admin.kafka_admin import KafkaAdmin


class ClusterExports(Construct):
    """Exports what topics, clients and consumers in other stacks need, even if there are none.

    An export that is there for its users alone goes with the last of them; CloudFormation deletes
    it before it updates the stack of that user, which still imports it, and refuses. With this, the
    last topic, ACL or consumer of another stack can leave in one deployment.

    With IAM that means the function that keeps ACLs, quotas and adopted topics, too. Without them
    it may do nothing, and costs nothing.

    https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk/Stack.html#aws_cdk.Stack.export_value
    """

    def __init__(self, scope: Construct, id: str, *, cluster: Cluster) -> None:
        """Define the exports.

        Args:
            scope: Parent of this construct, in the stack of the cluster.
            id: Name of this construct below `scope`.
            cluster: One of that stack; of an imported one nothing has to be exported.
        """
        super().__init__(scope, id)
        stack = cdk.Stack.of(cluster)
        for value in dict.fromkeys(_values(cluster)):
            if cdk.Token.is_unresolved(value):
                stack.export_value(value)


def _values(cluster: Cluster) -> Iterator[str]:
    yield cluster.cluster_arn
    yield from cluster.bootstrap_brokers_by_endpoint.values()
    for group in cluster.connections.security_groups:
        yield group.security_group_id
    for authority in cluster.client_authentication.certificate_authorities:
        yield authority.certificate_authority_arn
    if isinstance(cluster, ProvisionedCluster):
        for logging in (cluster.logs.broker, cluster.logs.authorizer):
            if logging is not None and logging.log_group is not None:
                yield logging.log_group.log_group_name
    if cluster.client_authentication.iam:
        admin = KafkaAdmin.of(cluster)
        yield admin.function.function_arn
        yield admin.role.role_name
