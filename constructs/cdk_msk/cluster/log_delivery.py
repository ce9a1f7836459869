"""What the destinations of logs need in order to receive them."""

import aws_cdk as cdk
from aws_cdk import aws_kinesisfirehose as firehose
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from constructs import Construct, IDependable

from cdk_msk.checks import known
from cdk_msk.cluster.broker_logging import BrokerLogging
from cdk_msk.cluster.log_bucket import LogBucket
from cdk_msk.cluster.log_permissions import (
    let_delivery_into,
    let_delivery_use,
    let_log_group_use,
)
from msk_model import UNKNOWN

_VENDED = "/aws/vendedlogs/"


class LogDelivery(Construct):
    """The destinations of one kind of logs of a cluster, made ready.

    Attributes:
        logging: Where the logs go.
        log_group: The destination in CloudWatch Logs, or None.
        bucket: The destination in S3, or None.
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
            encryption_key: Encrypts that log group or bucket, unless `logging` names another key.
                A key whose policy this app cannot extend does not: CloudWatch Logs and S3 encrypt
                with keys of their own then.
            removal_policy: Of that log group or bucket.

        Raises:
            ValueError: The delivery stream is not one that takes logs.
        """
        super().__init__(scope, id)
        self.logging = logging
        self.log_group = logging.log_group
        self.bucket = logging.bucket
        self.ready: list[IDependable] = []
        key = logging.encryption_key or encryption_key
        if logging.log_group is not None:
            self._warn_outside_of_vended(logging.log_group)
        elif logging.cloudwatch:
            self.log_group = logs.LogGroup(
                self,
                "LogGroup",
                log_group_name=log_group_name,
                encryption_key=key if let_log_group_use(self, key, log_group_name) else None,
                retention=logging.retention,
                removal_policy=removal_policy,
            )
        if logging.bucket is not None:
            self._let_into_given(logging.bucket)
        elif logging.s3:
            self.bucket = self._own_bucket(key, removal_policy)
        if logging.delivery_stream is not None:
            self._mark(logging.delivery_stream)

    def _own_bucket(self, key: kms.IKey, removal_policy: cdk.RemovalPolicy) -> s3.IBucket:
        own = LogBucket(
            self,
            "Bucket",
            encryption_key=key if let_delivery_use(self, key) else None,
            retention=self.logging.retention,
            removal_policy=removal_policy,
        )
        if own.emptied:
            self.ready.append(own.emptied)
        self._let_into(own.bucket)
        return own.bucket

    def _let_into(self, bucket: s3.IBucket) -> bool:
        added, policy = let_delivery_into(self, bucket, self.logging.bucket_prefix or "")
        if policy is not None:
            self.ready.append(policy)
        return added

    def _let_into_given(self, bucket: s3.IBucket) -> None:
        key = bucket.encryption_key
        if not self._let_into(bucket):
            self._warn("bucket-needs-policy", "bucket must let delivery.logs.amazonaws.com in")
        if key is not None and not let_delivery_use(self, key):
            self._warn(
                "bucket-key-needs-policy",
                "the key of bucket must let delivery.logs.amazonaws.com use it",
            )

    def _mark(self, stream: firehose.IDeliveryStream) -> None:
        """MSK refuses a stream without the tag, and only a stream of this app can be given it."""
        if not isinstance(stream, firehose.DeliveryStream):
            self._warn(
                "delivery-stream-needs-tag", "delivery_stream must have LogDeliveryEnabled=true"
            )
            return
        resource = stream.node.default_child
        if (
            isinstance(resource, firehose.CfnDeliveryStream)
            and resource.delivery_stream_type == "KinesisStreamAsSource"
        ):
            raise ValueError(
                f"{self.node.path}: delivery_stream must take records directly, got one that "
                "reads a Kinesis stream; name a stream without a source"
            )
        cdk.Tags.of(stream).add("LogDeliveryEnabled", "true")

    def _warn_outside_of_vended(self, group: logs.ILogGroup) -> None:
        name = known(group.log_group_name)
        if name is not UNKNOWN and not str(name).startswith(_VENDED):
            cdk.Annotations.of(self).add_warning_v2(
                "cdk-msk:log-group-outside-vendedlogs",
                f"{self.node.path}: the name of log_group should begin with {_VENDED}, got "
                f"{name!r}; elsewhere each log group takes room in the account's resource policy "
                "of CloudWatch Logs, and MSK refuses the cluster when it is full",
            )

    def _warn(self, id: str, what: str) -> None:
        cdk.Annotations.of(self).add_warning_v2(
            f"cdk-msk:{id}",
            f"{self.node.path}: {what}; it is not of this app, so see to it where it is defined",
        )
