"""The bucket of a sink that is given none."""

from collections.abc import Iterator

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from cdk_msk.custom_resource.emptied_buckets import EmptiedBuckets
from cdk_msk.resource_policy import keep_policy


class SinkBucket(Construct):
    """An encrypted, versioned bucket, and a second one for its access logs.

    Attributes:
        bucket: Where the objects go.
        access_logs: Who read them, kept for a year.
        emptied: With DESTROY, what deletes the objects before the buckets; otherwise None.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        encryption_key: kms.IKey,
        removal_policy: cdk.RemovalPolicy,
        infrequent_access_after: cdk.Duration | None = None,
        expiration: cdk.Duration | None = None,
    ) -> None:
        """Define the buckets.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            encryption_key: Encrypts the objects.
            removal_policy: Of both buckets; DESTROY deletes what is in them too.
            infrequent_access_after: When objects move to Standard-IA, where storage is cheaper and
                reading is paid for. Absent: never.
            expiration: When objects are deleted. Absent: never.
        """
        super().__init__(scope, id)
        self.emptied: EmptiedBuckets | None = None
        self.access_logs = s3.Bucket(
            self,
            "AccessLogs",
            # S3 writes access logs only to buckets under its own key.
            encryption=s3.BucketEncryption.S3_MANAGED,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            enforce_ssl=True,
            lifecycle_rules=[s3.LifecycleRule(id="Expire", expiration=cdk.Duration.days(365))],
            removal_policy=removal_policy,
        )
        cdk.Validations.of(self.access_logs).acknowledge(
            cdk.Acknowledgment(
                id="AwsSolutions-S1",
                reason="This bucket receives access logs. Logging the access to it would log the "
                "delivery of each log, into itself or into yet another bucket.",
            )
        )
        self.bucket = s3.Bucket(
            self,
            "Bucket",
            encryption=s3.BucketEncryption.KMS,
            encryption_key=encryption_key,
            bucket_key_enabled=True,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            enforce_ssl=True,
            versioned=True,
            lifecycle_rules=[
                s3.LifecycleRule(
                    id="ForgetDeletedObjects",
                    noncurrent_version_expiration=cdk.Duration.days(30),
                    expired_object_delete_marker=True,
                ),
                *_aging(infrequent_access_after, expiration),
            ],
            removal_policy=removal_policy,
        )
        self._log_access()
        keep_policy(self.bucket, removal_policy)
        keep_policy(self.access_logs, removal_policy)
        if removal_policy is cdk.RemovalPolicy.DESTROY:
            self.emptied = EmptiedBuckets(self, "Emptied", buckets=[self.bucket, self.access_logs])

    def _log_access(self) -> None:
        """Access logs by bucket policy, whichever way the app's feature flags would choose.

        https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
        """
        granted = self.access_logs.add_to_resource_policy(
            iam.PolicyStatement(
                principals=[iam.ServicePrincipal("logging.s3.amazonaws.com")],
                actions=["s3:PutObject"],
                resources=[self.access_logs.arn_for_objects("*")],
                # The bucket's ARN would be narrower, but the bucket waits for this policy.
                conditions={"StringEquals": {"aws:SourceAccount": cdk.Aws.ACCOUNT_ID}},
            )
        )
        resource = self.bucket.node.default_child
        if isinstance(resource, s3.CfnBucket):
            resource.logging_configuration = s3.CfnBucket.LoggingConfigurationProperty(
                destination_bucket_name=self.access_logs.bucket_name
            )
        if granted.policy_dependable is not None:
            self.bucket.node.add_dependency(granted.policy_dependable)


def _aging(
    infrequent_access_after: cdk.Duration | None, expiration: cdk.Duration | None
) -> Iterator[s3.LifecycleRule]:
    if infrequent_access_after is not None:
        yield s3.LifecycleRule(
            id="MoveOldObjects",
            transitions=[
                s3.Transition(
                    storage_class=s3.StorageClass.INFREQUENT_ACCESS,
                    transition_after=infrequent_access_after,
                )
            ],
        )
    if expiration is not None:
        yield s3.LifecycleRule(id="ExpireOldObjects", expiration=expiration)
