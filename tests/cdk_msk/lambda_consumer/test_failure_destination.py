"""Grants for the destinations of failed batches."""

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs

from cdk_msk.lambda_consumer.failure_destination import (
    KafkaFailures,
    allow_sending,
    destination_arn,
    misplaced,
)
from cdk_msk.lambda_consumer.failure_queue import FailureQueue
from cdk_msk.topic import Topic


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


def _misplaced(stack: cdk.Stack, cluster_with, destination, **arguments) -> list[str]:
    cluster = cluster_with(stack)
    return list(
        misplaced(
            destination, **{"cluster": cluster, "topic": "orders", "provisioned": True, **arguments}
        )
    )


def test_kafka_topic(stack: cdk.Stack, cluster_with):
    """It has a name instead of an ARN, and no permission outside of Kafka."""
    assert destination_arn(KafkaFailures("orders.failed")) == "kafka://orders.failed"
    assert _misplaced(stack, cluster_with, KafkaFailures("orders.failed")) == []
    policy = iam.Policy(stack, "Policy")
    allow_sending(policy, KafkaFailures("orders.failed"))
    assert policy.document.is_empty


@pytest.mark.parametrize(
    ("name", "arguments", "fault"),
    [
        ("a/bc", {}, "on_failure must be a topic of 4 to 249 letters"),
        ("abc", {}, "on_failure must be a topic of 4 to 249 letters"),
        (".abc", {}, "not beginning with a dot, got '.abc'"),
        ("orders", {}, "on_failure must be another topic than the consumer reads, got 'orders'"),
        ("failed", {"provisioned": False}, "add provisioned_pollers=ProvisionedPollers"),
    ],
)
def test_kafka_topic_that_lambda_refuses(stack, cluster_with, name, arguments, fault):
    """What Lambda would only say when deploying, in one line each."""
    (line,) = _misplaced(stack, cluster_with, KafkaFailures(name), **arguments)
    assert fault in line


def test_kafka_topic_of_another_cluster(stack: cdk.Stack, cluster_with):
    """Lambda writes to the cluster it reads, and to no other."""
    elsewhere = Topic(
        stack,
        "Topic",
        cluster=cluster_with(stack, "Other"),
        topic_name="failed",
        partition_count=1,
        replication_factor=3,
    )
    (line,) = _misplaced(stack, cluster_with, KafkaFailures(elsewhere))
    assert line.startswith("on_failure must be a topic of the cluster 'Stack/Cluster', got one of ")


def test_keys_by_their_alias(stack: cdk.Stack):
    """IAM compares no alias with a resource: it is that of a key, a condition, or open anyway."""
    own = kms.Key(stack, "Key")
    queues = [
        sqs.Queue(stack, "Own", encryption_master_key=own.add_alias("own")),
        sqs.Queue(
            stack,
            "Other",
            encryption_master_key=kms.Alias.from_alias_name(stack, "Alias", "alias/other"),
        ),
        sqs.Queue(stack, "Managed", encryption=sqs.QueueEncryption.KMS_MANAGED),
    ]
    policies = [iam.Policy(stack, f"Policy{index}") for index, _ in enumerate(queues)]
    for policy, queue in zip(policies, queues, strict=True):
        allow_sending(policy, queue)
    (_, by_key), (_, by_alias), managed = (
        stack.resolve(policy.document.to_json())["Statement"] for policy in policies
    )
    assert by_key["Action"] == KEY
    assert by_key["Resource"] == stack.resolve(own.key_arn)
    assert by_alias["Action"] == KEY
    assert str(by_alias["Resource"]).endswith(":key/*']]}")
    assert by_alias["Condition"] == {
        "ForAnyValue:StringEquals": {"kms:ResourceAliases": "alias/other"}
    }
    assert [statement["Action"] for statement in managed] == ["sqs:SendMessage"]


def test_what_holds_a_destination_is_none(stack: cdk.Stack, cluster_with):
    """The construct around a queue, and a topic of Kafka by itself, are told from what is meant."""
    cluster = cluster_with(stack)
    topic = Topic(
        stack,
        "Topic",
        cluster=cluster,
        topic_name="failed",
        partition_count=1,
        replication_factor=3,
    )
    for destination, got in ((topic, "Topic"), (FailureQueue(stack, "Q"), "FailureQueue")):
        (line,) = misplaced(destination, cluster=cluster, topic="orders", provisioned=True)
        assert f"or KafkaFailures, got a {got}; of a FailureQueue give the queue" in line


def test_other_destinations_are_never_misplaced(stack: cdk.Stack, cluster_with):
    """A queue suits pollers of both kinds, and so does none."""
    queue = sqs.Queue(stack, "Q")
    assert _misplaced(stack, cluster_with, queue, provisioned=False) == []
    assert _misplaced(cdk.Stack(cdk.App()), cluster_with, None, provisioned=False) == []


def test_ordered_destinations(stack: cdk.Stack, cluster_with):
    """Lambda sends to no queue and no topic that keeps an order."""
    queue = sqs.Queue.from_queue_arn(stack, "Q", "arn:aws:sqs:us-east-1:123456789012:q.fifo")
    topic = sns.Topic(stack, "T", fifo=True)
    cluster = cluster_with(stack)
    for destination, path in ((queue, "Stack/Q"), (topic, "Stack/T")):
        (line,) = misplaced(destination, cluster=cluster, topic="orders", provisioned=True)
        assert line.startswith(
            f"on_failure must be a standard queue or topic, got the FIFO one {path!r}"
        )
