"""Topics, and the clients that produce to them and consume from them."""

from collections.abc import Mapping
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_sns as sns
from constructs import Construct

from cdk_msk import ClientQuota, Cluster, KafkaClient, Topics
from stacks.client_arguments import client_arguments, limit_arguments
from stacks.client_model import Client, Quota
from stacks.declared_topics import DeclaredTopics
from stacks.deployment import Deployment
from stacks.output_names import output_name
from stacks.removal_policy import removal_policy_of


class AccessStack(cdk.Stack):
    """Topics of the cluster, its clients, and how much of it they may take.

    Args:
        alarm_topic: Told of certificates that expire and of passwords that are not rotated.

    Attributes:
        topics: The topics by name.
        clients: The clients by name.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        deployment: Deployment,
        cluster: Cluster,
        declared: DeclaredTopics,
        alarm_topic: sns.ITopic,
    ) -> None:
        super().__init__(scope, id)
        self._alarm_topic = alarm_topic
        retained = removal_policy_of(deployment)
        self.topics = Topics(
            self,
            "Topics",
            cluster=cluster,
            topics=declared.topics,
            policy=declared.policy,
            removal_policy=retained,
        ).topics
        self.clients: Mapping[str, KafkaClient] = {
            client.name: self._client(cluster, client, retained) for client in deployment.clients
        }
        for quota in deployment.quotas:
            self._quota(cluster, quota)

    def _client(self, cluster: Cluster, stated: Client, retained: cdk.RemovalPolicy) -> KafkaClient:
        client = KafkaClient(
            self,
            f"Client-{stated.name}",
            cluster=cluster,
            removal_policy=retained,
            alarm_topic=None if stated.authentication == "iam" else self._alarm_topic,
            **client_arguments(self, stated),
        )
        if client.role:
            cdk.CfnOutput(self, output_name(stated.name, "RoleArn"), value=client.role.role_arn)
        if client.secret:
            cdk.CfnOutput(
                self, output_name(stated.name, "SecretArn"), value=client.secret.secret_arn
            )
        if stated.limits:
            for number, principal in enumerate(client.principals, start=1):
                ClientQuota(
                    client,
                    f"Quota{number}",
                    cluster=cluster,
                    user=principal.removeprefix("User:"),
                    **limit_arguments(stated.limits),
                )
        return client

    def _quota(self, cluster: Cluster, stated: Quota) -> None:
        ClientQuota(
            self,
            f"Quota-{stated.user or ''}-{stated.client_id or ''}",
            cluster=cluster,
            user=_entity(stated.user),
            client_id=_entity(stated.client_id),
            **limit_arguments(stated),
        )


def _entity(name: str | None) -> Any:
    """A name as `ClientQuota` takes it; ``*`` is its word for all that have no quota."""
    return ClientQuota.DEFAULT if name == "*" else name
