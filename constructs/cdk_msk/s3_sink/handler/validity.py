"""Which of many values are JSON that stands in a line as it is.

Most of the time that `encode` takes goes into this question, because Python's parser builds what it
reads. SQLite, which is part of Python, tells at five times its speed, many values at once, and
msgspec at twenty times. They are asked only about values on which they and `encode` cannot differ;
all others are left to `encode`. So the answer is the same with them and without them.
"""

from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

from envelope import DEEPEST, is_deep
from packages import msgspec

try:
    import sqlite3
except ImportError:  # it is left out of some builds of Python
    sqlite3 = None  # type: ignore[assignment, unused-ignore]

AT_ONCE = 64
"""Values that are asked about at once, at the most."""
_QUESTION = "SELECT " + ",".join(["json_valid(CAST(? AS TEXT))"] * AT_ONCE)

_SHAPES = bytes.maketrans(b"123456789+-E", b"00000000000e")
_NEAR = 8
"""Characters before an exponent, which nearly always tell that it is none."""


class Validator:
    """Tells which values are JSON; a context, because SQLite wants to be closed."""

    def __init__(self) -> None:
        self._read: Any = msgspec.json.Decoder(msgspec.Raw).decode if msgspec else None
        self._database = sqlite3.connect(":memory:") if sqlite3 and not msgspec else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._database is not None:
            self._database.close()

    def are_json(self, values: Sequence[bytes | None]) -> list[bool | None]:
        """`True` for each value that certainly is; of all others nothing is said.

        Args:
            values: `AT_ONCE` of them at the most.
        """
        asked = list(values)
        if self._read is None and self._database is None:
            return [None] * len(asked)
        if not _sure(asked):
            asked = [value if _sure([value]) else None for value in values]
        if self._read is not None:
            return self._all_are_read(asked) or [self._is_read(value) for value in asked]
        assert self._database is not None  # noqa: S101 - or there would be nobody to ask
        asked += [None] * (AT_ONCE - len(asked))
        answers = self._database.execute(_QUESTION, asked).fetchone()
        return [answer == 1 for answer in answers[: len(values)]]

    def _all_are_read(self, values: Sequence[bytes | None]) -> list[bool | None]:
        """`True` for each of `values`, or nothing if one is not read."""
        try:
            return [True for _ in map(self._read, values)]
        except (msgspec.DecodeError, RecursionError, TypeError):
            return []

    def _is_read(self, value: bytes | None) -> bool:
        if not value:
            return False
        try:
            self._read(value)
        except (msgspec.DecodeError, RecursionError):
            return False
        return True


def _sure(values: Sequence[bytes | None]) -> bool:
    """Whether whoever is asked and `encode` agree on which of `values` are JSON."""
    text = b",".join([b"", *filter(None, values), b""])
    return not (
        b"\n" in text
        or b"\r" in text
        or b"\0" in text
        or b"null" in values
        or (b"\\" in text and (b"\\ud" in text or b"\\uD" in text))
        or _may_hold_large_numbers(text)
        or any(map(is_deep, [value for value in values if value and len(value) > 2 * DEEPEST]))
        or not is_utf8(text)
    )


def _may_hold_large_numbers(text: bytes) -> bool:
    """Whether a number may have 200 digits or three in its exponent.

    Args:
        text: Values, each after a comma.
    """
    shape = text.translate(_SHAPES)
    if b"000000000" in shape[::20]:  # what is left of 200 digits in every twentieth byte
        return True
    # Hexadecimal text looks like the end of such a number all the time, but hardly begins like one.
    for before in shape.split(b"0e000")[:-1]:
        start = before[-_NEAR:].rstrip(b"0.") or before.rstrip(b"0.")
        if start and start[-1:] in b"[:, \t":
            return True
    return False


def is_utf8(text: bytes) -> bool:
    """Whether bytes are text in UTF-8."""
    try:
        return text.isascii() or bool(text.decode())
    except UnicodeDecodeError:
        return False
