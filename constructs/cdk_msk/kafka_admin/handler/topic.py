"""Creates, changes and deletes a topic for CloudFormation."""

from collections.abc import Mapping
from typing import Any

from handler.cloudformation import Context, Created, NotYet, Properties, serve

from .declaration import Declaration
from .failures import Refused
from .patience import patiently
from .topics import Topic, Topics, topics_of

_asked: set[str] = set()
"""The requests this process has asked a cluster to create a topic for: each may be repeated."""


def handle(event: Mapping[str, Any], context: Context) -> None:
    """Answer a request of CloudFormation."""
    serve(
        event,
        context,
        apply=patiently(lambda properties: apply(properties, event), context),
        remove=patiently(remove, context),
    )


def apply(properties: Properties, event: Mapping[str, Any]) -> Created:
    """Create the declared topic, or make the one there is as declared.

    Raises:
        Refused: There is such a topic and it is not this resource's, or it cannot change so.
        NotYet: The cluster is busy, out of reach, or does not let the function in.
    """
    wanted = Declaration.of(properties)
    with topics_of(wanted.bootstrap_brokers) as topics:
        found = topics.find(wanted.name)
        if found is None:
            _asked.add(event["RequestId"])
            topics.create(
                wanted.name,
                partition_count=wanted.partition_count,
                replication_factor=wanted.replication_factor,
                configs=wanted.configs,
            )
        elif event.get("PhysicalResourceId") == wanted.physical_id:
            _change(topics, found, wanted, _former_configs(event, wanted))
        else:
            _require_own(found, wanted, event["RequestId"])
        topics.wait_until_ready(wanted.name)
    return Created(wanted.physical_id, {"TopicArn": wanted.arn})


def remove(properties: Properties) -> None:
    """Delete the topic with its records.

    Raises:
        Refused: The cluster does not delete topics.
        NotYet: It is still being deleted, or as for `apply`.
    """
    wanted = Declaration.of(properties)
    with topics_of(wanted.bootstrap_brokers) as topics:
        topics.delete(wanted.name)
        if topics.find(wanted.name):
            raise NotYet(f"topic {wanted.name} is still being deleted")


def _change(topics: Topics, found: Topic, wanted: Declaration, former: Mapping[str, str]) -> None:
    """Settings first: they can be taken back when partitions, which cannot, do not follow."""
    if wanted.partition_count < found.partition_count:
        raise Refused(
            f"topic {wanted.name} has {found.partition_count} partitions and Kafka takes none "
            f"away, so {wanted.partition_count} cannot be had; declare {found.partition_count} or "
            "more. If a rollback asks for this, continue it and skip this resource: "
            "aws cloudformation continue-update-rollback --resources-to-skip"
        )
    if wanted.replication_factor not in (None, found.replication_factor):
        raise Refused(
            f"topic {wanted.name} has {found.replication_factor} copies of each partition, which "
            f"cannot become {wanted.replication_factor}; declare {found.replication_factor}"
        )
    withdrawn = dict.fromkeys(former.keys() - wanted.configs.keys())
    if changes := wanted.settings_to_change(found) | withdrawn:
        topics.alter_configs(wanted.name, changes)
    if wanted.partition_count > found.partition_count:
        topics.grow(wanted.name, wanted.partition_count)


def _former_configs(event: Mapping[str, Any], wanted: Declaration) -> Mapping[str, str]:
    """The settings declared before, unless they were another topic's: a rename is rolled back."""
    if "OldResourceProperties" not in event:
        return {}
    former = Declaration.of(event["OldResourceProperties"])
    return former.configs if former.physical_id == wanted.physical_id else {}


def _require_own(found: Topic, wanted: Declaration, request_id: str) -> None:
    """Take over a topic only as it is, and none that would then go with the stack."""
    if differences := ", ".join(wanted.differences(found)):
        raise Refused(
            f"topic {wanted.name} exists already and is not as declared: {differences}; declare it "
            "as it is, choose another name, or delete it"
        )
    if not wanted.adopt and request_id not in _asked:
        raise Refused(
            f"topic {wanted.name} exists already, and this resource would delete it with the "
            "stack; retain it on removal to adopt it, choose another name, or delete it"
        )
