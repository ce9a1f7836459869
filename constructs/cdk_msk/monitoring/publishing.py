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
    if topic.master_key:
        topic.master_key.grant(cloudwatch_service, "kms:Decrypt", "kms:GenerateDataKey*")
