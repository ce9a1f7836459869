"""What a resource type accepts, from the provider schemas that cfn-lint ships.

The files are read directly: importing cfn-lint costs seconds, one schema costs a millisecond.
"""

import importlib.util
import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from msk_local.cloudformation.errors import ResourceError
from msk_local.cloudformation.intrinsics import KNOWN_AFTER_APPLY

_CUSTOM = ("Custom::", "AWS::CloudFormation::CustomResource")
_TRUTH = {"true": True, "false": False}


class Schema:
    """The provider schema of one resource type."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self.type = str(document["typeName"])
        self.create_only = [_path(one) for one in document.get("createOnlyProperties", [])]
        self.read_only = [_path(one) for one in document.get("readOnlyProperties", [])]

    def normalise(self, logical_id: str, properties: Mapping[str, Any]) -> dict[str, Any]:
        """The properties with numbers and booleans of the types the schema states.

        Raises:
            ResourceError: A property is unknown, missing or has a value that is not allowed.
        """
        problems: list[str] = []
        normal = self._walk(self._document, properties, "#", problems)
        if problems:
            raise ResourceError(
                f"Properties validation failed for resource {logical_id} with message: "
                f"[{', '.join(problems)}]"
            )
        return dict(normal)

    def replaced_by(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
        """The create-only properties in which `old` and `new` differ, as dotted paths."""
        return [
            ".".join(path)
            for path in self.create_only
            if list(_values(old, path)) != list(_values(new, path))
        ]

    def has_attribute(self, name: str) -> bool:
        """Whether Fn::GetAtt may ask for `name`: anything read-only, or an ordinary property."""
        path = name.split(".")
        return any(
            one[: len(path)] == path or path[: len(one)] == one for one in self.read_only
        ) or (path[0] in self._document["properties"])

    def _walk(self, shape: Any, value: Any, where: str, problems: list[str]) -> Any:
        shape = self._definition(shape)
        if isinstance(value, Mapping):
            return self._walk_object(shape, value, where, problems)
        if isinstance(value, list):
            if isinstance(shape.get("items"), Mapping):
                return [
                    self._walk(shape["items"], item, f"{where}/{index}", problems)
                    for index, item in enumerate(value)
                ]
            return value
        return _scalar(shape, value, where, problems)

    def _walk_object(
        self, shape: Mapping[str, Any], value: Mapping[str, Any], where: str, problems: list[str]
    ) -> Mapping[str, Any]:
        known = shape.get("properties")
        if known is None:
            return value
        closed = shape.get("additionalProperties") is False and "patternProperties" not in shape
        problems.extend(
            f"{where}: extraneous key [{key}] is not permitted"
            for key in value
            if closed and key not in known
        )
        problems.extend(
            f"{where}: required key [{key}] not found"
            for key in shape.get("required", [])
            if key not in value
        )
        return {
            key: self._walk(known[key], item, f"{where}/{key}", problems) if key in known else item
            for key, item in value.items()
        }

    def _definition(self, shape: Any) -> Mapping[str, Any]:
        while isinstance(shape, Mapping) and "$ref" in shape:
            target: Any = self._document
            for step in shape["$ref"].removeprefix("#/").split("/"):
                target = target[step]
            shape = target
        return shape if isinstance(shape, Mapping) else {}


def _scalar(shape: Mapping[str, Any], value: Any, where: str, problems: list[str]) -> Any:
    if isinstance(value, str) and KNOWN_AFTER_APPLY in value:
        return value
    kinds = shape.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    converted = _converted(value, kinds) if kinds else value
    if converted is None:
        found = f"{type(value).__name__} {value!r}"
        problems.append(f"{where}: expected type: {' or '.join(kinds)}, found: {found}")
        return value
    allowed = shape.get("enum")
    if allowed and converted not in allowed:
        problems.append(f"{where}: {converted} is not a valid enum value, use one of {allowed}")
    if isinstance(converted, int | float) and not isinstance(converted, bool):
        low, high = shape.get("minimum", converted), shape.get("maximum", converted)
        if not low <= converted <= high:
            problems.append(f"{where}: {converted} is not between {low} and {high}")
    return converted


def _converted(value: Any, kinds: list[str]) -> Any:
    """`value` as one of the JSON types `kinds`. Absent: it is none of them."""
    if isinstance(value, str):
        if "string" in kinds:
            return value
        if "boolean" in kinds:
            return _TRUTH.get(value.lower())
        number = int if "integer" in kinds else float
        try:
            return number(value) if {"integer", "number"} & set(kinds) else None
        except ValueError:
            return None
    if kinds == ["string"]:
        return str(value).lower() if isinstance(value, bool) else str(value)
    return None if set(kinds) <= {"object", "array"} else value


def schema(resource_type: str, region: str) -> Schema | None:
    """The schema of a resource type. Absent: CloudFormation has no such type.

    A custom resource accepts anything and keeps its service token for life.
    """
    if resource_type.startswith(_CUSTOM):
        return Schema({"typeName": resource_type, "properties": {}, "required": ["ServiceToken"]})
    digest = _types(region).get(resource_type)
    return _load(digest) if digest else None


@lru_cache
def _types(region: str) -> Mapping[str, str]:
    file = _directory() / "providers" / f"{region}.json"
    types: Mapping[str, str] = json.loads(file.read_text("utf-8"))
    return types


@lru_cache
def _load(digest: str) -> Schema:
    return Schema(json.loads((_directory() / "resources" / f"{digest}.json").read_text("utf-8")))


@lru_cache
def _directory() -> Path:
    found = importlib.util.find_spec("cfnlint")
    assert found is not None  # noqa: S101 an extra this package declares
    assert found.origin is not None  # noqa: S101 it is an ordinary package
    return Path(found.origin).parent / "data" / "schemas"


def _path(pointer: str) -> list[str]:
    return [
        step for step in pointer.removeprefix("/properties/").split("/") if step != "properties"
    ]


def _values(value: Any, path: list[str]) -> Iterator[Any]:
    """Everything found in `value` at `path`, in which ``*`` stands for every item of a list."""
    if not path:
        yield value
    elif path[0] == "*":
        for item in value if isinstance(value, list) else []:
            yield from _values(item, path[1:])
    elif isinstance(value, Mapping) and path[0] in value:
        yield from _values(value[path[0]], path[1:])
