"""Records that do not fit into an object of values: lines of the envelope with the reason."""

import json
from collections.abc import Sequence
from typing import NoReturn

from envelope import Record, encode, is_deep, is_plain_json
from lines import compressed


def write_dead_letters(records: Sequence[Record], key: str) -> bytes:
    """The body of the object `key`: envelopes with the original bytes and a field ``reason``."""
    notes = ((record, json.dumps(why_not(record.value))) for record in records)
    return compressed(
        (encode(record, note=f',"reason":{reason}') + b"\n" for record, reason in notes), key
    )


def why_not(value: bytes | None) -> str:
    """Why a value is a dead letter, in some words."""
    if value is None:
        return "no value"
    try:
        text = value.decode()
    except UnicodeDecodeError:
        return "not UTF-8"
    if text == "null" or is_plain_json(value, text):
        return "JSON, but no object"
    if "\n" in text or "\r" in text:
        return "more than one line"
    return _why_not_plain(value, text)


def _why_not_plain(value: bytes, text: str) -> str:
    try:
        _STRICT.decode(text)
    except RecursionError:
        return "nested too deep"
    except ValueError:
        return "no JSON"
    return "nested too deep" if is_deep(value) else "JSON that not every parser takes"


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)  # NaN and Infinity, which only Python takes for JSON


_STRICT = json.JSONDecoder(parse_constant=_refuse)
