"""Series."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msk_model.status.series import Series, combined, totalled

VALUES = st.lists(
    st.tuples(st.integers(0, 10**9), st.floats(-1e6, 1e6)), max_size=30, unique_by=lambda p: p[0]
).map(lambda points: Series(tuple(sorted((float(t), v) for t, v in points))))


def test_nothing_is_no_number():
    """Where there is no value, there is no peak, no present and no slope, and never 0."""
    empty = Series()
    assert (empty.peak, empty.latest(0), empty.slope()) == (None, None, None)
    assert empty.seconds == 0


def test_the_present_is_not_old():
    """A value counts for so long, and the future not at all."""
    line = Series(((100.0, 1.0), (200.0, 2.0), (900.0, 3.0)))
    assert line.latest(250, within=100) == 2
    assert line.latest(500, within=100) is None
    assert line.latest(50) is None


@given(st.floats(-1000, 1000), st.floats(-1000, 1000), st.integers(2, 50), st.floats(0, 2e9))
def test_the_slope_of_a_line_is_its_own(rise, height, count, start):
    """Whenever it begins: seconds since the epoch are large."""
    line = Series(tuple((start + 60 * n, height + rise * n) for n in range(count)))
    assert line.slope() == pytest.approx(rise / 60, abs=1e-6)


def test_one_time_has_no_slope():
    """Two values at once tell nothing of what comes."""
    assert Series(((5.0, 1.0), (5.0, 2.0))).slope() is None


@given(st.lists(VALUES, max_size=4))
def test_sums_are_of_what_is_there(parts):
    """`combined` only where all have a value, `totalled` wherever one has."""
    times = [{time for time, _ in part.points} for part in parts]
    both, any_ = combined(parts), totalled(parts)
    assert {time for time, _ in both.points} == (set.intersection(*times) if times else set())
    assert {time for time, _ in any_.points} == (set.union(*times) if times else set())
    assert list(any_.points) == sorted(any_.points)
