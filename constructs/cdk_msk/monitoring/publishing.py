"""CloudWatch's permission to tell alarms to a topic."""

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns


def let_cloudwatch_publish(topic: sns.ITopic) -> None:
    """Let alarms of this account publish to `topic` and use its key.

    A topic with any policy of its own, say for TLS, admits nobody that is not named.
    """
    cloudwatch_service = iam.ServicePrincipal("cloudwatch.amazonaws.com")
    topic.add_to_resource_policy(
        iam.PolicyStatement(
            sid="AllowAlarmsToPublish",
            principals=[cloudwatch_service],
            actions=["sns:Publish"],
            resources=[topic.topic_arn],
            conditions={"StringEquals": {"aws:SourceAccount": cdk.Aws.ACCOUNT_ID}},
        )
    )
    let_use_key(topic, cloudwatch_service)


def let_use_key(topic: sns.ITopic, service: iam.ServicePrincipal) -> None:
    """Let a service that publishes to `topic` use its key; a key of others brings a warning."""
    if topic.master_key is None:
        return
    added = topic.master_key.add_to_resource_policy(
        iam.PolicyStatement(
            principals=[service],
            actions=["kms:Decrypt", "kms:GenerateDataKey*"],
            resources=["*"],
        )
    )
    if not added.statement_added:
        cdk.Annotations.of(topic).add_warning_v2(
            "cdk-msk:topic-key-needs-policy",
            f"{topic.node.path}: the key of the topic must let {service.service} use it "
            "(kms:Decrypt and kms:GenerateDataKey*), or nobody is told of anything; it is not of "
            "this app, so see to it where it is defined",
        )
