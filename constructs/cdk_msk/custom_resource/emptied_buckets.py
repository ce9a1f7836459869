"""Buckets that can be deleted with what is in them."""

from collections.abc import Sequence

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from constructs import Construct

from cdk_msk.custom_resource.handled_resource import HandledResource
from cdk_msk.wildcards import acknowledge_wildcards

_CONSENT = "cdk-msk:delete-objects"


class EmptiedBuckets(Construct):
    """Empties buckets when they are deleted; S3 deletes no bucket that holds an object.

    For buckets whose removal policy is DESTROY, and for no others. Each gets a tag that says so,
    without which nothing in it is deleted. Whatever writes to the buckets should depend on this
    construct: it is then deleted first.
    """

    def __init__(self, scope: Construct, id: str, *, buckets: Sequence[s3.Bucket]) -> None:
        """Define the resource.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            buckets: The buckets; one that receives the access logs of another comes after it.
        """
        super().__init__(scope, id)
        for bucket in buckets:
            cdk.Tags.of(bucket).add(_CONSENT, "true")
        objects = [bucket.arn_for_objects("*") for bucket in buckets]
        emptied = HandledResource(
            self,
            "Objects",
            resource_type="Custom::MskEmptiedBuckets",
            handler="emptied_buckets",
            properties={"BucketNames": [bucket.bucket_name for bucket in buckets]},
            policy=[
                iam.PolicyStatement(
                    actions=[
                        "s3:GetBucketTagging",
                        "s3:ListBucketVersions",
                        "s3:PutBucketLogging",
                    ],
                    resources=[bucket.bucket_arn for bucket in buckets],
                ),
                iam.PolicyStatement(
                    actions=["s3:DeleteObject", "s3:DeleteObjectVersion"], resources=objects
                ),
            ],
        )
        acknowledge_wildcards(
            emptied.role,
            objects,
            "These buckets go with everything in them, as their removal policy says.",
        )
