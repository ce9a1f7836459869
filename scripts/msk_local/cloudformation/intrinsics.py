"""Intrinsic functions: from what a template says to what it means."""

import base64
import ipaddress
import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

from msk_local.cloudformation.errors import validation_error


class _NoValue:
    """The type of `NO_VALUE`."""


NO_VALUE: Final = _NoValue()
"""What `AWS::NoValue` refers to: the property it stands for is as good as absent."""

KNOWN_AFTER_APPLY: Final = "{{changeSet:KNOWN_AFTER_APPLY}}"
"""CloudFormation's stand-in, while a change set is made, for what only its execution tells."""

_PLACEHOLDER = re.compile(r"\$\{([^}]*)\}")


class Scope(Protocol):
    """What intrinsic functions ask their surroundings."""

    def ref(self, name: str) -> Any:
        """The value of a parameter, a pseudo parameter or a resource."""
        ...

    def attribute(self, logical_id: str, name: str) -> Any:
        """An attribute of a resource."""
        ...

    def condition(self, name: str) -> bool:
        """Whether a named condition holds."""
        ...

    def mapping(self, name: str) -> Mapping[str, Any]:
        """A table of the Mappings section."""
        ...

    def imported(self, export: str) -> Any:
        """The value another stack exports."""
        ...

    def availability_zones(self, region: str) -> list[str]:
        """The names of a region's Availability Zones; empty `region` means this one."""
        ...


def resolve(value: Any, scope: Scope) -> Any:
    """`value` with every intrinsic function in it evaluated.

    Members that come to `NO_VALUE` are left out of the object or list they stand in.

    Raises:
        ServiceError: ``ValidationError`` for an unknown or wrongly used function.
    """
    if isinstance(value, Mapping):
        if len(value) == 1:
            ((name, argument),) = value.items()
            if name in _FUNCTIONS:
                return _FUNCTIONS[name](argument, scope)
            if name.startswith("Fn::"):
                raise validation_error(f"Template error: unsupported function {name}")
        return {
            key: item for key, raw in value.items() if (item := resolve(raw, scope)) is not NO_VALUE
        }
    if isinstance(value, list):
        return [item for raw in value if (item := resolve(raw, scope)) is not NO_VALUE]
    return value


def holds(condition: Any, scope: Scope) -> bool:
    """Whether a condition expression is true."""
    if isinstance(condition, Mapping) and len(condition) == 1:
        ((name, argument),) = condition.items()
        match name:
            case "Condition":
                return scope.condition(argument)
            case "Fn::And":
                return all(holds(item, scope) for item in argument)
            case "Fn::Or":
                return any(holds(item, scope) for item in argument)
            case "Fn::Not":
                return not holds(argument[0], scope)
            case "Fn::Equals":
                first, second = (resolve(item, scope) for item in argument)
                return _text(first) == _text(second)
    raise validation_error(f"Template error: {json.dumps(condition)} is not a condition")


def _ref(argument: Any, scope: Scope) -> Any:
    return scope.ref(str(argument))


def _get_att(argument: Any, scope: Scope) -> Any:
    parts = argument.split(".", 1) if isinstance(argument, str) else argument
    if not isinstance(parts, list) or len(parts) < 2:
        raise validation_error("Template error: every Fn::GetAtt takes a resource and an attribute")
    return scope.attribute(str(parts[0]), str(resolve(parts[1], scope)))


def _if(argument: Any, scope: Scope) -> Any:
    condition, then, otherwise = _arguments("Fn::If", argument, 3)
    return resolve(then if scope.condition(condition) else otherwise, scope)


def _join(argument: Any, scope: Scope) -> Any:
    delimiter, items = _arguments("Fn::Join", argument, 2)
    resolved = resolve(items, scope)
    return str(delimiter).join(_text(item) for item in _list("Fn::Join", resolved))


def _split(argument: Any, scope: Scope) -> Any:
    delimiter, text = resolve(_arguments("Fn::Split", argument, 2), scope)
    return KNOWN_AFTER_APPLY if _pending(text) else str(text).split(delimiter)


