"""Amazon Simple Notification Service."""

import json
from collections.abc import Mapping
from typing import Any

from msk_local.cloudformation.provisioner import Context, Outcome, Provisioner, PutProvisioner

_ATTRIBUTES = (
    "DisplayName",
    "KmsMasterKeyId",
    "SignatureVersion",
    "TracingConfig",
    "DeliveryPolicy",
)


class Topic(Provisioner):
    """A topic."""

    types = ("AWS::SNS::Topic",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the topic with the subscriptions written into it."""
        sns = context.client("sns")
        name = properties.get("TopicName") or context.name(limit=256)
        arn = sns.create_topic(
            Name=name, Attributes=_attributes(properties), Tags=context.tagged(properties)
        )["TopicArn"]
        context.record(arn)
        for one in properties.get("Subscription", []):
            sns.subscribe(TopicArn=arn, Protocol=one["Protocol"], Endpoint=one["Endpoint"])
        return Outcome(arn, {"TopicArn": arn, "TopicName": name})

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Changes attributes and tags."""
        sns, arn = context.client("sns"), current.physical_id
        wanted = _attributes(new)
        for key in {*_attributes(old), *wanted}:
            sns.set_topic_attributes(
                TopicArn=arn, AttributeName=key, AttributeValue=wanted.get(key, "")
            )
        before, after = context.tag_map(old), context.tag_map(new)
        if gone := sorted(set(before) - set(after)):
            sns.untag_resource(ResourceArn=arn, TagKeys=gone)
        if after:
            sns.tag_resource(ResourceArn=arn, Tags=context.tagged(new))
        return current

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the topic."""
        context.client("sns").delete_topic(TopicArn=current.physical_id)


def _attributes(properties: Mapping[str, Any]) -> dict[str, str]:
    wanted = {
        key: value if isinstance(value, str) else json.dumps(value)
        for key in _ATTRIBUTES
        if (value := properties.get(key))
    }
    if properties.get("FifoTopic"):
        wanted["FifoTopic"] = "true"
    return wanted


class TopicPolicy(PutProvisioner):
    """The resource policy of topics."""

    types = ("AWS::SNS::TopicPolicy", "AWS::SNS::TopicInlinePolicy")

    def put(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Puts the policy on every topic named."""
        for arn in _topics(properties):
            context.client("sns").set_topic_attributes(
                TopicArn=arn,
                AttributeName="Policy",
                AttributeValue=json.dumps(properties["PolicyDocument"]),
            )
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
        """Leaves the owner alone in charge of every topic named."""
        nobody = json.dumps({"Version": "2012-10-17", "Statement": []})
        for arn in _topics(properties):
            context.client("sns").set_topic_attributes(
                TopicArn=arn, AttributeName="Policy", AttributeValue=nobody
            )


def _topics(properties: Mapping[str, Any]) -> list[str]:
    return list(properties.get("Topics") or [properties["TopicArn"]])


class Subscription(Provisioner):
    """A subscription to a topic."""

    types = ("AWS::SNS::Subscription",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Subscribes."""
        endpoint = {"Endpoint": properties["Endpoint"]} if "Endpoint" in properties else {}
        arn = context.client("sns").subscribe(
            TopicArn=properties["TopicArn"],
            Protocol=properties["Protocol"],
            ReturnSubscriptionArn=True,
            **endpoint,
        )["SubscriptionArn"]
        context.record(arn)
        _set_filter(arn, properties, context)
        return Outcome(arn, {"Arn": arn})

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Changes the filter."""
        _set_filter(current.physical_id, new, context)
        return current

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Unsubscribes."""
        context.client("sns").unsubscribe(SubscriptionArn=current.physical_id)


def _set_filter(arn: str, properties: Mapping[str, Any], context: Context) -> None:
    for key in ("FilterPolicy", "RedrivePolicy"):
        if key in properties:
            context.client("sns").set_subscription_attributes(
                SubscriptionArn=arn, AttributeName=key, AttributeValue=json.dumps(properties[key])
            )


PROVISIONERS = (Topic(), TopicPolicy(), Subscription())
