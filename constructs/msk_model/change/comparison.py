"""Two templates side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from msk_model.intrinsics import referred_to
from msk_model.resource import properties_of
from msk_model.template import Resources, TemplateShapes, from_template


@dataclass(frozen=True)
class Comparison:
    """An old and a new template, and what both say about MSK.

    Attributes:
        old: What is deployed.
        new: What is wanted.
    """

    old: Mapping[str, object]
    new: Mapping[str, object]

    @cached_property
    def old_resources(self) -> Resources:
        """The resources of the old template."""
        return resources_of(self.old)

    @cached_property
    def new_resources(self) -> Resources:
        """The resources of the new template."""
        return resources_of(self.new)

    @cached_property
    def old_shapes(self) -> TemplateShapes:
        """Clusters and topics of the old template."""
        return from_template(self.old)

    @cached_property
    def new_shapes(self) -> TemplateShapes:
        """Clusters and topics of the new template."""
        return from_template(self.new)

    @property
    def ids(self) -> tuple[frozenset[str], frozenset[str]]:
        """The logical ids of both."""
        return frozenset(self.old_resources), frozenset(self.new_resources)


def resources_of(template: Mapping[str, object]) -> Resources:
    """The resources of a template, none if it has none."""
    resources = template.get("Resources")
    if not isinstance(resources, Mapping):
        return {}
    return {str(name): one for name, one in resources.items() if isinstance(one, Mapping)}


def type_of(resource: Mapping[str, object]) -> str:
    """The type of a resource, empty when it states none."""
    stated = resource.get("Type")
    return stated if isinstance(stated, str) else ""


def is_retained(resource: Mapping[str, object], attribute: str = "DeletionPolicy") -> bool:
    """Whether the resource outlives its deletion from the template."""
    policy = resource.get(attribute)
    return policy == "Retain" or (
        attribute == "DeletionPolicy" and policy == "RetainExceptOnCreate"
    )


def clusters_running_latest(configuration_id: str, resources: Resources) -> tuple[str, ...]:
    """The clusters that take the latest revision of a configuration of the same template."""

    def takes_latest(resource: Mapping[str, object]) -> bool:
        info = properties_of(resource).get("ConfigurationInfo")
        revision = info.get("Revision") if isinstance(info, Mapping) else None
        return referred_to(revision) == configuration_id

    return tuple(
        name
        for name, resource in resources.items()
        if type_of(resource) == "AWS::MSK::Cluster" and takes_latest(resource)
    )


def clusters_of_both(both: Comparison) -> list[str]:
    """The provisioned clusters that both templates have."""
    kind = "AWS::MSK::Cluster"
    return [
        name
        for name, resource in both.new_resources.items()
        if type_of(resource) == kind and type_of(both.old_resources.get(name, {})) == kind
    ]
