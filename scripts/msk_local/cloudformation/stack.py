"""What a stack is and what happened to it."""

import threading
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from msk_local.cloudformation.parameters import ParameterValue
from msk_local.cloudformation.provisioner import Outcome
from msk_local.cloudformation.template import ResourceTemplate, Template

STACK_TYPE = "AWS::CloudFormation::Stack"


@dataclass(frozen=True)
class Revision:
    """What a stack is told to be: a template with values for its parameters, and tags."""

    template: Template
    parameters: Mapping[str, ParameterValue]
    tags: Mapping[str, str]


@dataclass
class StackResource:
    """A resource of a stack as it stands.

    Attributes:
        declared: What the template says.
        outcome: Physical id and attributes. Absent: its creation has told no id yet.
        properties: The properties it was last provisioned with.
        needs: Logical ids of the resources it must be deleted before.
    """

    declared: ResourceTemplate
    outcome: Outcome | None
    properties: Mapping[str, Any]
    needs: set[str]
    status: str = "CREATE_IN_PROGRESS"
    reason: str | None = None
    changed: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def physical_id(self) -> str:
        """The physical id; empty as long as there is none."""
        return self.outcome.physical_id if self.outcome else ""


@dataclass(frozen=True)
class Output:
    """A value a stack shows, and exports when it has an export name."""

    key: str
    value: str
    description: str | None
    export: str | None


@dataclass
class Journal:
    """What an update did, so that it can be finished or taken back.

    Attributes:
        restores: Steps that bring changed resources back to what they were, oldest first.
        created: New resources, deleted when the update is taken back.
        superseded: Replaced resources, deleted when the update has succeeded.
    """

    restores: list[Callable[[], None]] = field(default_factory=list)
    created: list[tuple[str, StackResource]] = field(default_factory=list)
    superseded: list[tuple[str, StackResource]] = field(default_factory=list)


@dataclass
class Stack:
    """A stack, living or deleted."""

    name: str
    stack_id: str
    status: str = "REVIEW_IN_PROGRESS"
    reason: str | None = None
    revision: Revision | None = None
    resources: dict[str, StackResource] = field(default_factory=dict)
    outputs: list[Output] = field(default_factory=list)
    imports: set[str] = field(default_factory=set)
    events: list[dict[str, Any]] = field(default_factory=list)
    journal: Journal | None = None
    """What a failed update has done so far, kept while it waits to be rolled back."""
    protected: bool = False
    disable_rollback: bool = False
    description: str | None = None
    role_arn: str | None = None
    capabilities: list[str] = field(default_factory=list)
    notification_arns: list[str] = field(default_factory=list)
    created: datetime = field(default_factory=lambda: datetime.now(UTC))
    updated: datetime | None = None
    deleted: datetime | None = None
    working: threading.Thread | None = None
    """The operation under way, if any."""

    def event(
        self,
        *,
        logical_id: str,
        physical_id: str,
        resource_type: str,
        status: str,
        reason: str | None = None,
    ) -> None:
        """Notes that something happened to a resource or to the stack itself.

        No two events have the same millisecond: readers order them by time.
        """
        moment = datetime.now(UTC)
        if self.events:
            moment = max(moment, self.events[-1]["Timestamp"] + timedelta(milliseconds=1))
        self.events.append(
            {
                "StackId": self.stack_id,
                "EventId": str(uuid.uuid4()),
                "StackName": self.name,
                "LogicalResourceId": logical_id,
                "PhysicalResourceId": physical_id,
                "ResourceType": resource_type,
                "Timestamp": moment,
                "ResourceStatus": status,
                "ResourceStatusReason": reason,
            }
        )

    def turn(self, status: str, reason: str | None = None) -> None:
        """Moves the stack itself to `status`."""
        self.event(
            logical_id=self.name,
            physical_id=self.stack_id,
            resource_type=STACK_TYPE,
            status=status,
            reason=reason,
        )
        self.reason = reason
        self.status = status

    def turn_resource(
        self, logical_id: str, resource: StackResource, status: str, reason: str | None = None
    ) -> None:
        """Moves one resource to `status`."""
        resource.status, resource.reason, resource.changed = status, reason, datetime.now(UTC)
        self.event(
            logical_id=logical_id,
            physical_id=resource.physical_id,
            resource_type=resource.declared.type,
            status=status,
            reason=reason,
        )
