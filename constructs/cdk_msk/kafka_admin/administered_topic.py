"""A topic that the Kafka admin function of its cluster takes care of."""

from collections.abc import Mapping
from hashlib import sha256

import aws_cdk as cdk
from constructs import Construct

from cdk_msk.cluster.cluster import Cluster
from cdk_msk.kafka_admin.kafka_admin import SERVICE_TIMEOUT_SECONDS, KafkaAdmin
from cdk_msk.retained import RETAINED


class AdministeredTopic(Construct):
    """A topic behind a custom resource.

    Its id tells one topic of one cluster from all others: under another name or on another cluster
    it is another resource. CloudFormation then leaves the former topic alone until everything else
    has succeeded, and never asks one cluster's function for a topic of another.

    Attributes:
        resource: The custom resource; it exists once every partition has a leader.
        topic_arn: ARN for IAM policies; whoever uses it waits for `resource`.
    """

    def __init__(
        self,
        scope: Construct,
        *,
        cluster: Cluster,
        topic_name: str,
        partition_count: int,
        replication_factor: int | None,
        configs: Mapping[str, str],
        removal_policy: cdk.RemovalPolicy,
    ) -> None:
        """Define the topic.

        Args:
            scope: Parent of this construct.
            cluster: Where it lives.
            topic_name: Its name.
            partition_count: Its partitions.
            replication_factor: Brokers that hold each partition. None: what the cluster chooses.
            configs: Topic settings, as Kafka writes them.
            removal_policy: Retained, the topic stays, and one that is there as declared is adopted.

        Raises:
            ValueError: The cluster is imported without its network, or does not accept IAM.
        """
        super().__init__(scope, _id_of(cluster, topic_name))
        kept = removal_policy in RETAINED
        admin = KafkaAdmin.of(cluster)
        copies = {} if replication_factor is None else {"ReplicationFactor": replication_factor}
        self.resource = cdk.CfnResource(
            self,
            "Resource",
            type="Custom::MskTopic",
            properties={
                "ServiceToken": admin.function.function_arn,
                "ServiceTimeout": SERVICE_TIMEOUT_SECONDS,
                "ClusterArn": cluster.cluster_arn,
                "BootstrapBrokers": cluster.bootstrap_brokers_sasl_iam,
                "TopicName": topic_name,
                "PartitionCount": partition_count,
                **copies,
                "Configs": dict(configs),
                # What somebody else made is never taken over only to be deleted.
                "Adopt": kept,
            },
        )
        admin.allow_topics(self.resource)
        # A topic that was adopted must not go when the deployment fails that adopted it; one that
        # was made is adopted by the next.
        self.resource.apply_removal_policy(cdk.RemovalPolicy.RETAIN if kept else removal_policy)
        self.topic_arn = self.resource.get_att("TopicArn").to_string()


def _id_of(cluster: Cluster, topic_name: str) -> str:
    name = "" if cdk.Token.is_unresolved(topic_name) else topic_name
    return f"Topic-{sha256(f'{cluster.node.addr}/{name}'.encode()).hexdigest()[:8]}"
