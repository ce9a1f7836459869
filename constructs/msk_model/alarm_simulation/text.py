"""Texts of a template in which alarms are named by their logical ids."""

from collections.abc import Mapping

from msk_model.intrinsics import referred_to


def text_of(value: object) -> str:
    """A text with references replaced by logical ids, joined where it is joined.

    Raises:
        ValueError: It hangs on another intrinsic function.
    """
    if isinstance(value, str):
        return value
    named = referred_to(value)
    if named is not None:
        return named
    if isinstance(value, Mapping) and isinstance(value.get("Fn::Join"), list):
        separator, parts = value["Fn::Join"]
        return str(separator).join(text_of(part) for part in parts)
    raise ValueError(f"text must be known or name a resource, got {value!r}")
