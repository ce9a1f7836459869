"""What objects hold: envelopes, values alone, or columns.

A key's ending says which, so that an object can be read without knowing how its sink was set up
when it was written:

- ``.ndjson.zst``, ``.ndjson.gz``: lines of `envelope.py`.
- ``.values.ndjson.zst``, ``.values.ndjson.gz``: lines that are the values themselves. All else of
  their records is in an object beside, the index, which the metadata of the object name. An index
  is written before its object, under a key of its own for each attempt: what lost a race leaves an
  index that nobody reads, never a line.
- ``.parquet``: columns, see `parquet.py`.
- ``.dead-letters.ndjson.zst``, ``.dead-letters.ndjson.gz``: lines of `dead_letters.py`.
"""

import threading
from collections.abc import Iterable

from dead_letters import write_dead_letters
from envelope import Record, ending, is_plain_json, read_lines, read_object
from lines import compressed, lines, write_object
from record_columns import Records
from validity import AT_ONCE, Validator

FORMATS = ("envelope", "values", "parquet")
_VALUES = (".values.ndjson.zst", ".values.ndjson.gz")
_DEAD_LETTERS = (".dead-letters.ndjson.zst", ".dead-letters.ndjson.gz")


def key_ending(record_format: str, compression: str) -> str:
    """How the keys of objects of a format end.

    Raises:
        ValueError: There is no such format.
    """
    if record_format not in FORMATS:
        message = f"FORMAT must be one of {', '.join(FORMATS)}, got {record_format!r}"
        raise ValueError(message)
    if record_format == "parquet":
        return f".{compression}.parquet"
    return f".values{ending(compression)}" if record_format == "values" else ending(compression)


def dead_letter_ending(compression: str) -> str:
    """How the keys of dead letters end."""
    return f".dead-letters{ending(compression)}"


def record_format_of(key: str) -> str:
    """The format of the object `key`, or of the keys with such an ending."""
    if key.endswith(".parquet"):
        return "parquet"
    if key.endswith(_DEAD_LETTERS):
        return "dead letters"
    return "values" if key.endswith(_VALUES) else "envelope"


def has_index(key: str) -> bool:
    """Whether an object is values alone, with all else in an index."""
    return key.endswith(_VALUES)


_TURN = threading.Lock()


def write(records: Records, key: str, *, small: bool) -> bytes:
    """The body of the object `key`.

    One is made at a time: the threads of a call are there to wait for S3 together, and would only
    take Python's lock from one another while they compute.
    """
    with _TURN:
        return _write(records, key, small=small)


def _write(records: Records, key: str, *, small: bool) -> bytes:
    if key.endswith(".parquet"):
        import parquet  # noqa: PLC0415 - pyarrow takes half a second to load

        return parquet.write(records, "gzip" if key.endswith(".gzip.parquet") else "zstd")
    if has_index(key):
        values = ([value or b"" for value in b.values] for b in records.batches(AT_ONCE))
        return compressed((b"\n".join([*batch, b""]) for batch in values), key, small=small)
    if key.endswith(_DEAD_LETTERS):
        return write_dead_letters(records, key)
    return write_object(records, key, small=small)


def content_type(key: str) -> str:
    """What S3 tells readers of the object `key`."""
    if key.endswith(".parquet"):
        return "application/vnd.apache.parquet"
    return "application/x-ndjson"


def write_index(records: Records, key: str) -> bytes:
    """The index of the object `key`: its records without their values."""
    return compressed(lines(records.without_values()), key)


def read(body: bytes, key: str, index: bytes | None) -> Iterable[Record]:
    """The records in the object `key`.

    Args:
        body: Of the object.
        key: Of the object.
        index: Of an object that has one.
    """
    if key.endswith(".parquet"):
        import parquet  # noqa: PLC0415

        return parquet.read(body)
    if index is not None:
        values = read_lines(body, key)
        return [
            record._replace(value=value)
            for record, value in zip(read_object(index, key), values, strict=True)
        ]
    return read_object(body, key)


def objects_on_one_line(records: Records) -> tuple[Records, Records]:
    """Those of `records` whose values are JSON objects that stand in a line, and all others."""
    fit: list[bool] = []
    with Validator() as validator:
        for batch in records.batches(AT_ONCE):
            answers = validator.are_json(batch.values)
            fit += [_fits(v, certain=bool(a)) for v, a in zip(batch.values, answers, strict=True)]
    return records.where(fit), records.where([not fits for fits in fit])


def _fits(value: bytes | None, *, certain: bool) -> bool:
    if value is None or value.lstrip(b" \t")[:1] != b"{":
        return False
    if certain:
        return True
    try:
        return is_plain_json(value, value.decode())
    except UnicodeDecodeError:
        return False
