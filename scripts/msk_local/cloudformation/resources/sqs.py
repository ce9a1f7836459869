"""Amazon Simple Queue Service."""

import json
from collections.abc import Mapping
from typing import Any

from msk_local.cloudformation.provisioner import Context, Outcome, Provisioner, PutProvisioner

_ATTRIBUTES = (
    "DelaySeconds",
    "MaximumMessageSize",
    "MessageRetentionPeriod",
    "ReceiveMessageWaitTimeSeconds",
    "VisibilityTimeout",
    "RedrivePolicy",
    "RedriveAllowPolicy",
    "KmsMasterKeyId",
    "KmsDataKeyReusePeriodSeconds",
    "SqsManagedSseEnabled",
    "FifoQueue",
    "ContentBasedDeduplication",
    "DeduplicationScope",
    "FifoThroughputLimit",
)


class Queue(Provisioner):
    """A queue."""

    types = ("AWS::SQS::Queue",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the queue."""
        name = properties.get("QueueName") or context.name(limit=80)
        url = context.client("sqs").create_queue(
            QueueName=name, Attributes=_attributes(properties), tags=context.tag_map(properties)
        )["QueueUrl"]
        arn = context.arn("sqs", name)
        return Outcome(url, {"Arn": arn, "QueueName": name, "QueueUrl": url})

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Changes attributes and tags."""
        sqs, url = context.client("sqs"), current.physical_id
        if wanted := _attributes(new):
            sqs.set_queue_attributes(QueueUrl=url, Attributes=wanted)
        before, after = context.tag_map(old), context.tag_map(new)
        if gone := sorted(set(before) - set(after)):
            sqs.untag_queue(QueueUrl=url, TagKeys=gone)
        if after:
            sqs.tag_queue(QueueUrl=url, Tags=after)
        return current

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the queue with its messages."""
        context.client("sqs").delete_queue(QueueUrl=current.physical_id)


def _attributes(properties: Mapping[str, Any]) -> dict[str, str]:
    wanted = {}
    for key in _ATTRIBUTES:
        value = properties.get(key)
        if isinstance(value, bool):
            wanted[key] = str(value).lower()
        elif isinstance(value, Mapping):
            wanted[key] = json.dumps(value)
        elif value is not None:
            wanted[key] = str(value)
    return wanted


class QueuePolicy(PutProvisioner):
    """The resource policy of queues."""

    types = ("AWS::SQS::QueuePolicy", "AWS::SQS::QueueInlinePolicy")

    def put(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Puts the policy on every queue named."""
        _put_policy(properties, json.dumps(properties["PolicyDocument"]), context)
        name = context.name()
        return Outcome(name, {"Id": name})

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Puts the policy anew."""
        self.put(new, context)
        return current

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Removes the policy from every queue named."""
        _put_policy(properties, "", context)


def _put_policy(properties: Mapping[str, Any], policy: str, context: Context) -> None:
    for url in properties.get("Queues") or [properties["Queue"]]:
        context.client("sqs").set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})


PROVISIONERS = (Queue(), QueuePolicy())
