"""Times as people read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msk_model.status.duration import duration


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (59.9, "59 s"),
        (60, "1 min"),
        (3661, "1 h 1 min"),
        (3605, "1 h"),
        (90000, "1 d 1 h"),
        (86400 + 60, "1 d"),
        (-5, "0 s"),
    ],
)
def test_two_units_at_most(seconds, text):
    """The largest and the one below it."""
    assert duration(seconds) == text


@given(st.floats(0, 1e9))
def test_every_time_has_words(seconds):
    """One or two of them."""
    assert 2 <= len(duration(seconds).split()) <= 4
