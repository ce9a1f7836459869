"""Reading values out of a CloudFormation template, where intrinsic functions are unknown."""

from collections.abc import Mapping

from msk_model.unknown import UNKNOWN, Unknown


def look_up(tree: object, *path: str) -> object:
    """The value at `path`; `None` when it is absent, `UNKNOWN` at and below an intrinsic."""
    value = tree
    for step in path:
        if not isinstance(value, Mapping) or is_intrinsic(value):
            return UNKNOWN if _hides_something(value) else None
        if step not in value:
            return UNKNOWN if _hides_something(value) else None
        value = value[step]
    if value == {"Ref": "AWS::NoValue"}:
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


def _hides_something(value: object) -> bool:
    """Whether `value` may hold, once resolved, what cannot be seen in it."""
    if value == {"Ref": "AWS::NoValue"} or value is None:
        return False
    if not isinstance(value, Mapping):
        return True
    return any(isinstance(name, str) and name.startswith("Fn::") for name in value) or is_intrinsic(
        value
    )
