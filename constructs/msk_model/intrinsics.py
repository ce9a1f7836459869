"""Reading values out of a CloudFormation template, where intrinsic functions are unknown."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from msk_model.unknown import UNKNOWN, Unknown

HOLE: Final = "\N{REPLACEMENT CHARACTER}"
"""Stands in a text for the part that an intrinsic function decides."""

_NO_VALUE = {"Ref": "AWS::NoValue"}
_PLACEHOLDER = re.compile(r"\$\{([^!}][^}]*)\}")


def look_up(tree: object, *path: str) -> object:
    """The value at `path`; `None` when it is absent, `UNKNOWN` at and below an intrinsic."""
    value = tree
    for step in path:
        if not isinstance(value, Mapping) or is_intrinsic(value):
            return UNKNOWN if _hides_something(value) else None
        if step not in value:
            return UNKNOWN if _hides_something(value) else None
        value = value[step]
    if value == _NO_VALUE:
        return None
    return UNKNOWN if is_intrinsic(value) else value


def text_at(tree: object, *path: str) -> str | Unknown | None:
    """The text at `path`."""
    value = look_up(tree, *path)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) or value is None else UNKNOWN


def whole_number_at(tree: object, *path: str) -> int | Unknown | None:
    """The whole number at `path`, also one written as text, as CloudFormation reads it."""
    value = look_up(tree, *path)
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 20:
        return int(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    return UNKNOWN


def flag_at(tree: object, *path: str) -> bool | Unknown | None:
    """The boolean at `path`, also one written as text, as CloudFormation reads it."""
    value = look_up(tree, *path)
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.lower(), UNKNOWN)
    return value if isinstance(value, bool) or value is None else UNKNOWN


def is_intrinsic(value: object) -> bool:
    """Whether `value` is a call of an intrinsic function."""
    if not isinstance(value, Mapping) or len(value) != 1:
        return False
    name = next(iter(value))
    return isinstance(name, str) and (name in {"Ref", "Condition"} or name.startswith("Fn::"))


def referred_to(value: object) -> str | None:
    """The logical id that a ``Ref`` or ``Fn::GetAtt`` names; `None` for anything else."""
    if not isinstance(value, Mapping) or not is_intrinsic(value):
        return None
    target = value.get("Ref", value.get("Fn::GetAtt"))
    if isinstance(target, list) and target:
        target = target[0]
    return target.split(".")[0] if isinstance(target, str) else None


def branches(value: object) -> Iterator[object]:
    """What `value` may be: both branches of every ``Fn::If`` around it, nothing for no value."""
    open_ = [value]
    while open_:
        one = open_.pop(0)
        choice = one.get("Fn::If") if isinstance(one, Mapping) and len(one) == 1 else None
        if isinstance(choice, list) and len(choice) == 3:
            open_[:0] = choice[1:]
        elif one is not None and one != _NO_VALUE:
            yield one


def members(value: object) -> Iterator[object]:
    """Every member that the list `value`, or a single value in place of one, may have."""
    for branch in branches(value):
        if isinstance(branch, list):
            for member in branch:
                yield from branches(member)
        else:
            yield branch


def references(value: object) -> frozenset[str]:
    """The names that every ``Ref``, ``Fn::GetAtt`` and ``Fn::Sub`` inside `value` mentions."""
    found: set[str] = set()
    open_ = [value]
    while open_:
        one = open_.pop()
        if isinstance(one, list):
            open_.extend(one)
        elif isinstance(one, Mapping):
            if (name := referred_to(one)) is not None:
                found.add(name)
            found.update(_substituted(one.get("Fn::Sub")))
            open_.extend(one.values())
    return frozenset(found)


def text_of(value: object) -> str | None:
    """`value` as text in which `HOLE` stands for what intrinsics put there; `None` for no text."""
    if isinstance(value, str):
        return value
    if not isinstance(value, Mapping) or not is_intrinsic(value):
        return None
    function, argument = next(iter(value.items()))
    if function == "Fn::Sub":
        template = argument[0] if isinstance(argument, list) and argument else argument
        return _PLACEHOLDER.sub(HOLE, template) if isinstance(template, str) else HOLE
    if function == "Fn::Join" and isinstance(argument, list) and len(argument) == 2:
        separator, parts = argument
        if isinstance(separator, str) and isinstance(parts, list):
            return separator.join(part if isinstance(part, str) else HOLE for part in parts)
    return HOLE


def _substituted(argument: object) -> Iterator[str]:
    template = argument[0] if isinstance(argument, list) and argument else argument
    if isinstance(template, str):
        for name in _PLACEHOLDER.findall(template):
            yield name.split(".")[0]


def _hides_something(value: object) -> bool:
    """Whether `value` may hold, once resolved, what cannot be seen in it."""
    if value == _NO_VALUE or value is None:
        return False
    if not isinstance(value, Mapping):
        return True
    return any(isinstance(name, str) and name.startswith("Fn::") for name in value) or is_intrinsic(
        value
    )
