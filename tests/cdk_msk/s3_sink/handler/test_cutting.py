"""Objects end where a day or a size says so."""

import pytest
from cutting import MOST_DAYS, cut, date_of
from envelope import Record
from record_columns import Records

_DAY = 86_400_000


def _records(*timestamps: int, value: bytes | None = b"12345") -> Records:
    return Records.of(
        Record("t", 0, at, time, b"k", (), value) for at, time in enumerate(timestamps)
    )


def test_days() -> None:
    """The first day's records come first, unless the day of ingest counts."""
    records = _records(0, 5, _DAY - 1, _DAY, 0)

    assert cut(records, None, by_day=True) == records[:3]
    assert cut(records, None, by_day=False) == records
    assert cut(records[:3], None, by_day=True) == records[:3]


def test_made_up_timestamps() -> None:
    """Days that change all the time do not make an object of each record."""
    records = _records(*[at % 2 * _DAY for at in range(MOST_DAYS + 2)])

    assert cut(records, None, by_day=True) == records
    assert cut(records[1:], None, by_day=True) == records[1:2]


def test_timestamps_on_no_calendar() -> None:
    """Times before and after all calendars share a name, not those between."""
    assert len(cut(_records(-(2**63), 0, 2**63 - 1), None, by_day=True)) == 1
    assert len(cut(_records(2**63 - 1), None, by_day=True)) == 1


@pytest.mark.parametrize(("size", "count"), [(1, 1), (6, 1), (7, 2), (12, 2), (13, 3), (99, 3)])
def test_size(size: int, count: int) -> None:
    """An object ends with the record that fills it, and holds one at least."""
    assert len(cut(_records(0, 0, 0), size, by_day=True)) == count


def test_date() -> None:
    """A timestamp has a day in UTC."""
    assert (date_of(0), date_of(-1), date_of(2**62)) == ("1970-01-01", "1969-12-31", "unknown")
