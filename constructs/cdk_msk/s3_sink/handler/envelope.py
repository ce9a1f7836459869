"""The line a record becomes in an object, and the way back to the record's own bytes.

One record is one line of JSON with its fields in this order::

    {"topic":"orders","partition":3,"offset":41,"timestamp":1763856000000,
     "key":"k-1","headers":[["trace","00-4b"]],"value":{"total":12.50}}

A value that is JSON stands in the line byte for byte, so that numbers keep their digits and objects
their order; a reader that parses the line gets it as JSON, `decode` gets the bytes the producer
sent. Whatever does not fit is said in a field of its own, never by a marker inside the data:

- ``"value_encoding":"text"``: UTF-8 that is not JSON (or that a strict parser would refuse, or that
  holds a line break), as a JSON string. An empty value is the empty text; no value at all (a
  tombstone) is ``null`` without an encoding.
- ``"key_encoding"``, ``"value_encoding"``: ``"base64"`` for bytes that are not UTF-8.
- ``"headers_encoding"``: one entry for each header, ``"text"`` or ``"base64"``; absent when all are
  text.

This module needs the standard library only and can be loaded by its path, outside of Lambda.
"""

import gzip
import json
import math
import re
from binascii import a2b_base64, b2a_base64
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, NoReturn

try:
    from compression import zstd  # type: ignore[import-not-found, unused-ignore]  # Python 3.14
except ImportError:
    zstd = None

_GZIP, _ZSTD = ".ndjson.gz", ".ndjson.zst"

_VALUE = b',"value":'
"""Found first where the value begins: quotes inside of strings are escaped, no earlier field or
member of a field has this name, and headers are pairs rather than objects."""

_NEEDS_A_CLOSER_LOOK = re.compile(r"[eE][+-]?[0-9]{3}|[0-9]{300}|\\u[dD][89a-fA-F]")
"""Only these spellings can hide a number beyond a double or half of a surrogate pair."""


class Record(NamedTuple):
    """A Kafka record as its producer sent it."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    """Milliseconds since 1970-01-01 UTC."""
    key: bytes | None
    headers: tuple[tuple[str, bytes | None], ...]
    """Names and values in order; a name may come more than once."""
    value: bytes | None
    """`None` for a tombstone, which is not the same as an empty value."""


def from_lambda(record: Mapping[str, Any]) -> Record:
    """The record behind one entry of the event that Lambda's Kafka poller sends.

    A key or value arrives as base64, as null or not at all; a header as a list of signed bytes.
    """
    return Record(
        record["topic"],
        record["partition"],
        record["offset"],
        record["timestamp"],
        _bytes(record.get("key")),
        tuple(
            (name, None if value is None else _unsigned(value))
            for header in record.get("headers") or ()
            for name, value in header.items()
        ),
        _bytes(record.get("value")),
    )


def encode(record: Record) -> bytes:
    """The line of `record`, without its line feed."""
    key, key_encoding = _text(record.key)
    headers = [(name, *_text(value)) for name, value in record.headers]
    value, value_encoding = _value(record.value)
    fields: dict[str, Any] = {
        "topic": record.topic,
        "partition": record.partition,
        "offset": record.offset,
        "timestamp": record.timestamp,
        "key": key,
        "headers": [[name, text] for name, text, _ in headers],
    }
    if key_encoding != "text":
        fields["key_encoding"] = key_encoding
    if any(encoding != "text" for *_, encoding in headers):
        fields["headers_encoding"] = [encoding for *_, encoding in headers]
    if value_encoding != "json":
        fields["value_encoding"] = value_encoding
    return _json(fields)[:-1] + _VALUE + value + b"}"


def decode(line: bytes) -> Record:
    """The record a line was written from; the inverse of `encode`.

    Raises:
        ValueError: The line was not written by `encode`.
    """
    start = line.index(_VALUE)
    fields = json.loads(line[:start] + b"}")
    headers_encoding = fields.get("headers_encoding") or ["text"] * len(fields["headers"])
    raw, value_encoding = line[start + len(_VALUE) : -1], fields.get("value_encoding", "json")
    value = raw if value_encoding == "json" else _untext(json.loads(raw), value_encoding)
    return Record(
        fields["topic"],
        fields["partition"],
        fields["offset"],
        fields["timestamp"],
        _untext(fields["key"], fields.get("key_encoding", "text")),
        tuple(
            (name, _untext(text, encoding))
            for (name, text), encoding in zip(fields["headers"], headers_encoding, strict=True)
        ),
        None if value_encoding == "json" and raw == b"null" else value,
    )


def ending(compression: str) -> str:
    """How the keys of objects end, which says how they are compressed.

    Args:
        compression: ``zstd`` or ``gzip``; ``zstd`` falls back to gzip where Python lacks it.
    """
    return _ZSTD if compression == "zstd" and zstd else _GZIP


def write_object(records: Iterable[Record], key: str) -> bytes:
    """The body of the object `key` that holds `records`, compressed as the key's ending says."""
    lines = b"".join(encode(record) + b"\n" for record in records)
    if key.endswith(_ZSTD):
        return bytes(_zstd(key).compress(lines, 1))
    return gzip.compress(lines, 6, mtime=0)


def read_object(body: bytes, key: str) -> Iterator[Record]:
    """The records in the object `key`, in the order of their offsets.

    Raises:
        RuntimeError: The object is compressed with zstd and this Python is older than 3.14.
    """
    lines = _zstd(key).decompress(body) if key.endswith(_ZSTD) else gzip.decompress(body)
    return (decode(line) for line in lines.split(b"\n") if line)


def _zstd(key: str) -> Any:
    if zstd is None:
        message = f"{key}: zstd needs Python 3.14 or later"
        raise RuntimeError(message)
    return zstd


def _bytes(base64: str | None) -> bytes | None:
    return None if base64 is None else a2b_base64(base64)


def _unsigned(signed: list[int]) -> bytes:
    try:
        return bytes(signed)
    except ValueError:  # Java's bytes reach from -128 to 127
        return bytes(byte & 0xFF for byte in signed)


def _json(value: object) -> bytes:
    return _ENCODER.encode(value).encode()


def _text(value: bytes | None) -> tuple[str | None, str]:
    if value is None:
        return None, "text"
    try:
        return value.decode(), "text"
    except UnicodeDecodeError:
        return b2a_base64(value, newline=False).decode(), "base64"


def _untext(text: str | None, encoding: str) -> bytes | None:
    if text is None:
        return None
    return a2b_base64(text) if encoding == "base64" else text.encode()


def _value(value: bytes | None) -> tuple[bytes, str]:
    if value is None:
        return b"null", "json"
    text, encoding = _text(value)
    if text is None or encoding == "base64":
        return _json(text), "base64"
    return (value, "json") if _is_plain_json(text) else (_json(text), "text")


def _is_plain_json(text: str) -> bool:
    """Whether `text` is JSON on one line that every strict parser reads to the same meaning."""
    if text == "null" or "\n" in text or "\r" in text:
        return False
    try:
        parsed = _DECODER.decode(text)
        if _NEEDS_A_CLOSER_LOOK.search(text):
            json.loads(text, parse_float=_finite)
            _json(parsed)  # half of a surrogate pair has no UTF-8
    except (ValueError, RecursionError):
        return False
    return True


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)  # NaN and Infinity, which Python reads and JSON does not know


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


# Made once: `json.dumps` and `json.loads` with arguments make one for each call.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_DECODER = json.JSONDecoder(parse_constant=_refuse)
