"""Grants for the destinations of failed batches."""

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs

from cdk_msk.lambda_consumer.failure_destination import allow_sending, destination_arn


@pytest.fixture
def stack() -> cdk.Stack:
    return cdk.Stack(cdk.App(), "Stack")


def _allowed(stack: cdk.Stack, destination) -> list[str]:
    policy = iam.Policy(stack, "Policy")
    allow_sending(policy, destination)
    statements = stack.resolve(policy.document.to_json())["Statement"]
    actions = (s["Action"] for s in statements)
    return [a for action in actions for a in ([action] if isinstance(action, str) else action)]


KEY = ["kms:Decrypt", "kms:GenerateDataKey"]


def test_queue(stack: cdk.Stack):
    """An encrypted queue needs its key as well."""
    queue = sqs.Queue(stack, "Q", encryption_master_key=kms.Key(stack, "Key"))

    assert _allowed(stack, queue) == ["sqs:SendMessage", *KEY]
    assert destination_arn(queue) == queue.queue_arn


def test_topic(stack: cdk.Stack):
    """So does a topic."""
    topic = sns.Topic(stack, "T", master_key=kms.Key(stack, "Key"))

    assert _allowed(stack, topic) == ["sns:Publish", *KEY]
    assert destination_arn(topic) == topic.topic_arn


def test_bucket(stack: cdk.Stack):
    """A bucket is written to and listed."""
    bucket = s3.Bucket(stack, "B", encryption_key=kms.Key(stack, "Key"))

    assert _allowed(stack, bucket) == ["s3:PutObject", "s3:ListBucket", *KEY]
    assert destination_arn(bucket) == bucket.bucket_arn


def test_imported(stack: cdk.Stack):
    """Destinations of other owners work like one's own."""
    queue = sqs.Queue.from_queue_arn(stack, "Q", "arn:aws:sqs:us-east-1:123456789012:q")
    topic = sns.Topic.from_topic_arn(stack, "T", "arn:aws:sns:us-east-1:123456789012:t")
    bucket = s3.Bucket.from_bucket_name(stack, "B", "lake")

    assert destination_arn(queue).endswith(":q")
    assert destination_arn(topic).endswith(":t")
    assert _allowed(stack, bucket) == ["s3:PutObject", "s3:ListBucket"]
