"""Topics, and the clients that produce to them and consume from them."""

from collections.abc import Mapping

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

from cdk_msk import Cluster, ScramUser, Topic
from stacks.deployment import Client, Deployment
from stacks.output_names import output_name
from stacks.removal_policy import removal_policy_of


class AccessStack(cdk.Stack):
    """Topics of the cluster; a role for each IAM client and a secret for each SCRAM client.

    Attributes:
        topics: The topics by name.
        roles: The roles of IAM clients by name.
        users: The users of SCRAM clients by name.
    """

    def __init__(
        self, scope: Construct, id: str, *, deployment: Deployment, cluster: Cluster
    ) -> None:
        super().__init__(scope, id)
        retained = removal_policy_of(deployment)
        self.topics: Mapping[str, Topic] = {
            topic.name: Topic(
                self,
                f"Topic-{topic.name}",
                cluster=cluster,
                topic_name=topic.name,
                partition_count=topic.partition_count,
                replication_factor=topic.replication_factor,
                configs=topic.configs or None,
                removal_policy=retained,
            )
            for topic in deployment.topics
        }
        self.roles = {
            client.name: self._iam_client(cluster, client)
            for client in deployment.clients
            if client.authentication == "iam"
        }
        self.users = {
            client.name: self._scram_client(cluster, client, retained)
            for client in deployment.clients
            if client.authentication == "scram"
        }

    def _iam_client(self, cluster: Cluster, client: Client) -> iam.Role:
        role = iam.Role(
            self,
            f"Client-{client.name}",
            assumed_by=iam.AccountRootPrincipal(),
            description=f"Kafka client {client.name}",
        )
        cluster.grant_connect(role)
        if client.produces:
            cluster.grant_produce(role, topics=client.produces)
        if client.consumes:
            cluster.grant_consume(role, topics=client.consumes, groups=client.groups)
        cdk.CfnOutput(self, output_name(client.name, "RoleArn"), value=role.role_arn)
        return role

    def _scram_client(
        self, cluster: Cluster, client: Client, retained: cdk.RemovalPolicy
    ) -> ScramUser:
        user = ScramUser(
            self,
            f"Client-{client.name}",
            cluster=cluster,
            username=client.name,
            removal_policy=retained,
        )
        cdk.CfnOutput(self, output_name(client.name, "SecretArn"), value=user.secret.secret_arn)
        return user
