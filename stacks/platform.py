"""The stacks of a deployment and what they hand to each other."""

from dataclasses import dataclass
from pathlib import Path

import aws_cdk as cdk

from stacks.access_stack import AccessStack
from stacks.cluster_stack import ClusterStack
from stacks.declared_topics import declared_topics
from stacks.delivery_stack import DeliveryStack
from stacks.deployment import Deployment
from stacks.monitoring_stack import MonitoringStack
from stacks.network_stack import NetworkStack


@dataclass(frozen=True)
class Platform:
    """The stacks that others build on."""

    network: NetworkStack
    cluster: ClusterStack
    access: AccessStack


def define_platform(app: cdk.App, deployment: Deployment, *, folder: Path) -> Platform:
    """Defines every stack of `deployment`.

    Args:
        app: Where the stacks go.
        deployment: What to deploy.
        folder: What paths in the deployment are relative to.
    """
    name = deployment.name
    network = NetworkStack(app, f"{name}-network", deployment=deployment)
    cluster = ClusterStack(app, f"{name}-cluster", deployment=deployment, network=network)
    declared = declared_topics(deployment, folder=folder, cluster=cluster.cluster.shape)
    monitoring = MonitoringStack(
        app, f"{name}-monitoring", deployment=deployment, cluster=cluster.cluster
    )
    access = AccessStack(
        app,
        f"{name}-access",
        deployment=deployment,
        cluster=cluster.cluster,
        declared=declared,
        alarm_topic=monitoring.alarm_topic,
    )
    delivery = DeliveryStack(
        app,
        f"{name}-delivery",
        deployment=deployment,
        cluster=cluster.cluster,
        topics=access.topics,
        alarm_topic=monitoring.alarm_topic,
        folder=folder,
    )
    for stack in (access, delivery):
        # It stays in the app when the file has nothing for it (any more): the CDK CLI then deletes
        # what was deployed, which it would not do for a stack that the app does not know.
        cdk.Validations.of(stack).acknowledge(
            cdk.Acknowledgment(
                id="CloudFormation-Validate::F0001",
                reason="The CDK CLI deletes an empty stack instead of deploying it",
            )
        )
    for check, reason in deployment.accepted_findings.items():
        cdk.Validations.of(app).acknowledge(cdk.Acknowledgment(id=check, reason=reason))
    for key, value in deployment.tags.items():
        # A serverless cluster whose tags change is replaced, data and all: it never carries them.
        cdk.Tags.of(app).add(key, value, exclude_resource_types=["AWS::MSK::ServerlessCluster"])
    return Platform(network, cluster, access)
