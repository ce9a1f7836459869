"""The body of an object: the lines of many records, made and compressed in pieces.

They are the lines that `encode` makes of the records one by one, byte for byte; what is the same in
all of them is looked at once.
"""

import contextlib
import functools
import itertools
from collections.abc import Iterable, Iterator, Sequence
from json.encoder import encode_basestring as _quoted

from envelope import Record, compressor, encode
from record_columns import Records
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
    with Validator() as validator:
        for batch in Records.of(records).batches(AT_ONCE):
            yield _piece(batch, validator.are_json(batch.values))


_FEW = 8
"""So many records are looked at one by one where they have to be; of more, each half is tried."""


def _piece(records: Records, values_are_json: Sequence[bool | None]) -> bytes:
    """What `encode` makes of each record, without its questions if one answer serves for all."""
    if all(values_are_json) and _are_equal(records.topics) and _are_equal(records.partitions):
        with contextlib.suppress(UnicodeDecodeError):
            return _filled_in(records)
    if len(records) > _FEW:
        half = len(records) // 2
        halves = slice(None, half), slice(half, None)
        return b"".join([_piece(records[part], values_are_json[part]) for part in halves])
    answers = zip(records, values_are_json, strict=True)
    return b"".join([encode(r, value_is_json=answer is True) + b"\n" for r, answer in answers])


def _are_equal(field: Sequence[object]) -> bool:
    return field.count(field[0]) == len(field)


def _filled_in(records: Records) -> bytes:
    """The lines of records of one partition whose values are JSON, as one form that is filled in.

    Raises:
        UnicodeDecodeError: A key or a header is not text.
    """
    key, keys = _texts(records.keys)
    header, headers = _texts(records.headers.values)
    form = functools.partial(_form, records.topics[0], records.partitions[0], key, header)
    all_names = records.headers.names
    fields: Iterable[Iterable[object]]
    if _are_equal(all_names):
        names, count = all_names[0], len(all_names[0])
        columns = [headers[at::count] for at in range(count)]
        fields = zip(
            records.offsets, records.timestamps, keys, *columns, records.values, strict=True
        )
        forms = form(names) * len(records)
    else:
        each = iter(headers)
        fields = [
            (offset, timestamp, key_text, *itertools.islice(each, len(names)), value)
            for offset, timestamp, key_text, names, value in zip(
                records.offsets, records.timestamps, keys, all_names, records.values, strict=True
            )
        ]
        forms = b"".join(map(form, all_names))
    return forms % tuple(itertools.chain.from_iterable(fields))


@functools.lru_cache(maxsize=64)
def _form(topic: str, partition: int, key: str, header: str, names: tuple[str, ...]) -> bytes:
    """The line of a record with such headers, with places to fill in."""
    pairs = ",".join([f"[{_literal(name)},{header}]" for name in names])
    return (
        f'{{"topic":{_literal(topic)},"partition":{partition},'
        f'"offset":%d,"timestamp":%d,"key":{key},"headers":[{pairs}],"value":%b}}\n'
    ).encode()


def _literal(text: str) -> str:
    """JSON text as it stands in a form."""
    return _quoted(text).replace("%", "%%")


def _texts(values: Sequence[bytes | None]) -> tuple[str, Sequence[bytes | None]]:
    """How `values` stand in lines: the place in a form, and what each puts there.

    Raises:
        UnicodeDecodeError: One is not text.
    """
    with contextlib.suppress(TypeError):  # one is null
        # The comma keeps the end of one from completing a character that another begins.
        text = b",".join(values)  # type: ignore[arg-type]
        if b'"' not in text.translate(_ESCAPED_AS_QUOTES) and is_utf8(text):
            return '"%b"', values
    texts = ["null" if value is None else _quoted(value.decode()) for value in values]
    return "%b", [text.encode() for text in texts]
