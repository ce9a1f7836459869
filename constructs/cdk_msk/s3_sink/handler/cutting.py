"""Where one object ends and the next begins, among records that came together."""

import datetime as dt
import itertools
from collections.abc import Sequence

from record_columns import Records

MOST_DAYS = 10
"""Changes of the day among records that come together, beyond which they stay together: producers
that make up their timestamps would otherwise have an object for each record."""

_NO_DAY = "unknown"


def cut(records: Records, object_bytes: int | None, *, by_day: bool) -> Records:
    """The first of `records`, as many as go into one object; one at least.

    Args:
        records: In order.
        object_bytes: Keys and values of so many bytes end an object. Absent: nothing does.
        by_day: A record of another day than the one before it begins an object.
    """
    count = len(records)
    if object_bytes is not None:
        fields = zip(records.keys, records.values, strict=True)
        sizes = (len(key or b"") + len(value or b"") for key, value in fields)
        sums = itertools.accumulate(sizes)
        count = next((n for n, size in enumerate(sums, 1) if size >= object_bytes), count)
    if by_day:
        count = min(count, _same_day(records.timestamps))
    return records if count == len(records) else records[:count]


def _same_day(timestamps: Sequence[int]) -> int:
    """How many of the first are of one day."""
    if date_of(min(timestamps)) == date_of(max(timestamps)) != _NO_DAY:
        return len(timestamps)
    days = [date_of(timestamp) for timestamp in timestamps]
    changes = [at for at in range(1, len(days)) if days[at] != days[at - 1]]
    return changes[0] if 0 < len(changes) <= MOST_DAYS else len(timestamps)


def date_of(timestamp: int) -> str:
    """The day of a timestamp in UTC; producers may send timestamps that are on no calendar."""
    try:
        return dt.datetime.fromtimestamp(timestamp / 1000, dt.UTC).date().isoformat()
    except (OverflowError, ValueError, OSError):
        return _NO_DAY
