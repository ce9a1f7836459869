"""The bucket of a cluster's logs."""

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from constructs import Construct

from cdk_msk.cluster.log_retention import retention_days
from cdk_msk.custom_resource.emptied_buckets import EmptiedBuckets
from cdk_msk.resource_policy import keep_policy


class LogBucket(Construct):
    """An encrypted bucket from which logs expire.

    Attributes:
        bucket: Where the logs go.
        emptied: With DESTROY, what deletes the logs before the bucket; otherwise None.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        encryption_key: kms.IKey | None,
        retention: logs.RetentionDays,
        removal_policy: cdk.RemovalPolicy,
    ) -> None:
        """Define the bucket.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            encryption_key: Encrypts the logs. None: S3's own key does.
            retention: When logs expire.
            removal_policy: Of the bucket; DESTROY deletes what is in it too.
        """
        super().__init__(scope, id)
        days = retention_days(retention)
        self.emptied: EmptiedBuckets | None = None
        self.bucket = s3.Bucket(
            self,
            "Bucket",
            encryption=s3.BucketEncryption.KMS
            if encryption_key
            else s3.BucketEncryption.S3_MANAGED,
            encryption_key=encryption_key,
            # One call to KMS serves many objects, and brokers deliver one every few minutes.
            bucket_key_enabled=True if encryption_key else None,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            enforce_ssl=True,
            lifecycle_rules=[
                s3.LifecycleRule(
                    id="Expire",
                    expiration=cdk.Duration.days(days) if days else None,
                    abort_incomplete_multipart_upload_after=cdk.Duration.days(7),
                )
            ],
            removal_policy=removal_policy,
        )
        cdk.Validations.of(self.bucket).acknowledge(
            cdk.Acknowledgment(
                id="AwsSolutions-S1",
                reason="This bucket receives logs. Who reads them can be seen in CloudTrail's data "
                "events, without a log of the delivery of each log.",
            )
        )
        keep_policy(self.bucket, removal_policy)
        if removal_policy is cdk.RemovalPolicy.DESTROY:
            self.emptied = EmptiedBuckets(self, "Emptied", buckets=[self.bucket])
