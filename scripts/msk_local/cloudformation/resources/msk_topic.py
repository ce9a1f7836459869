"""Amazon MSK: topics."""

import time
from collections.abc import Mapping
from typing import Any

from msk_local.cloudformation.errors import ResourceError
from msk_local.cloudformation.provisioner import Context, Outcome, Provisioner

_POLL_SECONDS = 0.1
_TIMEOUT_SECONDS = 60


class Topic(Provisioner):
    """A Kafka topic."""

    types = ("AWS::MSK::Topic",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the topic and waits until it is active."""
        arn = context.client("kafka").create_topic(
            **_named(properties),
            ReplicationFactor=properties["ReplicationFactor"],
            **_changeable(properties),
        )["TopicArn"]
        context.record(arn)
        _wait(properties, context)
        return Outcome(arn, {"TopicArn": arn})

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Adds partitions or sets the configs, as far as they differ."""
        change = {k: v for k, v in _changeable(new).items() if old.get(k) != v}
        if change:
            context.client("kafka").update_topic(**_named(new), **change)
            _wait(new, context)
        return current

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the topic with its records and waits until it is gone."""
        kafka = context.client("kafka")
        kafka.delete_topic(**_named(properties))
        deadline = time.monotonic() + _TIMEOUT_SECONDS
        while time.monotonic() < deadline:
            try:
                kafka.describe_topic(**_named(properties))
            except kafka.exceptions.NotFoundException:
                return
            time.sleep(_POLL_SECONDS)
        raise ResourceError(f"Topic {current.physical_id} was not deleted")


def _named(properties: Mapping[str, Any]) -> dict[str, str]:
    return {key: properties[key] for key in ("ClusterArn", "TopicName")}


def _changeable(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {key: properties[key] for key in ("PartitionCount", "Configs") if key in properties}


def _wait(properties: Mapping[str, Any], context: Context) -> None:
    deadline = time.monotonic() + _TIMEOUT_SECONDS
    while time.monotonic() < deadline:
        if context.client("kafka").describe_topic(**_named(properties)).get("Status") == "ACTIVE":
            return
        time.sleep(_POLL_SECONDS)
    raise ResourceError(f"Topic {properties['TopicName']} did not become active")


PROVISIONERS = (Topic(),)
