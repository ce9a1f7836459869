"""Where Lambda notes the batches it gave up."""

from typing import cast

from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs

from cdk_msk.wildcards import acknowledge_wildcards, object_arns

FailureDestination = sqs.IQueue | sns.ITopic | s3.IBucket
"""A queue or a topic receives offsets and the reason; a bucket the records as well.

https://docs.aws.amazon.com/lambda/latest/dg/kafka-on-failure.html
"""


def destination_arn(destination: FailureDestination) -> str:
    """The ARN by which an event source mapping names `destination`."""
    # What CDK imports implements an interface and inherits from nothing, so attributes have to do.
    if hasattr(destination, "queue_arn"):
        return cast("sqs.IQueue", destination).queue_arn
    if hasattr(destination, "bucket_arn"):
        return cast("s3.IBucket", destination).bucket_arn
    return destination.topic_arn


def allow_sending(policy: iam.Policy, destination: FailureDestination) -> None:
    """Let the function that `policy` is attached to, as which Lambda acts, send there."""
    if hasattr(destination, "queue_arn"):
        queue = cast("sqs.IQueue", destination)
        _allow(policy, ["sqs:SendMessage"], queue.queue_arn)
        key = queue.encryption_master_key
    elif hasattr(destination, "bucket_arn"):
        bucket = cast("s3.IBucket", destination)
        objects = object_arns(policy, bucket, "aws/lambda/*")
        _allow(policy, ["s3:PutObject"], objects)
        _allow(policy, ["s3:ListBucket"], bucket.bucket_arn)
        reason = "Lambda chooses the names of the objects it writes failed batches to."
        acknowledge_wildcards(policy, [objects], reason)
        key = bucket.encryption_key
    else:
        topic = cast("sns.TopicBase", destination)
        _allow(policy, ["sns:Publish"], topic.topic_arn)
        key = topic.master_key
    if key is not None:
        _allow(policy, ["kms:Decrypt", "kms:GenerateDataKey"], key.key_arn)


def _allow(policy: iam.Policy, actions: list[str], resource: str) -> None:
    policy.add_statements(iam.PolicyStatement(actions=actions, resources=[resource]))
