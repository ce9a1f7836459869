"""A log group that Amazon Managed Service for Prometheus writes to."""

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from constructs import Construct


def vended_log_group(
    scope: Construct,
    id: str,
    *,
    name: str,
    encryption_key: kms.IKey,
    removal_policy: cdk.RemovalPolicy,
) -> logs.LogGroup:
    """The log group ``/aws/vendedlogs/prometheus/<name>``, kept for three months.

    Groups of that prefix share one room in the policy by which AWS services may write logs, which
    is full otherwise after a few. A key whose policy this app cannot extend does not encrypt it:
    CloudWatch Logs encrypts with a key of its own then.

    https://docs.aws.amazon.com/prometheus/latest/userguide/CW-logs.html
    """
    log_group_name = f"/aws/vendedlogs/prometheus/{name}"
    arn = cdk.Stack.of(scope).format_arn(
        service="logs",
        resource="log-group",
        resource_name=log_group_name,
        arn_format=cdk.ArnFormat.COLON_RESOURCE_NAME,
    )
    added = encryption_key.add_to_resource_policy(
        iam.PolicyStatement(
            principals=[iam.ServicePrincipal(f"logs.{cdk.Aws.REGION}.amazonaws.com")],
            actions=[
                "kms:Encrypt",
                "kms:Decrypt",
                "kms:ReEncrypt*",
                "kms:GenerateDataKey*",
                "kms:Describe*",
            ],
            resources=["*"],
            conditions={"ArnEquals": {"kms:EncryptionContext:aws:logs:arn": arn}},
        )
    )
    return logs.LogGroup(
        scope,
        id,
        log_group_name=log_group_name,
        encryption_key=encryption_key if added.statement_added else None,
        retention=logs.RetentionDays.THREE_MONTHS,
        removal_policy=removal_policy,
    )
