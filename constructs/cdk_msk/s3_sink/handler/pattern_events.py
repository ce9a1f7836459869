"""Events decoded by the standard library alone, in less time than its parser takes.

An entry looks like the one before it: the same fields in the same order, and mostly the same
headers. Once they are known, a regular expression takes all entries out of an event, and the parser
gets only what is left of it, with a null in the place of each. Nothing is taken on trust: unless
nulls alone are left where entries were, as many as were taken out, the parser gets the whole event,
as it does the first.
"""

import itertools
import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import decoded_events
import header_bytes
from record_columns import Records

_TEXT = '(?:"([^"]*)"|null)'
_NUMBER = "(-?(?:0|[1-9][0-9]*))"
_NEEDED = {"topic": _TEXT, "partition": _NUMBER, "offset": _NUMBER, "timestamp": _NUMBER}
_FIELDS = {
    **_NEEDED,
    "timestampType": '(?:"([A-Z_]*)"|null)',
    "key": _TEXT,
    "value": _TEXT,
}
"""What stands for the value of a field."""


class _Layout(NamedTuple):
    """What every entry of an event looks like."""

    fields: tuple[str, ...]
    headers: tuple[str, ...]


class PatternEvents:
    """Reads events, and remembers what the entries of the last one looked like."""

    def __init__(self) -> None:
        self._layout: _Layout | None = None
        """Nothing if they differed."""

    def read(self, event: bytes) -> tuple[str, list[Records]]:
        """The ARN of the cluster and the records of each partition."""
        tried = self._layout
        if tried:
            try:
                return _read(event, tried)
            except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
                self._layout = None
        decoded = json.loads(event)
        arn, partitions = decoded_events.read(decoded)
        layout = _layout(decoded["records"].values(), partitions)
        self._layout = None if layout == tried else layout  # it does not help with such events
        return arn, partitions


def _read(event: bytes, layout: _Layout) -> tuple[str, list[Records]]:
    """The same, from entries that all look like this.

    Raises:
        ValueError: They do not, or only the parser can tell; so say other exceptions as well.
    """
    pieces, width = _pattern(layout).split(event), len(_groups(layout)) + 1
    around = b"null".join(pieces[::width])
    if b'"offset"' in around or not event.isascii():
        raise ValueError
    left = json.loads(around)
    counts = [len(nulls) for nulls in left["records"].values()]
    if [*left["records"].values()] != [[None] * count for count in counts]:
        raise ValueError
    columns = [pieces[at::width] for at in range(1, width)]
    records = _records(dict(zip(_groups(layout), columns, strict=True)), layout.headers)
    if sum(counts) != len(records):
        raise ValueError
    ends = itertools.accumulate(counts, initial=0)
    return left["eventSourceArn"], [records[start:end] for start, end in itertools.pairwise(ends)]


def _records(columns: Mapping[str | int, Sequence[Any]], headers: tuple[str, ...]) -> Records:
    """The records of all partitions, from what stands in the event for each; `None` for null."""
    count = len(columns["offset"])
    topics, keys, values = (columns.get(name, [None] * count) for name in ("topic", "key", "value"))
    if b"\\" in b"".join(filter(None, (*set(topics), *keys, *values))):
        raise ValueError  # a text may go on after what it was taken to end with
    names = {topic: topic.decode() for topic in set(topics)}
    return Records(
        [names[topic] for topic in topics],
        [*map(int, columns["partition"])],
        [*map(int, columns["offset"])],
        [*map(int, columns["timestamp"])],
        decoded_events.from_base64(keys),
        header_bytes.from_texts(headers, [columns[at] for at in range(len(headers))], count),
        decoded_events.from_base64(values),
    )


def _layout(
    entries: Sequence[Sequence[Mapping[str, Any]]], partitions: Sequence[Records]
) -> _Layout | None:
    layouts = {tuple(entry) for of_partition in entries for entry in of_partition}
    headers = header_bytes.common_names(partitions)
    if len(layouts) != 1 or headers is None:
        return None
    (fields,) = layouts
    known = _NEEDED.keys() <= set(fields) <= {*_FIELDS, "headers"}
    return _Layout(fields, headers) if known else None


def _groups(layout: _Layout) -> list[str | int]:
    """What each group of the pattern holds: a field, or the header of this number."""
    places = {"headers": range(len(layout.headers))}
    return [each for field in layout.fields for each in places.get(field, [field])]


@lru_cache(maxsize=16)
def _pattern(layout: _Layout) -> re.Pattern[bytes]:
    headers = [rf"\{{{re.escape(json.dumps(name))}:\[([-0-9,]*)\]\}}" for name in layout.headers]
    kinds = {**_FIELDS, "headers": rf"\[{','.join(headers)}\]"}
    fields = ",".join([f'"{field}":{kinds[field]}' for field in layout.fields])
    return re.compile(rf"\{{{fields}\}}".encode())
