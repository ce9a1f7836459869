"""Amazon MSK: topics."""

import time
from collections.abc import Mapping
from typing import Any

from msk_local.cloudformation.errors import ResourceError
from msk_local.cloudformation.provisioner import Context, Outcome, Provisioner

_POLL_SECONDS = 0.1
_TIMEOUT_SECONDS = 300


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
        try:
            kafka.delete_topic(**_named(properties))
        except kafka.exceptions.UnknownTopicOrPartitionException:
            return
        deadline = time.monotonic() + _TIMEOUT_SECONDS
        while _status(properties, context) is not None:
            if time.monotonic() > deadline:
                raise ResourceError(f"Topic {current.physical_id} was not deleted")
            time.sleep(_POLL_SECONDS)


def _named(properties: Mapping[str, Any]) -> dict[str, str]:
    return {key: properties[key] for key in ("ClusterArn", "TopicName")}


def _changeable(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {key: properties[key] for key in ("PartitionCount", "Configs") if key in properties}


def _wait(properties: Mapping[str, Any], context: Context) -> None:
    """Waits until the topic is active; one that is not found was created a moment ago."""
    deadline = time.monotonic() + _TIMEOUT_SECONDS
    while _status(properties, context) != "ACTIVE":
        if time.monotonic() > deadline:
            raise ResourceError(f"Topic {properties['TopicName']} did not become active")
        time.sleep(_POLL_SECONDS)


def _status(properties: Mapping[str, Any], context: Context) -> str | None:
    """The state MSK gives the topic. Absent: it finds none."""
    kafka = context.client("kafka")
    try:
        return str(kafka.describe_topic(**_named(properties))["Status"])
    except kafka.exceptions.NotFoundException:
        return None


PROVISIONERS = (Topic(),)
