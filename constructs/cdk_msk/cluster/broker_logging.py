"""Where brokers send their logs."""

from dataclasses import dataclass

from aws_cdk import aws_kinesisfirehose as firehose
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk.aws_s3 import IBucket

from cdk_msk.checks import known
from msk_model import UNKNOWN


@dataclass(frozen=True, kw_only=True)
class BrokerLogging:
    """The destinations of a cluster's broker logs or authorizer logs; several may be on together.

    https://docs.aws.amazon.com/msk/latest/developerguide/msk-logging.html

    Attributes:
        cloudwatch: Whether logs go to CloudWatch Logs.
        log_group: Where in CloudWatch Logs; implies `cloudwatch`. Absent: a log group of the
            cluster below ``/aws/vendedlogs/``, where MSK need not touch the account's resource
            policies.
        s3: Whether logs go to Amazon S3.
        bucket: Where in S3; implies `s3`. The bucket's policy and its key's are extended to let the
            logs in; those of a bucket that is not of this app have to allow
            ``delivery.logs.amazonaws.com`` already. Absent: a bucket of the cluster's own.
        bucket_prefix: Start of the object keys: ``brokers/``. Absent: the root of the bucket.
        delivery_stream: A Firehose stream that takes records directly. It gets the tag
            ``LogDeliveryEnabled`` MSK asks for; a stream that is not of this app has to have it
            already.
        retention: How long a log group or a bucket of the cluster's own keeps logs.
        encryption_key: Encrypts a log group or a bucket of the cluster's own. Absent: the
            cluster's key.

    Raises:
        ValueError: A prefix without a bucket, or one S3 log delivery does not take.
    """

    cloudwatch: bool = False
    log_group: logs.ILogGroup | None = None
    s3: bool = False
    bucket: IBucket | None = None
    bucket_prefix: str | None = None
    delivery_stream: firehose.IDeliveryStream | None = None
    retention: logs.RetentionDays = logs.RetentionDays.THREE_MONTHS
    encryption_key: kms.IKey | None = None

    def __post_init__(self) -> None:
        if self.bucket_prefix is None:
            return
        if self.bucket is None and not self.s3:
            raise ValueError(
                f"bucket_prefix must come with a bucket, got {self.bucket_prefix!r} alone; "
                "name the bucket, say s3=True or leave the prefix out"
            )
        if known(self.bucket_prefix) is not UNKNOWN and self.bucket_prefix[:1] in {"", "/"}:
            raise ValueError(
                "bucket_prefix must be the start of an object key, "
                f"got {self.bucket_prefix!r}; write it without a slash in front"
            )

    @property
    def destinations(self) -> frozenset[str]:
        """The kinds of destinations in use: a subset of ``{"cloudwatch", "s3", "firehose"}``."""
        in_use = {
            "cloudwatch": self.cloudwatch or self.log_group is not None,
            "s3": self.s3 or self.bucket is not None,
            "firehose": self.delivery_stream is not None,
        }
        return frozenset(kind for kind, used in in_use.items() if used)
