"""What can be done to one resource, with the events that go with it."""

from collections.abc import Mapping
from typing import Any

from msk_local.cloudformation.callbacks import Callbacks
from msk_local.cloudformation.catalogue import provisioner
from msk_local.cloudformation.dynamic_references import look_up
from msk_local.cloudformation.errors import ResourceError, failure_reason, means_gone
from msk_local.cloudformation.provisioner import (
    Context,
    Outcome,
    Provisioner,
    UnsupportedUpdateError,
)
from msk_local.cloudformation.stack import Journal, Stack, StackResource
from msk_local.cloudformation.template import ResourceTemplate
from msk_local.server import Endpoint

_KEPT = {"Retain", "RetainExceptOnCreate"}


class Actions:
    """Creates, changes and deletes the resources of one stack."""

    def __init__(
        self, stack: Stack, tags: Mapping[str, str], endpoint: Endpoint, callbacks: Callbacks
    ) -> None:
        self._stack = stack
        self._tags = tags
        self._endpoint = endpoint
        self._callbacks = callbacks

    def create(
        self,
        declared: ResourceTemplate,
        properties: Mapping[str, Any],
        needs: set[str],
        journal: Journal,
    ) -> None:
        """Creates a resource, in place of one of the same name if there is one.

        Raises:
            ResourceError: It failed; the journal knows what is to be deleted.
        """
        name = declared.logical_id
        replaced = self._stack.resources.get(name)
        verb = "UPDATE" if replaced else "CREATE"
        resource = StackResource(declared, None, properties, needs)
        self._stack.resources[name] = resource
        if replaced:
            journal.restores.append(lambda: self._put_back(name, replaced))
        journal.created.append((name, resource))
        reason = (
            "Requested update requires the creation of a new physical resource; hence creating one."
            if replaced
            else None
        )
        self._stack.turn_resource(name, resource, f"{verb}_IN_PROGRESS", reason)
        try:
            resource.outcome = self._provisioner(resource).create(
                look_up(properties, self._endpoint), self._context(resource, verb)
            )
        except Exception as error:  # noqa: BLE001 whatever it is, the stack has to say it
            raise self._failed(resource, f"{verb}_FAILED", error) from None
        self._stack.turn_resource(name, resource, f"{verb}_COMPLETE")
        if replaced:
            journal.superseded.append((name, replaced))

    def update(
        self,
        declared: ResourceTemplate,
        properties: Mapping[str, Any],
        needs: set[str],
        journal: Journal,
    ) -> None:
        """Changes a resource in place.

        Raises:
            ResourceError: It failed; the journal knows how to restore it.
        """
        name = declared.logical_id
        before = self._stack.resources[name]
        after = StackResource(declared, before.outcome, properties, needs)
        self._stack.resources[name] = after
        self._stack.turn_resource(name, after, "UPDATE_IN_PROGRESS")
        try:
            after.outcome = self._change(after, before.properties, properties)
        except Exception as error:  # noqa: BLE001 whatever it is, the stack has to say it
            unchanged = isinstance(error, UnsupportedUpdateError)
            journal.restores.append(
                (lambda: self._put_back(name, before))
                if unchanged
                else lambda: self._restore(name, before, after)
            )
            raise self._failed(after, "UPDATE_FAILED", error) from None
        journal.restores.append(lambda: self._restore(name, before, after))
        if before.physical_id != after.physical_id:
            journal.superseded.append((name, before))
        self._stack.turn_resource(name, after, "UPDATE_COMPLETE")

    def keep(self, declared: ResourceTemplate, needs: set[str], journal: Journal) -> None:
        """Takes over what a template says about a resource whose properties stay the same."""
        before = self._stack.resources[declared.logical_id]
        if before.declared != declared or before.needs != needs:
            journal.restores.append(lambda: self._put_back(declared.logical_id, before))
            self._stack.resources[declared.logical_id] = StackResource(
                declared, before.outcome, before.properties, needs, before.status
            )

    def delete(self, name: str, resource: StackResource, policy: str) -> bool:
        """Deletes a resource, or leaves it when its policy says so.

        Returns:
            Whether the stack is done with it.
        """
        current = self._stack.resources.get(name) is resource
        if policy in _KEPT:
            self._stack.turn_resource(name, resource, "DELETE_SKIPPED")
        elif resource.outcome is None:
            self._stack.turn_resource(name, resource, "DELETE_COMPLETE")
        else:
            self._stack.turn_resource(name, resource, "DELETE_IN_PROGRESS")
            try:
                self._provisioner(resource).delete(
                    resource.outcome,
                    look_up(resource.properties, self._endpoint),
                    self._context(resource, "DELETE"),
                )
            except Exception as error:  # noqa: BLE001 whatever it is, the stack has to say it
                if not means_gone(error):
                    self._failed(resource, "DELETE_FAILED", error)
                    return False
            self._stack.turn_resource(name, resource, "DELETE_COMPLETE")
        if current:
            del self._stack.resources[name]
        return True

    def _change(
        self, resource: StackResource, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Outcome:
        if resource.outcome is None:
            raise ResourceError("the resource was never created")
        return self._provisioner(resource).update(
            resource.outcome,
            look_up(old, self._endpoint),
            look_up(new, self._endpoint),
            self._context(resource, "UPDATE"),
        )

    def _restore(self, name: str, before: StackResource, after: StackResource) -> None:
        """Brings a resource back from `after` to `before` and deletes what came in between."""
        restored = StackResource(before.declared, after.outcome, before.properties, before.needs)
        self._stack.resources[name] = restored
        self._stack.turn_resource(name, restored, "UPDATE_IN_PROGRESS")
        try:
            restored.outcome = self._change(restored, after.properties, before.properties)
        except Exception as error:  # noqa: BLE001 whatever it is, the stack has to say it
            raise self._failed(restored, "UPDATE_FAILED", error) from None
        self._stack.turn_resource(name, restored, "UPDATE_COMPLETE")
        if after.physical_id != restored.physical_id:
            self.delete(name, after, "Delete")

    def _put_back(self, name: str, before: StackResource) -> None:
        self._stack.resources[name] = before
        if before.status != "CREATE_COMPLETE":
            self._stack.turn_resource(name, before, "UPDATE_COMPLETE")

    def _provisioner(self, resource: StackResource) -> Provisioner:
        return provisioner(resource.declared.type)

    def _context(self, resource: StackResource, verb: str) -> Context:
        def record(physical_id: str) -> None:
            resource.outcome = Outcome(physical_id)
            self._stack.turn_resource(
                resource.declared.logical_id,
                resource,
                f"{verb}_IN_PROGRESS",
                "Resource creation Initiated",
            )

        return Context(
            endpoint=self._endpoint,
            stack_id=self._stack.stack_id,
            stack_name=self._stack.name,
            logical_id=resource.declared.logical_id,
            resource_type=resource.declared.type,
            tags=self._tags,
            record=record,
            callbacks=self._callbacks,
        )

    def _failed(self, resource: StackResource, status: str, error: Exception) -> ResourceError:
        reason = failure_reason(error)
        self._stack.turn_resource(resource.declared.logical_id, resource, status, reason)
        return ResourceError(reason)
