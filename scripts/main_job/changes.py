"""What a deployment changed, told by CloudFormation's own events."""

from datetime import datetime
from typing import NamedTuple

import boto3

_CHANGED = {"CREATE_COMPLETE", "UPDATE_COMPLETE", "DELETE_COMPLETE"}


class Change(NamedTuple):
    """One resource that was created, updated or deleted."""

    stack: str
    logical_id: str
    resource_type: str
    status: str


def changes_since(session: boto3.Session, deployment: str, moment: datetime) -> list[Change]:
    """Every resource of `deployment` that changed after `moment`, each once, in order."""
    cloudformation = session.client("cloudformation")
    found: dict[Change, None] = {}
    for stack in cloudformation.describe_stacks()["Stacks"]:
        name = stack["StackName"]
        if not name.startswith(f"{deployment}-"):
            continue
        pages = cloudformation.get_paginator("describe_stack_events").paginate(StackName=name)
        events = [event for page in pages for event in page["StackEvents"]]
        for event in reversed(events):
            is_resource = event["ResourceType"] != "AWS::CloudFormation::Stack"
            if is_resource and event["Timestamp"] > moment and event["ResourceStatus"] in _CHANGED:
                found[
                    Change(
                        name,
                        event["LogicalResourceId"],
                        event["ResourceType"],
                        event["ResourceStatus"],
                    )
                ] = None
    return list(found)
