"""Reading a CloudFormation template, JSON or YAML."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from msk_local.cloudformation.errors import validation_error

_SECTIONS = frozenset(
    {
        "AWSTemplateFormatVersion",
        "Conditions",
        "Description",
        "Hooks",
        "Mappings",
        "Metadata",
        "Outputs",
        "Parameters",
        "Resources",
        "Rules",
        "Transform",
    }
)
_LOGICAL_ID = re.compile(r"[a-zA-Z0-9]+")
_ATTRIBUTES = frozenset(
    {
        "Condition",
        "CreationPolicy",
        "DeletionPolicy",
        "DependsOn",
        "Description",
        "Metadata",
        "Properties",
        "Type",
        "UpdatePolicy",
        "UpdateReplacePolicy",
    }
)


@dataclass(frozen=True, kw_only=True)
class ResourceTemplate:
    """A resource as the template declares it; its properties still hold intrinsic functions."""

    logical_id: str
    type: str
    properties: Mapping[str, Any] = field(default_factory=dict)
    depends_on: tuple[str, ...] = ()
    condition: str | None = None
    deletion_policy: str = "Delete"
    update_replace_policy: str = "Delete"
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Template:
    """A template, checked for its outer form.

    Attributes:
        body: The text as it was handed in.
        document: The text as data, YAML's short forms spelled out.
    """

    body: str
    document: Mapping[str, Any]
    resources: Mapping[str, ResourceTemplate]

    def section(self, name: str) -> Mapping[str, Any]:
        """A section other than the resources; empty when the template has none."""
        found = self.document.get(name) or {}
        return found if isinstance(found, Mapping) else {}


def parse_template(body: str) -> Template:
    """Reads a template.

    Raises:
        ServiceError: ``ValidationError`` when it is not a well-formed template.
    """
    document = _load(body)
    if unknown := sorted(set(document) - _SECTIONS):
        raise _malformed(f"Invalid template property or properties [{', '.join(unknown)}]")
    if "Transform" in document:
        raise _malformed("Transforms (macros) are not available in the local cloud")
    declared = document.get("Resources")
    if not isinstance(declared, Mapping) or not declared:
        raise _malformed("At least one Resources member must be defined.")
    resources = {name: _resource(name, value) for name, value in declared.items()}
    return Template(body, document, resources)


def _resource(name: str, declared: Any) -> ResourceTemplate:
    if not _LOGICAL_ID.fullmatch(name):
        raise _malformed(f"Resource name {name} is non alphanumeric.")
    if not isinstance(declared, Mapping) or not isinstance(declared.get("Type"), str):
        raise _malformed(f"[/Resources/{name}] Every Resources object must contain a Type member.")
    if unknown := sorted(set(declared) - _ATTRIBUTES):
        raise _malformed(f"Invalid template resource property '{unknown[0]}' in {name}")
    depends_on = declared.get("DependsOn", [])
    return ResourceTemplate(
        logical_id=name,
        type=declared["Type"],
        properties=declared.get("Properties") or {},
        depends_on=(depends_on,) if isinstance(depends_on, str) else tuple(depends_on),
        condition=declared.get("Condition"),
        deletion_policy=declared.get("DeletionPolicy", "Delete"),
        update_replace_policy=declared.get("UpdateReplacePolicy", "Delete"),
        metadata=declared.get("Metadata") or {},
    )


def _load(body: str) -> dict[str, Any]:
    try:
        document = json.loads(body) if body.lstrip().startswith("{") else _load_yaml(body)
    except (ValueError, yaml.YAMLError) as error:
        raise _malformed(f"{str(error).splitlines()[0]}") from None
    if not isinstance(document, dict):
        raise _malformed("unsupported structure.")
    return document


def _malformed(reason: str) -> Exception:
    return validation_error(f"Template format error: {reason}")


def _load_yaml(body: str) -> Any:
    return yaml.load(body, _Loader)  # noqa: S506 _Loader is a SafeLoader


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short forms; dates stay the text they were written as."""


def _short_form(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Any:
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        assert isinstance(node, yaml.MappingNode)  # noqa: S101 YAML has three kinds of nodes
        value = loader.construct_mapping(node, deep=True)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix in {"Ref", "Condition"} else f"Fn::{suffix}": value}


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_multi_constructor("!", _short_form)
