"""The body of an object: the lines of many records, made and compressed in pieces.

Most of the time that `encode` takes goes into finding out whether a value is JSON, because Python's
parser builds what it reads. SQLite, which is part of Python, tells at five times its speed, many
values at once. It is asked only about values on which it and `encode` cannot differ; all others are
left to `encode`. So the lines are the same with it and without it.
"""

import contextlib
import itertools
from collections.abc import Iterable, Iterator, Sequence

from envelope import DEEPEST, Record, compressor, encode, is_deep

try:
    import sqlite3
except ImportError:  # it is left out of some builds of Python
    sqlite3 = None  # type: ignore[assignment, unused-ignore]

_AT_ONCE = 64
_QUESTION = "SELECT " + ",".join(["json_valid(CAST(? AS TEXT))"] * _AT_ONCE)

_SHAPES = bytes.maketrans(b"123456789+-E", b"00000000000e")
_LONG = 400
"""Characters of a number after which nobody asks where it began."""


def write_object(records: Iterable[Record], key: str) -> bytes:
    """The body of the object `key` that holds `records`, compressed as the key's ending says."""
    compress = compressor(key)
    pieces = [compress.compress(piece) for piece in lines(records)]
    return b"".join([*pieces, compress.flush()])


def lines(records: Iterable[Record]) -> Iterator[bytes]:
    """The lines of `records`, each with its line feed, some dozens in a piece."""
    remaining = iter(records)
    with contextlib.ExitStack() as stack:
        database = None
        if sqlite3:
            database = stack.enter_context(contextlib.closing(sqlite3.connect(":memory:")))
        while batch := list(itertools.islice(remaining, _AT_ONCE)):
            answers = _are_json(database, [record.value for record in batch])
            encoded = [
                encode(record, value_is_json=answer == 1)
                for record, answer in zip(batch, answers, strict=False)
            ]
            yield b"\n".join([*encoded, b""])


def _are_json(
    database: "sqlite3.Connection | None", values: Sequence[bytes | None]
) -> Iterable[int | None]:
    """1 for each value that certainly is JSON which stands in a line as it is."""
    if database is None:
        return itertools.repeat(None)
    asked = list(values)
    if not _sure(asked):
        asked = [value if _sure([value]) else None for value in values]
    asked += [None] * (_AT_ONCE - len(asked))
    answers: Iterable[int | None] = database.execute(_QUESTION, asked).fetchone()
    return answers


def _sure(values: Sequence[bytes | None]) -> bool:
    """Whether SQLite and `encode` agree on which of `values` are JSON; `False` if in doubt."""
    text = b",".join([b"", *filter(None, values), b""])
    return not (
        b"\n" in text
        or b"\r" in text
        or b"\0" in text
        or b"null" in values
        or (b"\\" in text and (b"\\ud" in text or b"\\uD" in text))
        or _may_hold_large_numbers(text)
        or (
            text.count(b"[") + text.count(b"{") > DEEPEST
            and any(map(is_deep, filter(None, values)))
        )
        or not _is_utf8(text)
    )


def _may_hold_large_numbers(text: bytes) -> bool:
    """Whether a number may have 200 digits or three in its exponent."""
    shape = text.translate(_SHAPES)
    if b"000000000" in shape[::20]:  # what is left of 200 digits in every twentieth byte
        return True
    # Hexadecimal text looks like the end of such a number all the time, but hardly begins like one.
    at = shape.find(b"0e000")
    while at >= 0:
        before = shape[max(0, at - _LONG) : at].rstrip(b"0.")
        if not before or before[-1:] in b"[:, \t":
            return True
        at = shape.find(b"0e000", at + 1)
    return False


def _is_utf8(text: bytes) -> bool:
    try:
        return text.isascii() or bool(text.decode())
    except UnicodeDecodeError:
        return False
