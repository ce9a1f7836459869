"""Stacks and resources as the Describe and List operations show them."""

from typing import Any

from msk_local.cloudformation.stack import STACK_TYPE, Stack, StackResource


def describe_stack(stack: Stack) -> dict[str, Any]:
    """A stack as DescribeStacks shows it."""
    revision = stack.revision
    document = revision.template.document if revision else {}
    return {
        "StackId": stack.stack_id,
        "StackName": stack.name,
        "Description": document.get("Description"),
        "Parameters": [v.describe(k) for k, v in revision.parameters.items()] if revision else [],
        "CreationTime": stack.created,
        "LastUpdatedTime": stack.updated,
        "DeletionTime": stack.deleted,
        "StackStatus": stack.status,
        "StackStatusReason": stack.reason,
        "DisableRollback": stack.disable_rollback,
        "RollbackConfiguration": {},
        "NotificationARNs": stack.notification_arns,
        "Capabilities": stack.capabilities,
        "Outputs": [
            {
                "OutputKey": output.key,
                "OutputValue": output.value,
                "Description": output.description,
                "ExportName": output.export,
            }
            for output in stack.outputs
        ],
        "RoleARN": stack.role_arn,
        "Tags": [{"Key": k, "Value": v} for k, v in revision.tags.items()] if revision else [],
        "EnableTerminationProtection": stack.protected,
        "DriftInformation": {"StackDriftStatus": "NOT_CHECKED"},
    }


def summarize_stack(stack: Stack) -> dict[str, Any]:
    """A stack as ListStacks shows it."""
    return {
        "StackId": stack.stack_id,
        "StackName": stack.name,
        "CreationTime": stack.created,
        "LastUpdatedTime": stack.updated,
        "DeletionTime": stack.deleted,
        "StackStatus": stack.status,
        "StackStatusReason": stack.reason,
    }


def describe_resource(stack: Stack, name: str, resource: StackResource) -> dict[str, Any]:
    """A resource as the Describe and List operations for resources show it."""
    return {
        "StackName": stack.name,
        "StackId": stack.stack_id,
        "LogicalResourceId": name,
        "PhysicalResourceId": resource.physical_id or None,
        "ResourceType": resource.declared.type,
        "Timestamp": resource.changed,
        "LastUpdatedTimestamp": resource.changed,
        "ResourceStatus": resource.status,
        "ResourceStatusReason": resource.reason,
        "DriftInformation": {"StackResourceDriftStatus": "NOT_CHECKED"},
    }


def operation_events(stack: Stack) -> list[dict[str, Any]]:
    """The events of a stack as DescribeEvents shows them, newest first."""
    return [
        {
            "EventId": event["EventId"],
            "StackId": event["StackId"],
            "EventType": "STACK_EVENT",
            "LogicalResourceId": event["LogicalResourceId"],
            "PhysicalResourceId": event["PhysicalResourceId"],
            "ResourceType": event["ResourceType"],
            "Timestamp": event["Timestamp"],
            "ResourceStatus": event["ResourceStatus"],
            "ResourceStatusReason": event["ResourceStatusReason"],
            "OperationType": "STACK" if event["ResourceType"] == STACK_TYPE else None,
        }
        for event in reversed(stack.events)
    ]
