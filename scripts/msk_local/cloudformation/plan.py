"""What a change set would do."""

from collections.abc import Mapping
from typing import Any

from msk_local.cloudformation.catalogue import has_provisioner, provisioner
from msk_local.cloudformation.errors import ResourceError, validation_error
from msk_local.cloudformation.intrinsics import KNOWN_AFTER_APPLY, resolve
from msk_local.cloudformation.registry import StackRegistry
from msk_local.cloudformation.schemas import schema
from msk_local.cloudformation.scope import StackScope
from msk_local.cloudformation.stack import Revision, Stack, StackResource
from msk_local.cloudformation.template import ResourceTemplate, Template
from msk_local.server import Endpoint


def check_types(template: Template, region: str) -> None:
    """Refuses a template with resource types that do not exist or cannot be provisioned here.

    Raises:
        ServiceError: ``ValidationError``, worded as CloudFormation does.
    """
    types = sorted({resource.type for resource in template.resources.values()})
    unknown = [one for one in types if schema(one, region) is None]
    if unknown:
        raise validation_error(
            f"Template format error: Unrecognized resource types: [{', '.join(unknown)}]"
        )
    unsupported = [one for one in types if not has_provisioner(one)]
    if unsupported:
        raise validation_error(
            "Template format error: Unrecognized resource types: "
            f"[{', '.join(unsupported)}] (they exist on AWS; the local cloud cannot provision them)"
        )


class Plan:
    """The difference between a stack and a revision of it.

    Attributes:
        changes: As DescribeChangeSet shows them.
    """

    def __init__(
        self, stack: Stack, revision: Revision, registry: StackRegistry, endpoint: Endpoint
    ) -> None:
        self._stack = stack
        self._revision = revision
        self._region = endpoint.region
        self._scope = StackScope(stack, revision, registry, endpoint)
        wanted = self._scope.resources()
        planned = [self._change(declared) for declared in wanted.values()]
        removed = [
            _resource_change("Remove", name, resource)
            for name, resource in stack.resources.items()
            if name not in wanted
        ]
        self.changes = [change for change in planned if change] + removed

    @property
    def is_empty(self) -> bool:
        """Whether executing it would change nothing at all."""
        previous = self._stack.revision
        return (
            not self.changes
            and previous is not None
            and dict(previous.tags) == dict(self._revision.tags)
            and self._stack.outputs == self._scope.outputs()
        )

    def _change(self, declared: ResourceTemplate) -> dict[str, Any] | None:
        name = declared.logical_id
        existing = self._stack.resources.get(name)
        properties = resolve(declared.properties, self._scope)
        if existing is None:
            self._scope.pending.add(name)
            return _resource_change("Add", name, StackResource(declared, None, {}, set()))
        if existing.declared.type != declared.type:
            raise validation_error(
                "Update of resource type is not permitted. The new template modifies resource "
                f"type of the following resources: [{name}]"
            )
        new = self._normal(declared, properties)
        if new == existing.properties:
            attributes = _changed_attributes(existing.declared, declared)
            return (
                _resource_change("Modify", name, existing, scope=attributes) if attributes else None
            )
        replaced = self._replaced(existing, new)
        if replaced != "False":
            self._scope.pending.add(name)
        elif provisioner(declared.type).attributes_may_change:
            self._scope.changing.add(name)
        return _modification(name, existing, new, replaced)

    def _normal(self, declared: ResourceTemplate, properties: Mapping[str, Any]) -> Any:
        known = schema(declared.type, self._region)
        try:
            return known.normalise(declared.logical_id, properties) if known else properties
        except ResourceError:
            return properties

    def _replaced(self, existing: StackResource, new: Mapping[str, Any]) -> str:
        known = schema(existing.declared.type, self._region)
        paths = known.replaced_by(existing.properties, new) if known else []
        if not paths:
            one = provisioner(existing.declared.type).replaces(existing.properties, new)
            return "True" if one else "False"
        certain = any(KNOWN_AFTER_APPLY not in str(new.get(p.split(".")[0])) for p in paths)
        return "True" if certain else "Conditional"


def _changed_attributes(old: ResourceTemplate, new: ResourceTemplate) -> list[str]:
    return [
        name
        for name, before, after in (
            ("Metadata", old.metadata, new.metadata),
            ("DeletionPolicy", old.deletion_policy, new.deletion_policy),
            ("UpdateReplacePolicy", old.update_replace_policy, new.update_replace_policy),
        )
        if before != after
    ]


def _modification(
    name: str, existing: StackResource, new: Mapping[str, Any], replaced: str
) -> dict[str, Any]:
    changed = sorted(
        key for key in {*existing.properties, *new} if existing.properties.get(key) != new.get(key)
    )
    change = _resource_change("Modify", name, existing, scope=["Properties"])
    change["ResourceChange"] |= {
        "Replacement": replaced,
        "Details": [
            {
                "Target": {
                    "Attribute": "Properties",
                    "Name": key,
                    "RequiresRecreation": {
                        "True": "Always",
                        "Conditional": "Conditionally",
                    }.get(replaced, "Never"),
                },
                "Evaluation": "Dynamic" if KNOWN_AFTER_APPLY in str(new.get(key)) else "Static",
                "ChangeSource": "DirectModification",
            }
            for key in changed
        ],
    }
    if replaced != "False":
        kept = existing.declared.update_replace_policy.startswith("Retain")
        change["ResourceChange"]["PolicyAction"] = (
            "ReplaceAndRetain" if kept else "ReplaceAndDelete"
        )
    return change


def _resource_change(
    action: str, name: str, resource: StackResource, *, scope: list[str] | None = None
) -> dict[str, Any]:
    change: dict[str, Any] = {
        "Action": action,
        "LogicalResourceId": name,
        "PhysicalResourceId": resource.physical_id or None,
        "ResourceType": resource.declared.type,
        "Scope": scope or [],
        "Details": [],
    }
    if action == "Modify":
        change["Replacement"] = "False"
    if action == "Remove":
        kept = resource.declared.deletion_policy.startswith("Retain")
        change["PolicyAction"] = "Retain" if kept else "Delete"
    return {"Type": "Resource", "ResourceChange": change}
