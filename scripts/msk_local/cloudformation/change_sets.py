"""Change sets: what would change, looked at before it does."""

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from msk_local.cloudformation.plan import Plan
from msk_local.cloudformation.stack import Revision, Stack
from msk_local.protocols.errors import ServiceError

NO_CHANGES = (
    "The submitted information didn't contain changes. "
    "Submit different information to create a change set."
)


@dataclass
class ChangeSet:
    """One prepared change of one stack."""

    name: str
    change_set_id: str
    stack: Stack
    revision: Revision
    changes: list[dict[str, Any]]
    status: str
    reason: str | None
    execution_status: str
    description: str | None
    created: datetime = field(default_factory=lambda: datetime.now(UTC))

    def summary(self) -> dict[str, Any]:
        """What DescribeChangeSet and ListChangeSets both show."""
        return {
            "StackId": self.stack.stack_id,
            "StackName": self.stack.name,
            "ChangeSetId": self.change_set_id,
            "ChangeSetName": self.name,
            "ExecutionStatus": self.execution_status,
            "Status": self.status,
            "StatusReason": self.reason,
            "CreationTime": self.created,
            "Description": self.description,
            "IncludeNestedStacks": False,
        }

    def describe(self) -> dict[str, Any]:
        """What DescribeChangeSet shows."""
        return {
            **self.summary(),
            "Parameters": [v.describe(k) for k, v in self.revision.parameters.items()],
            "Tags": [{"Key": k, "Value": v} for k, v in self.revision.tags.items()],
            "Capabilities": self.stack.capabilities,
            "NotificationARNs": self.stack.notification_arns,
            "Changes": self.changes,
        }


class ChangeSets:
    """The change sets that have been neither executed nor deleted."""

    def __init__(self) -> None:
        self._change_sets: dict[str, ChangeSet] = {}

    def add(
        self, stack: Stack, name: str, revision: Revision, plan: Plan, description: str | None
    ) -> ChangeSet:
        """A new change set; it has failed when there is nothing to change."""
        if any(one.name == name for one in self.of(stack)):
            raise ServiceError("AlreadyExistsException", f"ChangeSet {name} already exists")
        prefix = stack.stack_id.rpartition(":stack/")[0]
        change_set = ChangeSet(
            name=name,
            change_set_id=f"{prefix}:changeSet/{name}/{uuid.uuid4()}",
            stack=stack,
            revision=revision,
            changes=plan.changes,
            status="FAILED" if plan.is_empty else "CREATE_COMPLETE",
            reason=NO_CHANGES if plan.is_empty else None,
            execution_status="UNAVAILABLE" if plan.is_empty else "AVAILABLE",
            description=description,
        )
        self._change_sets[change_set.change_set_id] = change_set
        return change_set

    def find(self, name_or_id: str, stack: Stack | None) -> ChangeSet:
        """A change set by id, or by name together with its stack.

        Raises:
            ServiceError: ``ChangeSetNotFound``.
        """
        for change_set in self._change_sets.values():
            if change_set.change_set_id == name_or_id or (
                change_set.stack is stack and change_set.name == name_or_id
            ):
                return change_set
        raise ServiceError(
            "ChangeSetNotFound", f"ChangeSet [{name_or_id}] does not exist", status=404
        )

    def of(self, stack: Stack) -> list[ChangeSet]:
        """The change sets of one stack."""
        return [one for one in self._change_sets.values() if one.stack is stack]

    def remove(self, change_set: ChangeSet) -> None:
        """Forgets a change set."""
        self._change_sets.pop(change_set.change_set_id, None)

    def remove_all(self, stack: Stack) -> None:
        """Forgets the change sets of a stack: executing one makes the others obsolete."""
        for change_set in self.of(stack):
            self.remove(change_set)
