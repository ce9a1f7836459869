"""The line a record becomes in an object, and the way back to the record's own bytes.

One record is one line of JSON with its fields in this order::

    {"topic":"orders","partition":3,"offset":41,"timestamp":1763856000000,
     "key":"k-1","headers":[["trace","00-4b"]],"value":{"total":12.50}}

A value that is JSON stands in the line byte for byte, so that numbers keep their digits and objects
their order; a reader that parses the line gets it as JSON, `decode` gets the bytes the producer
sent. Whatever does not fit is said in a field of its own, never by a marker inside the data:

- ``"value_encoding":"text"``: UTF-8 that is not JSON (or that a strict parser would refuse, that is
  nested more than 500 deep, or that holds a line break), as a JSON string. An empty value is the
  empty text; no value at all (a tombstone) is ``null`` without an encoding.
- ``"key_encoding"``, ``"value_encoding"``: ``"base64"`` for bytes that are not UTF-8.
- ``"headers_encoding"``: one entry for each header, ``"text"`` or ``"base64"``; absent when all are
  text.

This module needs the standard library only and can be loaded by its path, outside of Lambda.
"""

import gzip
import json
import math
import re
import zlib
from binascii import a2b_base64, b2a_base64
from collections.abc import Iterable, Iterator
from json.encoder import encode_basestring as _quoted
from typing import Any, NamedTuple, NoReturn

from packages import isal_zlib

try:
    from compression import zstd  # type: ignore[import-not-found, unused-ignore]  # Python 3.14
except ImportError:
    zstd = None

_LONG_LINE = 600
"""Bytes."""

_VALUE = b',"value":'
"""Found first where the value begins: quotes inside of strings are escaped, no earlier field or
member of a field has this name, and headers are pairs rather than objects."""

DEEPEST = 500
"""Arrays and objects in one another that a value may have to stand in a line as JSON. Python's own
parser gives up near 1000, Jackson's at 1000."""

