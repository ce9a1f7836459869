"""What the message classes of `kio` say about their own fields."""

from dataclasses import Field, is_dataclass
from types import NoneType, UnionType
from typing import Any, get_args, get_origin


def without_none(annotation: Any) -> Any:
    """The type that remains of an annotation when a field is not null."""
    if get_origin(annotation) is UnionType:
        return next(part for part in get_args(annotation) if part is not NoneType)
    return annotation


def is_nullable(field: Field[Any]) -> bool:
    """Whether a field can be null."""
    return get_origin(field.type) is UnionType and NoneType in get_args(field.type)


def is_array(field: Field[Any]) -> bool:
    """Whether a field holds any number of elements."""
    return get_origin(without_none(field.type)) is tuple


def structure_of(field: Field[Any]) -> Any | None:
    """The message class of a field, or of its elements; `None` when they are primitive."""
    inner = without_none(field.type)
    element = get_args(inner)[0] if get_origin(inner) is tuple else inner
    return element if is_dataclass(element) else None
