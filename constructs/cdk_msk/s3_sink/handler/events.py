"""The records in the events that Lambda's poller sends, decoded by the runtime or not yet."""

import contextlib
import itertools
import json
import struct
from collections.abc import Mapping, Sequence
from typing import Any, cast

from packages import decode_base64, msgspec
from records import Headers, Records

_Signed = Sequence[int]
"""A header's bytes as numbers, which may be negative, as Java's bytes are: from -128 to 127."""


def read(event: Mapping[str, Any] | bytes) -> tuple[str, list[Records]]:
    """The ARN of the cluster and the records of each partition."""
    if isinstance(event, bytes):
        if _decode:
            try:
                raw = _decode(event)
            except (msgspec.DecodeError, RecursionError):
                pass  # nothing Lambda has sent yet; the standard library is less particular
            else:
                return raw.eventSourceArn, list(map(_from_structs, raw.records.values()))
        event = cast("Mapping[str, Any]", json.loads(event))
    return event["eventSourceArn"], list(map(from_lambda, event["records"].values()))


def from_lambda(entries: Sequence[Mapping[str, Any]]) -> Records:
    """The records behind the decoded entries of one partition.

    A key or value arrives as base64, as null or not at all; a header as a list of signed bytes.
    """
    return Records(
        [entry["topic"] for entry in entries],
        [entry["partition"] for entry in entries],
        [entry["offset"] for entry in entries],
        [entry["timestamp"] for entry in entries],
        _from_base64([entry.get("key") for entry in entries]),
        _headers([entry.get("headers") or () for entry in entries]),
        _from_base64([entry.get("value") for entry in entries]),
    )


def _from_structs(entries: Sequence[Any]) -> Records:
    return Records(
        [entry.topic for entry in entries],
        [entry.partition for entry in entries],
        [entry.offset for entry in entries],
        [entry.timestamp for entry in entries],
        [entry.key for entry in entries],
        _headers([entry.headers or () for entry in entries]),
        [entry.value for entry in entries],
    )


def _decoder() -> Any:
    """What decodes the fields of an event that records need, and skips all others."""
    entry = msgspec.defstruct(
        "Entry",
        [
            ("topic", str),
            ("partition", int),
            ("offset", int),
            ("timestamp", int),
            ("key", bytes | None, None),
            ("value", bytes | None, None),
            ("headers", list[dict[str, list[int] | None]] | None, None),
        ],
        gc=False,
    )
    fields = [("eventSourceArn", str), ("records", dict[str, list[entry]])]  # type: ignore[valid-type]
    return msgspec.json.Decoder(msgspec.defstruct("Event", fields, gc=False)).decode


_decode: Any = _decoder() if msgspec else None


def _from_base64(texts: list[str | None]) -> list[bytes | None]:
    return [None if text is None else decode_base64(text) for text in texts]


def _headers(of_records: Sequence[Sequence[Mapping[str, _Signed | None]]]) -> Headers:
    """Headers as they came: for each record a list of mappings, each of one name as a rule."""
    mappings = [*itertools.chain.from_iterable(of_records)]
    names = [*itertools.chain.from_iterable(mappings)]
    signed = [*itertools.chain.from_iterable([mapping.values() for mapping in mappings])]
    counts = [*map(len, of_records)]
    if set(map(len, mappings)) != {1}:
        counts = [sum(map(len, headers)) for headers in of_records]
    count = counts[0] if counts else 0
    if counts.count(count) < len(counts) or names[:count] * len(counts) != names:
        each = iter(names)
        return Headers([tuple(itertools.islice(each, count)) for count in counts], _bytes(signed))
    values: list[bytes | None] = [None] * len(signed)
    for at in range(count):  # each header by itself: it is text in all records or in none, often
        values[at::count] = _bytes(signed[at::count])
    return Headers([tuple(names[:count])] * len(counts), values)


def _bytes(column: Sequence[_Signed | None]) -> list[bytes | None]:
    """The bytes behind each list of numbers."""
    if set(map(type, column)) == {list}:
        with contextlib.suppress(ValueError):  # one is negative
            return [*map(bytes, cast("Sequence[list[int]]", column))]
    return [None if signed is None else unsigned(signed) for signed in column]


def unsigned(signed: _Signed) -> bytes:
    """The bytes behind numbers."""
    try:
        if len(signed) < len(_PACK_SIGNED):
            return _PACK_SIGNED[len(signed)](*signed)
        return bytes(signed)
    except (ValueError, struct.error):
        return bytes([byte & 0xFF for byte in signed])


_PACK_SIGNED = [struct.Struct(f"{count}b").pack for count in range(16)]
"""For short headers, text in any language: `bytes` refuses what is negative, which takes time."""