def _select(argument: Any, scope: Scope) -> Any:
    index, items = resolve(_arguments("Fn::Select", argument, 2), scope)
    if _pending(items) and isinstance(items, str):
        return KNOWN_AFTER_APPLY
    chosen = _list("Fn::Select", items)
    if not 0 <= int(index) < len(chosen):
        raise validation_error(
            "Template error: Fn::Select cannot select nonexistent value at index"
        )
    return chosen[int(index)]


def _sub(argument: Any, scope: Scope) -> Any:
    text, variables = (argument, {}) if isinstance(argument, str) else argument
    local = {name: resolve(value, scope) for name, value in variables.items()}

    def substitute(match: re.Match[str]) -> str:
        name = match[1].strip()
        if name.startswith("!"):
            return f"${{{name[1:]}}}"
        if name in local:
            return _text(local[name])
        logical_id, dot, attribute = name.partition(".")
        return _text(scope.attribute(logical_id, attribute) if dot else scope.ref(name))

    return _PLACEHOLDER.sub(substitute, text)


def _find_in_map(argument: Any, scope: Scope) -> Any:
    name, first, second, *options = resolve(argument, scope)
    table = scope.mapping(name)
    try:
        return table[_text(first)][_text(second)]
    except KeyError:
        if options and "DefaultValue" in options[0]:
            return options[0]["DefaultValue"]
        raise validation_error(
            f"Template error: Unable to get mapping for {name}::{first}::{second}"
        ) from None


def _get_azs(argument: Any, scope: Scope) -> Any:
    return scope.availability_zones(_text(resolve(argument, scope)))


def _import_value(argument: Any, scope: Scope) -> Any:
    return scope.imported(_text(resolve(argument, scope)))


def _base64(argument: Any, scope: Scope) -> Any:
    text = resolve(argument, scope)
    return KNOWN_AFTER_APPLY if _pending(text) else base64.b64encode(_text(text).encode()).decode()


def _cidr(argument: Any, scope: Scope) -> Any:
    block, count, *bits = resolve(argument, scope)
    if _pending(block):
        return [KNOWN_AFTER_APPLY] * int(count)
    network = ipaddress.ip_network(block)
    prefix = network.max_prefixlen - int(bits[0] if bits else 8)
    subnets = network.subnets(new_prefix=prefix)
    try:
        return [str(next(subnets)) for _ in range(int(count))]
    except StopIteration:
        raise validation_error(
            f"Template error: Fn::Cidr cannot take {count} /{prefix} blocks out of {block}"
        ) from None


def _length(argument: Any, scope: Scope) -> Any:
    return len(_list("Fn::Length", resolve(argument, scope)))


def _to_json(argument: Any, scope: Scope) -> Any:
    return json.dumps(resolve(argument, scope), separators=(",", ":"))


_FUNCTIONS: Mapping[str, Callable[[Any, Scope], Any]] = {
    "Ref": _ref,
    "Fn::GetAtt": _get_att,
    "Fn::If": _if,
    "Fn::Join": _join,
    "Fn::Split": _split,
    "Fn::Select": _select,
    "Fn::Sub": _sub,
    "Fn::FindInMap": _find_in_map,
    "Fn::GetAZs": _get_azs,
    "Fn::ImportValue": _import_value,
    "Fn::Base64": _base64,
    "Fn::Cidr": _cidr,
    "Fn::Length": _length,
    "Fn::ToJsonString": _to_json,
}


def _arguments(function: str, argument: Any, count: int) -> list[Any]:
    if not isinstance(argument, list) or len(argument) != count:
        raise validation_error(f"Template error: {function} takes a list of {count} values")
    return argument


def _list(function: str, value: Any) -> list[Any]:
    if isinstance(value, str):
        return value.split(",")
    if not isinstance(value, list):
        raise validation_error(f"Template error: {function} needs a list, got {value!r}")
    return value


def _pending(value: Any) -> bool:
    if isinstance(value, list):
        return any(_pending(item) for item in value)
    return isinstance(value, str) and KNOWN_AFTER_APPLY in value


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ",".join(_text(item) for item in value)
    return str(value)
