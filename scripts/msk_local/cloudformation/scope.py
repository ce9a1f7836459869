"""What names mean inside one stack."""

from collections.abc import Mapping
from typing import Any

from msk_local.cloudformation.errors import validation_error
from msk_local.cloudformation.graph import dependencies, in_order
from msk_local.cloudformation.intrinsics import KNOWN_AFTER_APPLY, NO_VALUE, holds, resolve
from msk_local.cloudformation.registry import StackRegistry
from msk_local.cloudformation.stack import Output, Revision, Stack
from msk_local.cloudformation.template import ResourceTemplate
from msk_local.server import Endpoint


class StackScope:
    """Evaluates a revision of a stack against the resources the stack has.

    Attributes:
        imports: Names of the exports that were asked for so far.
        pending: Logical ids whose physical id only the execution of a change set tells.
        changing: Logical ids whose attributes only the execution tells.
    """

    def __init__(
        self, stack: Stack, revision: Revision, registry: StackRegistry, endpoint: Endpoint
    ) -> None:
        self._stack = stack
        self._revision = revision
        self._registry = registry
        self._endpoint = endpoint
        self._conditions: dict[str, bool] = {}
        self.imports: set[str] = set()
        self.pending: set[str] = set()
        self.changing: set[str] = set()

    def resources(self) -> dict[str, ResourceTemplate]:
        """The resources whose condition holds, each after everything it needs."""
        needed = dependencies(self._revision.template)
        declared = self._revision.template.resources
        return {
            name: declared[name]
            for name in in_order(needed)
            if declared[name].condition is None or self.condition(str(declared[name].condition))
        }

    def needs(self) -> dict[str, set[str]]:
        """For each resource, those it needs."""
        return dependencies(self._revision.template)

    def outputs(self) -> list[Output]:
        """The outputs whose condition holds."""
        found = []
        for key, declared in self._revision.template.section("Outputs").items():
            condition = declared.get("Condition")
            if condition is None or self.condition(condition):
                export = declared.get("Export", {}).get("Name")
                found.append(
                    Output(
                        key=key,
                        value=_flat(resolve(declared["Value"], self)),
                        description=declared.get("Description"),
                        export=None if export is None else str(resolve(export, self)),
                    )
                )
        return found

    def ref(self, name: str) -> Any:
        """The value of a parameter, a pseudo parameter or a resource."""
        if name in self._revision.parameters:
            return self._revision.parameters[name].value
        if name.startswith("AWS::"):
            return self._pseudo(name)
        if name in self.pending:
            return KNOWN_AFTER_APPLY
        resource = self._stack.resources.get(name)
        if resource is None or resource.outcome is None:
            raise validation_error(
                f"Template format error: Unresolved resource dependencies [{name}] "
                "in the Resources block of the template"
            )
        return resource.physical_id

    def attribute(self, logical_id: str, name: str) -> Any:
        """An attribute of a resource."""
        if logical_id in self.pending | self.changing:
            return KNOWN_AFTER_APPLY
        resource = self._stack.resources.get(logical_id)
        if resource is None or resource.outcome is None:
            raise validation_error(
                f"Template error: instance of Fn::GetAtt references undefined resource {logical_id}"
            )
        if name not in resource.outcome.attributes:
            raise validation_error(
                f"Template error: resource {logical_id} does not support attribute type {name} "
                "in Fn::GetAtt"
            )
        return resource.outcome.attributes[name]

    def condition(self, name: str) -> bool:
        """Whether a named condition holds."""
        if name not in self._conditions:
            declared = self._revision.template.section("Conditions")
            if name not in declared:
                raise validation_error(
                    f"Template format error: Unresolved condition dependency {name}"
                )
            self._conditions[name] = holds(declared[name], self)
        return self._conditions[name]

    def mapping(self, name: str) -> Mapping[str, Any]:
        """A table of the Mappings section; empty when there is none of that name."""
        table: Mapping[str, Any] = self._revision.template.section("Mappings").get(name, {})
        return table

    def imported(self, export: str) -> Any:
        """The value another stack exports."""
        exports = self._registry.exports()
        if export not in exports:
            raise validation_error(f"No export named {export} found.")
        self.imports.add(export)
        return exports[export][1].value

    def availability_zones(self, region: str) -> list[str]:
        """The zones the account has default subnets in, or all of them."""
        del region  # there is one region
        zones = self._endpoint.client("ec2").describe_availability_zones()["AvailabilityZones"]
        return sorted(zone["ZoneName"] for zone in zones)

    def _pseudo(self, name: str) -> Any:
        values: dict[str, Any] = {
            "AWS::AccountId": self._endpoint.account,
            "AWS::Region": self._endpoint.region,
            "AWS::Partition": "aws",
            "AWS::URLSuffix": "amazonaws.com",
            "AWS::StackName": self._stack.name,
            "AWS::StackId": self._stack.stack_id,
            "AWS::NotificationARNs": self._stack.notification_arns,
            "AWS::NoValue": NO_VALUE,
        }
        if name not in values:
            raise validation_error(f"Template error: unknown pseudo parameter {name}")
        return values[name]


def _flat(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
