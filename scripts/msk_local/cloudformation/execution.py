"""The life of a stack: create, update, delete, and back again when something fails."""

from collections.abc import Mapping
from typing import Any

from msk_local.cloudformation.actions import Actions
from msk_local.cloudformation.callbacks import Callbacks
from msk_local.cloudformation.catalogue import provisioner
from msk_local.cloudformation.errors import ResourceError
from msk_local.cloudformation.graph import in_order
from msk_local.cloudformation.intrinsics import resolve
from msk_local.cloudformation.registry import StackRegistry
from msk_local.cloudformation.schemas import schema
from msk_local.cloudformation.scope import StackScope
from msk_local.cloudformation.stack import Journal, Output, Revision, Stack, StackResource
from msk_local.cloudformation.template import ResourceTemplate
from msk_local.protocols.errors import ServiceError
from msk_local.server import Endpoint


class Execution:
    """Carries out one operation on one stack, in the thread that calls it."""

    def __init__(
        self, stack: Stack, registry: StackRegistry, endpoint: Endpoint, callbacks: Callbacks
    ) -> None:
        self._stack = stack
        self._registry = registry
        self._endpoint = endpoint
        self._callbacks = callbacks

    def create(self, revision: Revision) -> None:
        """Creates every resource; takes everything back when one fails."""
        stack = self._stack
        stack.revision = revision
        journal = Journal()
        try:
            self._advance(revision, journal)
        except (ResourceError, ServiceError) as error:
            reason = self._blame(error)
            if stack.disable_rollback:
                stack.turn("CREATE_FAILED", reason)
                return
            stack.turn("ROLLBACK_IN_PROGRESS", f"{reason} Rollback requested by user.")
            self._delete_everything(creating=True)
            stack.turn("ROLLBACK_FAILED" if self._failures() else "ROLLBACK_COMPLETE")
            return
        stack.turn("CREATE_COMPLETE")

    def update(self, revision: Revision) -> None:
        """Changes the stack into `revision`; takes everything back when something fails."""
        stack = self._stack
        previous, stack.journal = stack.revision, Journal()
        stack.revision = revision
        stack.journal.restores.append(lambda: setattr(stack, "revision", previous))
        try:
            self._advance(revision, stack.journal)
        except (ResourceError, ServiceError) as error:
            reason = self._blame(error)
            if stack.disable_rollback:
                stack.turn("UPDATE_FAILED", reason)
                return
            stack.turn("UPDATE_ROLLBACK_IN_PROGRESS", reason)
            self.roll_back()
            return
        stack.turn("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
        self._clean_up(revision, stack.journal)
        stack.journal = None
        stack.turn("UPDATE_COMPLETE")

    def roll_back(self) -> None:
        """Takes back what the journal of a failed update says was done."""
        stack, journal = self._stack, self._stack.journal
        if journal is None:
            self._delete_everything(creating=True)
            stack.turn("ROLLBACK_FAILED" if self._failures() else "ROLLBACK_COMPLETE")
            return
        while journal.restores:
            try:
                # Oldest first: a custom resource is restored by its function as it was before.
                journal.restores[0]()
            except ResourceError as error:
                stack.turn("UPDATE_ROLLBACK_FAILED", str(error))
                return
            journal.restores.pop(0)
        stack.turn("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS")
        actions = self._actions(stack.revision)
        for name, resource in reversed(journal.created):
            policy = resource.declared.deletion_policy
            actions.delete(name, resource, "Retain" if policy == "Retain" else "Delete")
        stack.journal = None
        stack.turn("UPDATE_ROLLBACK_COMPLETE")

    def delete(self, retain: frozenset[str] = frozenset()) -> None:
        """Deletes every resource, the ones nothing depends on first."""
        stack = self._stack
        in_use = [
            f"Delete canceled. Cannot delete export {output.export} as it is in use by {users[0]}."
            for output in stack.outputs
            if output.export and (users := self._registry.importers(output.export))
        ]
        if in_use:
            stack.turn("DELETE_FAILED", in_use[0])
            return
        self._delete_everything(creating=False, retain=retain)
        if failures := self._failures():
            names = ", ".join(failures)
            stack.turn("DELETE_FAILED", f"The following resource(s) failed to delete: [{names}]. ")
            return
        stack.outputs, stack.imports = [], set()
        stack.turn("DELETE_COMPLETE")
        stack.deleted = stack.events[-1]["Timestamp"]

    def _advance(self, revision: Revision, journal: Journal) -> None:
        """Brings every resource to what `revision` says, in dependency order."""
        stack = self._stack
        scope = StackScope(stack, revision, self._registry, self._endpoint)
        actions = self._actions(revision)
        needed = scope.needs()
        for name, declared in scope.resources().items():
            properties = self._properties(declared, scope)
            existing = stack.resources.get(name)
            if existing is None or self._replaces(existing, properties):
                actions.create(declared, properties, needed[name], journal)
            elif existing.properties != properties:
                actions.update(declared, properties, needed[name], journal)
            else:
                actions.keep(declared, needed[name], journal)
        self._publish(scope, scope.outputs(), journal)

    def _properties(self, declared: ResourceTemplate, scope: StackScope) -> dict[str, Any]:
        try:
            properties = resolve(declared.properties, scope)
            known = schema(declared.type, self._endpoint.region)
            return known.normalise(declared.logical_id, properties) if known else properties
        except (ResourceError, ServiceError) as error:
            existing = self._stack.resources.get(declared.logical_id)
            self._stack.event(
                logical_id=declared.logical_id,
                physical_id=existing.physical_id if existing else "",
                resource_type=declared.type,
                status="UPDATE_FAILED" if existing else "CREATE_FAILED",
                reason=str(error),
            )
            raise ResourceError(str(error)) from None

    def _replaces(self, existing: StackResource, properties: Mapping[str, Any]) -> bool:
        known = schema(existing.declared.type, self._endpoint.region)
        return bool(known and known.replaced_by(existing.properties, properties)) or provisioner(
            existing.declared.type
        ).replaces(existing.properties, properties)

    def _publish(self, scope: StackScope, outputs: list[Output], journal: Journal) -> None:
        """Shows and exports the outputs.

        Raises:
            ResourceError: Another stack has such an export, or still needs what would change.
        """
        stack = self._stack
        exports = self._registry.exports()
        new = {output.export: output.value for output in outputs if output.export}
        for export in new:
            if export in exports and exports[export][0] is not stack:
                owner = exports[export][0].name
                raise ResourceError(
                    f"Export with name {export} is already exported by stack {owner}"
                )
        for output in stack.outputs:
            if output.export and new.get(output.export) != output.value:
                users = [u for u in self._registry.importers(output.export) if u != stack.name]
                if users:
                    verb = "updated" if output.export in new else "deleted"
                    raise ResourceError(
                        f"Export {output.export} cannot be {verb} as it is in use by "
                        f"{', '.join(users)}"
                    )
        before = (stack.outputs, stack.imports)

        def restore() -> None:
            stack.outputs, stack.imports = before

        journal.restores.append(restore)
        stack.outputs, stack.imports = outputs, scope.imports

    def _clean_up(self, revision: Revision, journal: Journal) -> None:
        """Deletes what the update replaced or no longer mentions; failures are only noted."""
        scope = StackScope(self._stack, revision, self._registry, self._endpoint)
        wanted = scope.resources()
        actions = self._actions(revision)
        removed = {n: r for n, r in self._stack.resources.items() if n not in wanted}
        doomed = [
            (name, removed[name], removed[name].declared.deletion_policy)
            for name in in_order({name: one.needs for name, one in removed.items()})
        ]
        for name, resource in journal.superseded:
            policy = resource.declared.update_replace_policy
            doomed.append((name, resource, policy))
        for name, resource, policy in reversed(doomed):
            actions.delete(name, resource, policy)
            if name in removed:
                self._stack.resources.pop(name, None)

    def _delete_everything(self, *, creating: bool, retain: frozenset[str] = frozenset()) -> None:
        stack = self._stack
        actions = self._actions(stack.revision)
        order = in_order({name: one.needs for name, one in stack.resources.items()})
        for name in reversed(order):
            resource = stack.resources[name]
            policy = "Retain" if name in retain else resource.declared.deletion_policy
            if creating and policy == "RetainExceptOnCreate":
                policy = "Delete"
            actions.delete(name, resource, policy)

    def _failures(self) -> list[str]:
        return [
            name
            for name, resource in self._stack.resources.items()
            if resource.status == "DELETE_FAILED"
        ]

    def _blame(self, error: Exception) -> str:
        reasons = []
        for verb in ("create", "update"):
            failed = [
                name
                for name, resource in self._stack.resources.items()
                if resource.status == f"{verb.upper()}_FAILED"
            ]
            if failed:
                names = ", ".join(failed)
                reasons.append(f"The following resource(s) failed to {verb}: [{names}].")
        return " ".join(reasons) or str(error)

    def _actions(self, revision: Revision | None) -> Actions:
        tags = revision.tags if revision else {}
        return Actions(self._stack, tags, self._endpoint, self._callbacks)