_STRINGS_AND_THE_LIKE = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[^\[\]{}"]++')

_NEEDS_A_CLOSER_LOOK = re.compile(r"[eE][+-]?[0-9]{3}|[0-9]{200}|\\u[dD][89a-fA-F]")
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


def encode(record: Record, *, value_is_json: bool = False, note: str = "") -> bytes:
    """The line of `record`, without its line feed.

    Args:
        record: What the line is for.
        value_is_json: The value is known to be JSON that stands in the line as it is. Absent: it
            may be, and is looked at.
        note: Fields to add before the value, each beginning with a comma; `decode` ignores them.
    """
    topic, partition, offset, timestamp, key, headers, value = record
    encodings = ""
    try:
        key_text = "null" if key is None else _quoted(key.decode())
    except UnicodeDecodeError:
        key_text, encodings = _in_base64(key), ',"key_encoding":"base64"'
    try:
        header_texts = [
            f"[{_quoted(name)},{'null' if header is None else _quoted(header.decode())}]"
            for name, header in headers
        ]
    except UnicodeDecodeError:
        header_texts, headers_encoding = _mixed_headers(headers)
        encodings += headers_encoding
    if value is None or not value_is_json:
        value, value_encoding = _value(value)
        if value_encoding != "json":
            encodings += f',"value_encoding":"{value_encoding}"'
    front = (
        f'{{"topic":{_quoted(topic)},"partition":{partition},"offset":{offset},'
        f'"timestamp":{timestamp},"key":{key_text},"headers":[{",".join(header_texts)}]{encodings}{note},'
        '"value":'
    )
    return front.encode() + value + b"}"


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
    return ".ndjson.zst" if compression == "zstd" and zstd else ".ndjson.gz"


def compressor(key: str, line_bytes: int = 0, *, small: bool = False) -> Any:
    """What compresses the body of the object `key`, as the key's ending says, piece by piece.

    It has the methods `compress` and `flush`, and gives the same bytes for the same pieces.

    Args:
        key: Of the object.
        line_bytes: How long a line is. Short lines repeat the names of the envelope, which zstd
            finds at its fastest; in long ones it has to look harder.
        small: Look so hard that objects are as small as gzip's at its best, which zstd has to do in
            long lines only, for a fifth of the time of a whole call. Absent: these are a tenth
            larger, and a quarter with isal's gzip.
    """
    if key.endswith(".zst"):
        codec = _zstd(key)
        if line_bytes < _LONG_LINE:
            return codec.ZstdCompressor(1)
        parameter = codec.CompressionParameter
        options = {parameter.compression_level: 3, parameter.min_match: 7}
        if small:
            options = {
                parameter.compression_level: 5,
                parameter.strategy: codec.Strategy.greedy,
                parameter.min_match: 6,
                parameter.search_log: 4,
            }
        return codec.ZstdCompressor(
            options={**options, parameter.hash_log: 15, parameter.chain_log: 15}
        )
    if isal_zlib and not small:
        return isal_zlib.compressobj(3, wbits=31)
    return zlib.compressobj(6, wbits=31)


def read_object(body: bytes, key: str) -> Iterator[Record]:
    """The records in the object `key`, in the order of their offsets.

    Raises:
        RuntimeError: The object is compressed with zstd and this Python is older than 3.14.
    """
    return map(decode, read_lines(body, key))


def read_lines(body: bytes, key: str) -> list[bytes]:
    """The lines in the object `key`, without their line feeds.

    Raises:
        RuntimeError: The object is compressed with zstd and this Python is older than 3.14.
    """
    text = _zstd(key).decompress(body) if key.endswith(".zst") else gzip.decompress(body)
    return [line for line in text.split(b"\n") if line]


def _zstd(key: str) -> Any:
    if zstd is None:
        message = f"{key}: zstd needs Python 3.14 or later"
        raise RuntimeError(message)
    return zstd


def _in_base64(value: bytes | None) -> str:
    return f'"{b2a_base64(value or b"", newline=False).decode()}"'


def _mixed_headers(headers: Iterable[tuple[str, bytes | None]]) -> tuple[list[str], str]:
    """The pairs of headers of which one at least is not UTF-8, and how each is encoded."""
    pairs, encodings = [], []
    for name, header in headers:
        try:
            text, encoding = "null" if header is None else _quoted(header.decode()), '"text"'
        except UnicodeDecodeError:
            text, encoding = _in_base64(header), '"base64"'
        pairs.append(f"[{_quoted(name)},{text}]")
        encodings.append(encoding)
    return pairs, f',"headers_encoding":[{",".join(encodings)}]'


def _untext(text: str | None, encoding: str) -> bytes | None:
    if text is None:
        return None
    return a2b_base64(text) if encoding == "base64" else text.encode()


def _value(value: bytes | None) -> tuple[bytes, str]:
    if value is None:
        return b"null", "json"
    try:
        text = value.decode()
    except UnicodeDecodeError:
        return b'"%b"' % b2a_base64(value, newline=False), "base64"
    if is_plain_json(value, text):
        return value, "json"
    return _quoted(text).encode(), "text"


def is_plain_json(value: bytes, text: str) -> bool:
    """Whether a value is JSON on one line that every strict parser reads to the same meaning."""
    if text == "null" or "\n" in text or "\r" in text:
        return False
    try:
        parsed = _DECODER.decode(text)
        if _NEEDS_A_CLOSER_LOOK.search(text):
            json.loads(text, parse_float=_finite)
            json.dumps(parsed, ensure_ascii=False).encode()  # half of a surrogate pair has no UTF-8
    except (ValueError, RecursionError):
        return False
    return not is_deep(value)


def is_deep(value: bytes) -> bool:
    """Whether JSON is nested deeper than `DEEPEST`, which readers refuse at depths of their own."""
    if len(value) <= 2 * DEEPEST or value.count(b"[") + value.count(b"{") <= DEEPEST:
        return False
    depth = 0
    for bracket in _STRINGS_AND_THE_LIKE.sub(b"", value):
        depth += 1 if bracket in b"[{" else -1
        if depth > DEEPEST:
            return True
    return False


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)  # NaN and Infinity, which Python reads and JSON does not know


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


# Made once: `json.loads` with arguments makes one for each call.
_DECODER = json.JSONDecoder(parse_constant=_refuse)
