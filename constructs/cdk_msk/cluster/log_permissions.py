"""What lets logs into buckets and log groups, and through their keys."""

from collections.abc import Mapping

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct, IDependable

_DELIVERY = "delivery.logs.amazonaws.com"
_READ_AND_WRITE = ("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*")


def let_delivery_into(
    scope: Construct, bucket: s3.IBucket, prefix: str
) -> tuple[bool, IDependable | None]:
    """Let logs of this account and Region into `bucket`, below `prefix`.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-S3.html

    Returns:
        Whether this app could change the policy, and what has to be there before logs come.
    """
    ours = _of_this_account(scope)
    delivery = iam.ServicePrincipal(_DELIVERY)
    written = bucket.add_to_resource_policy(
        iam.PolicyStatement(
            principals=[delivery],
            actions=["s3:PutObject"],
            resources=[bucket.arn_for_objects(f"{prefix}*")],
            conditions={
                **ours,
                "StringEquals": {
                    **ours["StringEquals"],
                    "s3:x-amz-acl": "bucket-owner-full-control",
                },
            },
        )
    )
    bucket.add_to_resource_policy(
        iam.PolicyStatement(
            principals=[delivery],
            actions=["s3:GetBucketAcl", "s3:ListBucket"],
            resources=[bucket.bucket_arn],
            conditions=ours,
        )
    )
    return written.statement_added, written.policy_dependable


def let_delivery_use(scope: Construct, key: kms.IKey) -> bool:
    """Let log delivery encrypt with `key` for this account.

    https://docs.aws.amazon.com/msk/latest/developerguide/msk-logging.html

    Returns:
        Whether this app could change the policy of the key.
    """
    return key.add_to_resource_policy(
        iam.PolicyStatement(
            principals=[iam.ServicePrincipal(_DELIVERY)],
            actions=[*_READ_AND_WRITE, "kms:DescribeKey"],
            resources=["*"],
            conditions=_of_this_account(scope),
        )
    ).statement_added


def let_log_group_use(scope: Construct, key: kms.IKey, log_group_name: str) -> bool:
    """Let CloudWatch Logs encrypt with `key` what is in one log group, and in no other.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html

    Returns:
        Whether this app could change the policy of the key.
    """
    arn = cdk.Stack.of(scope).format_arn(
        service="logs",
        resource="log-group",
        resource_name=log_group_name,
        arn_format=cdk.ArnFormat.COLON_RESOURCE_NAME,
    )
    return key.add_to_resource_policy(
        iam.PolicyStatement(
            sid=f"{scope.node.id}ToCloudWatch",
            principals=[iam.ServicePrincipal(f"logs.{cdk.Aws.REGION}.amazonaws.com")],
            actions=[*_READ_AND_WRITE, "kms:Describe*"],
            resources=["*"],
            conditions={"ArnEquals": {"kms:EncryptionContext:aws:logs:arn": arn}},
        )
    ).statement_added


def _of_this_account(scope: Construct) -> dict[str, Mapping[str, str]]:
    """Deliveries on behalf of another account are refused, although the principal is the same."""
    source = cdk.Stack.of(scope).format_arn(
        service="logs", resource="*", arn_format=cdk.ArnFormat.NO_RESOURCE_NAME
    )
    return {
        "StringEquals": {"aws:SourceAccount": cdk.Aws.ACCOUNT_ID},
        "ArnLike": {"aws:SourceArn": source},
    }
