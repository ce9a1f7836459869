"""What the destinations of logs need in order to receive them."""

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kinesisfirehose as firehose
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from constructs import Construct, IDependable

from cdk_msk.cluster.broker_logging import BrokerLogging

_DELIVERY = "delivery.logs.amazonaws.com"
_KEY_ACTIONS = (
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey*",
    "kms:ReEncrypt*",
)
"""https://docs.aws.amazon.com/msk/latest/developerguide/msk-logging.html."""


class LogDelivery(Construct):
    """The destinations of one kind of logs of a cluster, made ready.

    Attributes:
        logging: Where the logs go.
        log_group: The destination in CloudWatch Logs, or None.
        ready: What has to be in place before the cluster may send logs.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        logging: BrokerLogging,
        log_group_name: str,
        encryption_key: kms.IKey,
        removal_policy: cdk.RemovalPolicy,
    ) -> None:
        """Define what is missing.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            logging: Where the logs go.
            log_group_name: Of the log group, when `logging` wants one and names none.
            encryption_key: Encrypts that log group. A key whose policy this app cannot extend
                does not: CloudWatch Logs encrypts with a key of its own then.
            removal_policy: Of that log group.
        """
        super().__init__(scope, id)
        self.logging = logging
        self.log_group = logging.log_group
        self.ready: list[IDependable] = []
        if logging.cloudwatch and self.log_group is None:
            self.log_group = logs.LogGroup(
                self,
                "LogGroup",
                log_group_name=log_group_name,
                encryption_key=self._let_logs_use(encryption_key, log_group_name),
                retention=logs.RetentionDays.THREE_MONTHS,
                removal_policy=removal_policy,
            )
        if logging.bucket is not None:
            self._let_delivery_into(logging.bucket, logging.bucket_prefix or "")
        if logging.delivery_stream is not None:
            self._mark(logging.delivery_stream)

    def _let_logs_use(self, key: kms.IKey, log_group_name: str) -> kms.IKey | None:
        stack = cdk.Stack.of(self)
        arn = stack.format_arn(
            service="logs",
            resource="log-group",
            resource_name=log_group_name,
            arn_format=cdk.ArnFormat.COLON_RESOURCE_NAME,
        )
        added = key.add_to_resource_policy(
            iam.PolicyStatement(
                sid=f"{self.node.id}ToCloudWatch",
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
        return key if added.statement_added else None

    def _let_delivery_into(self, bucket: s3.IBucket, prefix: str) -> None:
        """As AWS wants it for logs of any service.

        https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html
        """
        delivery = iam.ServicePrincipal(_DELIVERY)
        ours = {
            "StringEquals": {"aws:SourceAccount": cdk.Aws.ACCOUNT_ID},
            "ArnLike": {
                "aws:SourceArn": cdk.Stack.of(self).format_arn(
                    service="logs", resource="*", arn_format=cdk.ArnFormat.NO_RESOURCE_NAME
                )
            },
        }
        write = bucket.add_to_resource_policy(
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
        if write.policy_dependable is not None:
            self.ready.append(write.policy_dependable)
        if bucket.encryption_key is not None:
            bucket.encryption_key.grant(delivery, *_KEY_ACTIONS)

    def _mark(self, stream: firehose.IDeliveryStream) -> None:
        """MSK refuses a stream without the tag, and only a stream of this app can be given it."""
        if isinstance(stream, firehose.DeliveryStream):
            cdk.Tags.of(stream).add("LogDeliveryEnabled", "true")
        else:
            cdk.Annotations.of(self).add_warning_v2(
                "cdk-msk:delivery-stream-needs-tag",
                f"{self.node.path}: delivery_stream must have the tag LogDeliveryEnabled=true; "
                "it is not of this app, so see to it where it is defined",
            )
