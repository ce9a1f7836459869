"""Where Lambda notes the batches it gave up."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import IConstruct

from cdk_msk.checks import known
from cdk_msk.cluster.cluster import Cluster
from cdk_msk.key_itself import key_itself
from cdk_msk.topic import Topic
from cdk_msk.wildcards import acknowledge_wildcards, object_arns
from msk_model import Unknown

_TOPIC = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{3,248}")
_ARNS = ("queue_arn", "bucket_arn", "topic_arn")


@dataclass(frozen=True)
class KafkaFailures:
    """A Kafka topic that takes the records Lambda gave up, each with the reason.

    It is a topic of the consumer's own cluster, another than it reads, and needs provisioned
    pollers. What is written there is one JSON document for each record: the reason, and under
    ``payload`` the event with the record, its bytes in base64. It has the record's own key. The
    pollers write as whom they read: the function's role, which is allowed to, or a user or a
    certificate, which needs the ACLs that `LambdaConsumer.acl_rules` has.

    https://docs.aws.amazon.com/lambda/latest/dg/kafka-on-failure-destination.html

    Attributes:
        topic: A topic of the app, which then exists first, or the name of another.
    """

    topic: str | Topic

    @property
    def name(self) -> str:
        """The name of the topic."""
        return self.topic if isinstance(self.topic, str) else self.topic.topic_name


FailureDestination = sqs.IQueue | sns.ITopic | s3.IBucket | KafkaFailures
"""A queue or an SNS topic receives offsets and the reason; a bucket or a Kafka topic the records
as well.

https://docs.aws.amazon.com/lambda/latest/dg/kafka-on-failure.html
"""


def destination_arn(destination: FailureDestination) -> str:
    """What an event source mapping calls `destination`: its ARN, or ``kafka://`` and the topic."""
    if isinstance(destination, KafkaFailures):
        return f"kafka://{destination.name}"
    # What CDK imports implements an interface and inherits from nothing, so attributes have to do.
    if hasattr(destination, "queue_arn"):
        return cast("sqs.IQueue", destination).queue_arn
    if hasattr(destination, "bucket_arn"):
        return cast("s3.IBucket", destination).bucket_arn
    return destination.topic_arn


def misplaced(
    destination: FailureDestination | None, *, cluster: Cluster, topic: str, provisioned: bool
) -> Iterator[str]:
    """Why a consumer of `topic` cannot send there, as ``<argument> must <rule>, got <value>``."""
    if destination is None:
        return
    if not isinstance(destination, KafkaFailures):
        if isinstance(destination, Topic) or not any(hasattr(destination, one) for one in _ARNS):
            yield (
                "on_failure must be a queue, an SNS topic, a bucket or KafkaFailures, got a "
                f"{type(destination).__name__}; of a FailureQueue give the queue, and a topic of "
                "Kafka as KafkaFailures(topic)"
            )
        elif getattr(destination, "fifo", False):
            yield (
                "on_failure must be a standard queue or topic, got the FIFO one "
                f"{cast('IConstruct', destination).node.path!r}; Lambda sends to no other"
            )
        return
    name = known(destination.name)
    if not isinstance(name, Unknown) and not _TOPIC.fullmatch(name):
        yield (
            "on_failure must be a topic of 4 to 249 letters, digits, dots, underscores and "
            f"hyphens, not beginning with a dot, got {name!r}"
        )
    if destination.name == topic:
        yield (
            f"on_failure must be another topic than the consumer reads, got {topic!r}; Lambda "
            "refuses the loop"
        )
    if isinstance(destination.topic, Topic) and destination.topic.cluster is not cluster:
        yield (
            f"on_failure must be a topic of the cluster {cluster.node.path!r}, got one of "
            f"{destination.topic.cluster.node.path!r}"
        )
    if not provisioned:
        yield (
            "on_failure must be a queue, an SNS topic or a bucket without provisioned pollers, got "
            f"the Kafka topic {destination.name!r}; add provisioned_pollers=ProvisionedPollers()"
        )


def allow_sending(policy: iam.Policy, destination: FailureDestination) -> None:
    """Let the function that `policy` is attached to, as which Lambda acts, send there.

    Not to a Kafka topic: there Lambda acts as whom it reads as.
    """
    if isinstance(destination, KafkaFailures):
        return
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
        _allow_key(policy, key)


def _allow(policy: iam.Policy, actions: list[str], resource: str) -> None:
    policy.add_statements(iam.PolicyStatement(actions=actions, resources=[resource]))


def _allow_key(policy: iam.Policy, key: kms.IKey) -> None:
    """An alias is a condition and no resource; those of AWS itself are open to the account.

    https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
    """
    actions = ["kms:Decrypt", "kms:GenerateDataKey"]
    arn = key_itself(key).key_arn
    _, _, alias = arn.rpartition(":alias/")
    if alias == arn:
        _allow(policy, actions, arn)
    elif not alias.startswith("aws/"):
        keys = cdk.Stack.of(policy).format_arn(service="kms", resource="key", resource_name="*")
        condition = {"ForAnyValue:StringEquals": {"kms:ResourceAliases": f"alias/{alias}"}}
        policy.add_statements(
            iam.PolicyStatement(actions=actions, resources=[keys], conditions=condition)
        )
        acknowledge_wildcards(policy, [keys], f"The key is the one that has the alias {alias}.")
