"""The parameters of a template and the values a stack gives them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from msk_local.cloudformation.errors import validation_error
from msk_local.cloudformation.template import Template
from msk_local.server import Endpoint

_SSM = re.compile(r"AWS::SSM::Parameter::Value<(.+)>")
_NAME_OF_SSM = "AWS::SSM::Parameter::Name"


@dataclass(frozen=True)
class ParameterValue:
    """What a stack says for one parameter.

    Attributes:
        text: The value as it was given, or the template's default.
        value: What `Ref` returns: a list for list types, the stored value for SSM types.
        hidden: Whether the template says `NoEcho`.
        from_parameter_store: Whether `value` was read from Parameter Store.
    """

    text: str
    value: Any
    hidden: bool = False
    from_parameter_store: bool = False

    def describe(self, key: str) -> dict[str, Any]:
        """The parameter as DescribeStacks shows it."""
        shown = {"ParameterKey": key, "ParameterValue": "****" if self.hidden else self.text}
        if self.from_parameter_store:
            listed = self.value if isinstance(self.value, list) else [self.value]
            shown["ResolvedValue"] = ",".join(str(item) for item in listed)
        return shown


def parameter_values(
    template: Template,
    given: Iterable[Mapping[str, Any]],
    previous: Mapping[str, ParameterValue],
    endpoint: Endpoint,
) -> dict[str, ParameterValue]:
    """The value of every parameter of a template.

    Args:
        template: Declares the parameters.
        given: The `Parameters` of the request.
        previous: What the stack has now, for `UsePreviousValue`.
        endpoint: Where Parameter Store is.

    Raises:
        ServiceError: ``ValidationError`` for missing, unknown or unacceptable values.
    """
    declared = template.section("Parameters")
    texts: dict[str, str] = {}
    for parameter in given:
        key = parameter["ParameterKey"]
        if key not in declared:
            raise validation_error(f"Parameters: [{key}] do not exist in the template")
        if not parameter.get("UsePreviousValue"):
            texts[key] = str(parameter.get("ParameterValue", ""))
        elif key in previous:
            texts[key] = previous[key].text
        else:
            raise validation_error(
                f"Invalid input for parameter key {key}. Cannot specify usePreviousValue as true "
                "for a parameter key not in the previous template"
            )
    missing = [key for key in declared if key not in texts and "Default" not in declared[key]]
    if missing:
        raise validation_error(f"Parameters: [{', '.join(missing)}] must have values")
    return {
        key: _value(key, declaration, texts.get(key, _default(declaration)), endpoint)
        for key, declaration in declared.items()
    }


def _default(declaration: Mapping[str, Any]) -> str:
    default = declaration.get("Default", "")
    return str(default).lower() if isinstance(default, bool) else str(default)


def _value(
    key: str, declaration: Mapping[str, Any], text: str, endpoint: Endpoint
) -> ParameterValue:
    kind = str(declaration.get("Type", "String"))
    hidden = str(declaration.get("NoEcho", "false")).lower() == "true"
    if match := _SSM.fullmatch(kind):
        stored = _stored(text, endpoint)
        return ParameterValue(text, _typed(match[1], stored), hidden, from_parameter_store=True)
    _check(key, declaration, kind, text)
    return ParameterValue(text, _typed(kind, text), hidden)


def _typed(kind: str, text: str) -> Any:
    if kind == "CommaDelimitedList" or kind.startswith("List<"):
        return [item.strip() for item in text.split(",")] if text else []
    return text


def _stored(name: str, endpoint: Endpoint) -> str:
    ssm = endpoint.client("ssm")
    try:
        return str(ssm.get_parameter(Name=name)["Parameter"]["Value"])
    except ssm.exceptions.ParameterNotFound:
        raise validation_error(
            f"Unable to fetch parameters [{name}] from parameter store for this account."
        ) from None


def _check(key: str, declaration: Mapping[str, Any], kind: str, text: str) -> None:
    problem = _problem(declaration, kind, text)
    if problem:
        explained = declaration.get("ConstraintDescription", problem)
        raise validation_error(f"Parameter {key} failed to satisfy constraint: {explained}")


def _problem(declaration: Mapping[str, Any], kind: str, text: str) -> str | None:
    allowed = [str(one) for one in declaration.get("AllowedValues", [])]
    if allowed and not set(_items(kind, text)) <= set(allowed):
        return f"Member must be one of AllowedValues [{', '.join(allowed)}]"
    pattern = declaration.get("AllowedPattern")
    if pattern and not re.fullmatch(pattern, text):
        return f"Member must satisfy regular expression pattern: {pattern}"
    numeric = kind == "Number"
    if numeric and not re.fullmatch(r"-?\d+(\.\d+)?", text):
        return "Member must be a number"
    size = float(text) if numeric else len(text)
    low, high = ("MinValue", "MaxValue") if numeric else ("MinLength", "MaxLength")
    if not float(declaration.get(low, size)) <= size <= float(declaration.get(high, size)):
        return f"Member must be within {low} and {high}"
    return None


def _items(kind: str, text: str) -> list[str]:
    return text.split(",") if kind == "CommaDelimitedList" or kind.startswith("List<") else [text]
