"""Numbers and times as people read them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mskctl.status.words import NO_DATA, age, bar, day_from, moment, number, sparkline


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, NO_DATA),
        (0, "0 MB/s"),
        (4.046, "4.05 MB/s"),
        (12.34, "12.3 MB/s"),
        (1234.5, "1,234 MB/s"),
    ],
)
def test_three_figures_are_enough(value, text):
    """And nothing is not 0."""
    assert number(value, "MB/s") == text
    assert age(None) == NO_DATA


@pytest.mark.parametrize(
    ("day", "text"),
    [(1, "2026-11-01, 1 days ago"), (2, "2026-11-02, today"), (12, "2026-11-12, in 10 days")],
)
def test_days_are_told_from_today(day, text):
    """Before, now and later."""
    assert day_from(date(2026, 11, day), date(2026, 11, 2)) == text


def test_a_moment_that_is_not_known_says_so():
    """The others end with the minute."""
    assert moment(None) == "unknown"
    assert moment(datetime(2026, 11, 2, 9, 5, 59, tzinfo=UTC)) == "2026-11-02 09:05"


@given(st.none() | st.floats(-1000, 1000), st.integers(1, 40))
def test_a_bar_is_as_wide_as_asked(percent, width):
    """Also above 100 % and without data."""
    assert len(bar(percent, width)) == width


def test_a_bar_is_as_full_as_it_is():
    """Empty, half and full."""
    assert bar(0, 4) == "····"
    assert bar(50, 4) == "██··"
    assert bar(100, 4) == bar(250, 4) == "████"


@given(st.lists(st.floats(0, 1e9), max_size=300), st.integers(1, 40))
def test_a_course_fits(values, width):
    """Its highest point is the highest character, unless all are 0."""
    line = sparkline(values, width)
    assert len(line) == min(width, len(values))
    assert ("█" in line) == (max(values, default=0) > 0)
