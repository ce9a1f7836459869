"""A look at the lengths in a frame before it is parsed.

The parser of `kio` trusts the length of an array and reserves memory for it; a frame of a few
bytes that announces two thousand million elements would end the whole process. So every length is
compared with the bytes that are really there first.
"""

from collections.abc import Callable, Mapping
from dataclasses import Field, fields
from functools import cache
from typing import Any

from msk_local.kafka.protocol.schemas import is_array, is_nullable, structure_of

MOST_ELEMENTS = 100_000
"""Of one array; a request about more partitions than that is no client's."""

_Skip = Callable[[bytes, int], int]
"""Gives the position after what starts at a position."""

_SIZES: Mapping[str, int] = {
    "int8": 1,
    "uint8": 1,
    "bool": 1,
    "int16": 2,
    "uint16": 2,
    "error_code": 2,
    "int32": 4,
    "uint32": 4,
    "timedelta_i32": 4,
    "int64": 8,
    "uint64": 8,
    "float64": 8,
    "timedelta_i64": 8,
    "datetime_i64": 8,
    "uuid": 16,
}
_LONGEST_VARINT_BYTES = 5


class OutOfBoundsError(ValueError):
    """A length that goes beyond the end of its frame."""


def check_bounds(schema: Any, frame: bytes, start: int) -> int:
    """Walk through a message without building it.

    Args:
        schema: Its class.
        frame: Where it is.
        start: Where it begins.

    Returns:
        Where it ends.

    Raises:
        OutOfBoundsError: A length does not fit into the frame.
    """
    return _structure(schema)(frame, start)


@cache
def _structure(schema: Any) -> _Skip:
    flexible: bool = schema.__flexible__
    plain = [_field(f, flexible=flexible) for f in fields(schema) if "tag" not in f.metadata]
    tagged = {
        f.metadata["tag"]: _field(f, flexible=flexible, tagged=True)
        for f in fields(schema)
        if "tag" in f.metadata
    }

    def skip(frame: bytes, at: int) -> int:
        for step in plain:
            at = step(frame, at)
        return _tags(frame, at, tagged) if flexible else at

    return skip


def _field(field: Field[Any], *, flexible: bool, tagged: bool = False) -> _Skip:
    structure = structure_of(field)
    if structure is not None:
        element = _structure(structure)
        if not is_array(field):
            return _nullable(element) if is_nullable(field) and not tagged else element
    else:
        # The name of a client has the old form in every version of the request header.
        compact = flexible and field.name != "client_id"
        element = _primitive(field.metadata["kafka_type"], compact=compact)
    return _array(element, compact=flexible) if is_array(field) else element


def _primitive(kind: str, *, compact: bool) -> _Skip:
    if kind in _SIZES:
        size = _SIZES[kind]
        return lambda frame, at: _within(frame, at, size)
    width = 2 if kind == "string" else 4

    def skip(frame: bytes, at: int) -> int:
        length, at = _compact_length(frame, at) if compact else _length(frame, at, width)
        return _within(frame, at, max(0, length))

    return skip


def _array(element: _Skip, *, compact: bool) -> _Skip:
    def skip(frame: bytes, at: int) -> int:
        count, at = _compact_length(frame, at) if compact else _length(frame, at, 4)
        if count > min(MOST_ELEMENTS, len(frame) - at):
            raise OutOfBoundsError(f"an array of {count} elements")
        for _ in range(count):
            at = element(frame, at)
        return at

    return skip


def _nullable(element: _Skip) -> _Skip:
    def skip(frame: bytes, at: int) -> int:
        present, at = _length(frame, at, 1)
        return element(frame, at) if present >= 0 else at

    return skip


def _tags(frame: bytes, at: int, known: Mapping[int, _Skip]) -> int:
    count, at = _varint(frame, at)
    if count > len(frame) - at:
        raise OutOfBoundsError(f"{count} tagged fields")
    for _ in range(count):
        tag, at = _varint(frame, at)
        size, at = _varint(frame, at)
        end = _within(frame, at, size)
        if tag in known and known[tag](frame, at) != end:
            raise OutOfBoundsError(f"the tagged field {tag} is not {size} bytes long")
        at = end
    return at


def _within(frame: bytes, at: int, size: int) -> int:
    if size > len(frame) - at:
        raise OutOfBoundsError(f"{size} bytes where {len(frame) - at} are left")
    return at + size


def _length(frame: bytes, at: int, width: int) -> tuple[int, int]:
    end = _within(frame, at, width)
    return int.from_bytes(frame[at:end], "big", signed=True), end


def _compact_length(frame: bytes, at: int) -> tuple[int, int]:
    length, at = _varint(frame, at)
    return length - 1, at


def _varint(frame: bytes, at: int) -> tuple[int, int]:
    value = 0
    for index in range(_LONGEST_VARINT_BYTES):
        end = _within(frame, at, 1)
        byte = frame[at]
        at = end
        value |= (byte & 0x7F) << (7 * index)
        if not byte & 0x80:
            return value, at
    raise OutOfBoundsError("a length of more than five bytes")
