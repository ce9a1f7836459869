"""Events decoded by msgspec, which fills in the fields that records need and skips all others.

The records of a topic have the same headers, as a rule. Once their names are known, they too are
fields that are filled in, in less time than mappings take. An event with other headers than the one
before it is decoded anew.
"""

from collections.abc import Sequence
from functools import lru_cache
from types import GenericAlias
from typing import Any

import header_bytes
from packages import msgspec
from record_columns import Headers, Records

_Names = tuple[str, ...]


class StructEvents:
    """Reads events, and remembers the names of headers."""

    def __init__(self) -> None:
        self._names: _Names = ()
        """Those of each record in the last event; none if they differed."""

    def read(self, event: bytes) -> tuple[str, list[Records]] | None:
        """The ARN of the cluster and the records of each partition; `None` if msgspec refuses."""
        if self._names:
            try:
                return _read(event, self._names)
            except msgspec.DecodeError:
                self._names = ()
        try:
            arn, partitions = _read(event, None)
        except (msgspec.DecodeError, RecursionError):
            return None
        self._names = _names_of_all(partitions)
        return arn, partitions


def _read(event: bytes, names: _Names | None) -> tuple[str, list[Records]]:
    decoded = _decoder(names)(event)
    return decoded.eventSourceArn, [
        Records(
            [entry.topic for entry in entries],
            [entry.partition for entry in entries],
            [entry.offset for entry in entries],
            [entry.timestamp for entry in entries],
            [entry.key for entry in entries],
            _headers(entries, names),
            [entry.value for entry in entries],
        )
        for entries in decoded.records.values()
    ]


def _headers(entries: Sequence[Any], names: _Names | None) -> Headers:
    headers = [entry.headers or () for entry in entries]
    if names is None:
        return header_bytes.from_mappings(headers)
    columns = [[header[at].value for header in headers] for at in range(len(names))]
    return header_bytes.from_columns(names, columns, len(entries))


def _names_of_all(partitions: Sequence[Records]) -> _Names:
    """The names of the headers of each record; none if they differ or can be no names of fields."""
    names = header_bytes.common_names(partitions) or ()
    odd = any(sign in '"\\' or sign < " " for name in names for sign in name)
    return () if odd else names


@lru_cache(maxsize=16)
def _decoder(names: _Names | None) -> Any:
    """What decodes an event: one with headers of these names in each record, or any.

    It raises a `msgspec.DecodeError` when it meets another event.
    """
    headers: Any = ("headers", list[dict[str, header_bytes.Signed]] | None, None)
    if names is not None:
        headers = ("headers", GenericAlias(tuple, tuple(map(_header, names))))
    entry = msgspec.defstruct(
        "Entry",
        [
            ("topic", str),
            ("partition", int),
            ("offset", int),
            ("timestamp", int),
            headers,
            ("key", bytes | None, None),
            ("value", bytes | None, None),
        ],
        gc=False,
    )
    fields = [("eventSourceArn", str), ("records", dict[str, list[entry]])]  # type: ignore[valid-type]
    return msgspec.json.Decoder(msgspec.defstruct("Event", fields, gc=False)).decode


def _header(name: str) -> Any:
    """A mapping that holds a header of this name, and no other."""
    return msgspec.defstruct(
        "Header",
        [("value", header_bytes.Signed)],
        rename={"value": name},
        forbid_unknown_fields=True,
        gc=False,
    )
