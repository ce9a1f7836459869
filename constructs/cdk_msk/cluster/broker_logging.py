"""Where brokers send their logs."""

from dataclasses import dataclass

from aws_cdk import aws_kinesisfirehose as firehose
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3


@dataclass(frozen=True, kw_only=True)
class BrokerLogging:
    """The destinations of a cluster's broker logs or authorizer logs; several may be on together.

    https://docs.aws.amazon.com/msk/latest/developerguide/msk-logging.html

    Attributes:
        cloudwatch: Whether logs go to CloudWatch Logs.
        log_group: Where in CloudWatch Logs; implies `cloudwatch`. Absent: a log group of the
            cluster below ``/aws/vendedlogs/``, where MSK need not touch the account's resource
            policies.
        bucket: Where in S3. The bucket's policy is extended to let the logs in; the policy of a
            bucket that is not of this app has to allow ``delivery.logs.amazonaws.com`` already.
        bucket_prefix: Start of the object keys. Absent: the root of the bucket.
        delivery_stream: A Firehose stream. It gets the tag ``LogDeliveryEnabled`` MSK asks for;
            a stream that is not of this app has to have it already.
    """

    cloudwatch: bool = False
    log_group: logs.ILogGroup | None = None
    bucket: s3.IBucket | None = None
    bucket_prefix: str | None = None
    delivery_stream: firehose.IDeliveryStream | None = None

    def __post_init__(self) -> None:
        if self.bucket_prefix is not None and self.bucket is None:
            msg = (
                f"bucket_prefix must come with a bucket, got {self.bucket_prefix!r} alone; "
                "name the bucket or leave the prefix out"
            )
            raise ValueError(msg)

    @property
    def destinations(self) -> frozenset[str]:
        """The kinds of destinations in use: a subset of ``{"cloudwatch", "s3", "firehose"}``."""
        in_use = {
            "cloudwatch": self.cloudwatch or self.log_group is not None,
            "s3": self.bucket is not None,
            "firehose": self.delivery_stream is not None,
        }
        return frozenset(kind for kind, used in in_use.items() if used)
