"""The headers of records as Lambda's poller sends them: lists of numbers for bytes.

The numbers may be negative, as Java's bytes are: from -128 to 127.
"""

import binascii
import contextlib
import itertools
import json
import struct
from collections.abc import Sequence
from typing import cast

from record_columns import Headers, Records

Signed = list[int] | None
"""A header's bytes as numbers."""


def from_mappings(of_records: Sequence[Sequence[dict[str, Signed]]]) -> Headers:
    """Headers as they come: for each record mappings in order, each of one name as a rule."""
    mappings = [*itertools.chain.from_iterable(of_records)]
    names = [*itertools.chain.from_iterable(mappings)]
    signed = [*itertools.chain.from_iterable(map(dict.values, mappings))]
    counts = [*map(len, of_records)]
    if set(map(len, mappings)) != {1}:
        counts = [sum(map(len, headers)) for headers in of_records]
    count = counts[0] if counts else 0
    if counts.count(count) == len(counts) and names[:count] * len(counts) == names:
        columns = [signed[at::count] for at in range(count)]
        return from_columns(tuple(names[:count]), columns, len(counts))
    each = iter(names)
    return Headers([tuple(itertools.islice(each, count)) for count in counts], _bytes(signed))


def from_columns(
    names: tuple[str, ...], columns: Sequence[Sequence[Signed]], records: int
) -> Headers:
    """Headers that have the same names in all records, name by name.

    Each name is converted by itself: what it holds is of a kind in all records, or nearly so.
    """
    values: list[bytes | None] = [None] * (len(names) * records)
    for at, column in enumerate(columns):
        values[at :: len(names)] = _bytes(column)
    return Headers([names] * records, values)


def from_texts(names: tuple[str, ...], columns: Sequence[Sequence[bytes]], records: int) -> Headers:
    """The same from lists as they stand in JSON, without their brackets.

    Raises:
        ValueError: They are no lists of numbers.
    """
    values: list[bytes | None] = [None] * (len(names) * records)
    for at, column in enumerate(columns):
        different = list(dict.fromkeys(column))
        behind = dict(zip(different, _bytes_of_texts(different), strict=True))
        values[at :: len(names)] = [behind[text] for text in column]
    return Headers([names] * records, values)


def _bytes_of_texts(texts: Sequence[bytes]) -> list[bytes | None]:
    """The bytes behind each list.

    Text is made of numbers from 13 to 127. With a letter for the first two of three digits each has
    two, which are taken for hexadecimal, and put right afterwards.
    """
    numbers = b",%b," % b",ff,".join(texts)
    numbers = numbers.replace(b",10", b",a").replace(b",11", b",b").replace(b",12", b",c")
    digits = numbers.translate(None, b",")
    if not numbers[::3].strip(b",") and 3 * len(digits) == 2 * (len(numbers) - 1):
        with contextlib.suppress(ValueError):  # other letters than these
            behind: list[bytes | None] = [
                *binascii.unhexlify(digits).translate(_FROM_DIGITS).split(_END)
            ]
            if len(behind) == len(texts):
                return behind
    return _bytes(json.loads(b"[[%b]]" % b"],[".join(texts)))


_END = b"\xff"
_FROM_DIGITS = bytearray(_END * 256)
for _number in range(13, 128):
    _FROM_DIGITS[int(f"{_number // 10:x}{_number % 10}", 16)] = _number


def common_names(partitions: Sequence[Records]) -> tuple[str, ...] | None:
    """The names of the headers of each record.

    `None` if records differ, there are none, or the names are too many or long to be remembered.
    """
    of_partitions = [records.headers.names for records in partitions if records]
    if not of_partitions:
        return None
    names = of_partitions[0][0]
    alike = all(of_records.count(names) == len(of_records) for of_records in of_partitions)
    return names if alike and len(names) <= _MOST and sum(map(len, names)) <= _LONGEST else None


_MOST = 16
_LONGEST = 500


def _bytes(column: Sequence[Signed]) -> list[bytes | None]:
    """The bytes behind each list of numbers."""
    if set(map(type, column)) == {list}:
        lists = cast("Sequence[list[int]]", column)
        with contextlib.suppress(ValueError):  # one is negative
            return [*map(bytes, lists)]
        with contextlib.suppress(IndexError, struct.error):  # one is long, or counted from 0
            return [_PACK_SIGNED[len(signed)](*signed) for signed in lists]
    return [
        None if signed is None else bytes([byte & 0xFF for byte in signed]) for signed in column
    ]


_PACK_SIGNED = [struct.Struct(f"{count}b").pack for count in range(64)]
