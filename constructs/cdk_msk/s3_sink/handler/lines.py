"""The body of an object: the lines of many records, made and compressed in pieces.

They are the lines that `encode` makes of the records one by one, byte for byte; what is the same in
all of them is looked at once.
"""

import itertools
import operator
from collections.abc import Iterable, Iterator, Sequence
from json.encoder import encode_basestring as _quoted

from envelope import Record, compressor, encode
from validity import AT_ONCE, Validator, is_utf8

_ESCAPED_AS_QUOTES = bytes.maketrans(bytes(range(0x20)) + b"\\", b'"' * 0x21)
"""All that JSON escapes becomes a quote, which it escapes as well."""


def write_object(records: Iterable[Record], key: str, *, small: bool = False) -> bytes:
    """The body of the object `key` that holds `records`, compressed as the key's ending says."""
    return compressed(lines(records), key, small=small)


def compressed(pieces: Iterator[bytes], key: str, *, small: bool = False) -> bytes:
    """Pieces of whole lines, compressed as the key's ending says; see `envelope.compressor`."""
    first = next(pieces, b"")
    compress = compressor(key, len(first) // max(1, first.count(b"\n")), small=small)
    return b"".join([*map(compress.compress, itertools.chain([first], pieces)), compress.flush()])


def lines(records: Iterable[Record]) -> Iterator[bytes]:
    """The lines of `records`, each with its line feed, some dozens in a piece."""
    remaining = iter(records)
    with Validator() as validator:
        while batch := list(itertools.islice(remaining, AT_ONCE)):
            answers = validator.are_json([record.value for record in batch])
            yield b"".join(_pieces(batch, answers))


def _pieces(records: Sequence[Record], values_are_json: Iterable[object]) -> list[bytes]:
    """What `encode` makes of each record, for most of them without its questions."""
    pieces: list[bytes] = []
    topic, partition = records[0].topic, records[0].partition
    headers_are_plain = _headers_are_plain(records)
    names = _Names()
    start = f'{{"topic":{_quoted(topic)},"partition":{partition},"offset":'
    for record, value_is_json in zip(records, values_are_json, strict=True):
        its_topic, its_partition, offset, timestamp, key, headers, value = record
        if (
            value_is_json is not True
            or value is None
            or (headers and not headers_are_plain)
            or its_partition != partition
            or its_topic != topic
        ):
            pieces += encode(record, value_is_json=value_is_json is True), b"\n"
            continue
        try:
            key_text = "null" if key is None else _quoted(key.decode())
        except UnicodeDecodeError:
            pieces += encode(record, value_is_json=True), b"\n"
            continue
        front = f'{start}{offset},"timestamp":{timestamp},"key":{key_text},"headers":['.encode()
        if not headers:
            pieces += front, b'],"value":', value, b"}\n"
            continue
        pieces.append(front)
        for name, header in headers:
            pieces += names[name], header, b'"],'  # type: ignore[arg-type] # none is null
        pieces[-1] = b'"]],"value":'
        pieces += value, b"}\n"
    return pieces


def _headers_are_plain(records: Sequence[Record]) -> bool:
    """Whether all values of headers are text that stands between quotes as it is."""
    pairs = itertools.chain.from_iterable([record.headers for record in records])
    values = [*map(operator.itemgetter(1), pairs)]
    if None in values:
        return False
    # The comma keeps the end of one from completing a character that another begins.
    text = b",".join(values)
    return b'"' not in text.translate(_ESCAPED_AS_QUOTES) and is_utf8(text)


class _Names(dict[str, bytes]):
    """How the pair of a header begins; the same few names come again and again."""

    def __missing__(self, name: str) -> bytes:
        start = self[name] = f'[{_quoted(name)},"'.encode()
        return start
