"""The body of an object: the lines of many records, made and compressed in pieces.

They are the lines that `encode` makes of the records one by one, byte for byte; what is the same in
all of them is looked at once.
"""

import contextlib
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
            yield _piece(batch, validator.are_json([record.value for record in batch]))


_FEW = 8
"""So many records are looked at one by one where they have to be; of more, each half is tried."""


def _piece(records: Sequence[Record], values_are_json: Sequence[bool | None]) -> bytes:
    """What `encode` makes of each record, without its questions if one answer serves for all."""
    topic, partition = records[0].topic, records[0].partition
    if all(values_are_json) and all(r.topic == topic and r.partition == partition for r in records):
        with contextlib.suppress(UnicodeDecodeError):
            return _filled_in(records)
    if len(records) > _FEW:
        half = len(records) // 2
        halves = slice(None, half), slice(half, None)
        return b"".join([_piece(records[part], values_are_json[part]) for part in halves])
    answers = zip(records, values_are_json, strict=True)
    return b"".join([encode(r, value_is_json=answer is True) + b"\n" for r, answer in answers])


def _filled_in(records: Sequence[Record]) -> bytes:
    """The lines of records of one partition whose values are JSON, as one form that is filled in.

    Raises:
        UnicodeDecodeError: A key or a header is not text.
    """
    _, _, offsets, timestamps, keys, headers, values = zip(*records, strict=True)
    key, key_texts = _texts(keys)
    pairs = [*itertools.chain.from_iterable(headers)]
    names = [*map(operator.itemgetter(0), pairs)]
    header, texts = _texts([*map(operator.itemgetter(1), pairs)])
    forms, count = _Forms(records[0], key, header), len(headers[0])
    fields: Iterable[Iterable[object]]
    if names == names[:count] * len(records) and set(map(len, headers)) == {count}:
        form = forms[tuple(names[:count])] * len(records)
        columns = [texts[at::count] for at in range(count)]
        fields = zip(offsets, timestamps, key_texts, *columns, values, strict=True)
    else:
        form = b"".join([forms[tuple([name for name, _ in pairs])] for pairs in headers])
        each = map(itertools.islice, itertools.repeat(iter(texts)), map(len, headers))
        fields = [
            (offset, timestamp, key_text, *its_texts, value)
            for offset, timestamp, key_text, its_texts, value in zip(
                offsets, timestamps, key_texts, each, values, strict=True
            )
        ]
    return form % tuple(itertools.chain.from_iterable(fields))


class _Forms(dict[tuple[str, ...], bytes]):
    """The line of a record by the names of its headers, with places to fill in."""

    def __init__(self, record: Record, key: str, header: str) -> None:
        super().__init__()
        self._start = (
            f'{{"topic":{_literal(record.topic)},"partition":{record.partition},'
            f'"offset":%d,"timestamp":%d,"key":{key},"headers":['
        )
        self._header = header

    def __missing__(self, names: tuple[str, ...]) -> bytes:
        pairs = ",".join([f"[{_literal(name)},{self._header}]" for name in names])
        form = self[names] = f'{self._start}{pairs}],"value":%b}}\n'.encode()
        return form


def _literal(text: str) -> str:
    """JSON text as it stands in a form."""
    return _quoted(text).replace("%", "%%")


def _texts(values: Sequence[bytes | None]) -> tuple[str, Sequence[bytes | None]]:
    """How `values` stand in lines: the place in a form, and what each puts there.

    Raises:
        UnicodeDecodeError: One is not text.
    """
    if None not in values:
        # The comma keeps the end of one from completing a character that another begins.
        text = b",".join(values)  # type: ignore[arg-type] # none is null
        if b'"' not in text.translate(_ESCAPED_AS_QUOTES) and is_utf8(text):
            return '"%b"', values
    texts = ["null" if value is None else _quoted(value.decode()) for value in values]
    return "%b", [text.encode() for text in texts]
