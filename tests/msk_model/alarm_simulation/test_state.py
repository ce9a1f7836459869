"""The state of an alarm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msk_model.alarm_simulation.state import state_of

POINTS = {"0": False, "X": True, "-": None}
BEFORE = "INSUFFICIENT_DATA"


def states(points: str, datapoints: int) -> list[str]:
    return [
        state_of(
            [POINTS[point] for point in points.split()],
            datapoints=datapoints,
            periods=3,
            missing=missing,
            before="INSUFFICIENT_DATA",
        )
        for missing in ("missing", "ignore", "breaching", "notBreaching")
    ]


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ("0 - X - X", ["OK", "OK", "OK", "OK"]),
        ("0 - - - -", ["OK", "OK", "OK", "OK"]),
        ("- - - - -", ["INSUFFICIENT_DATA", BEFORE, "ALARM", "OK"]),
        ("0 X X - X", ["ALARM", "ALARM", "ALARM", "ALARM"]),
        ("- - X - -", ["ALARM", BEFORE, "ALARM", "OK"]),
    ],
)
def test_three_of_three(points: str, expected: list[str]):
    """The first table of AWS's page on missing data."""
    assert states(points, 3) == expected


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ("0 - X - X", ["ALARM", "ALARM", "ALARM", "ALARM"]),
        ("0 0 X 0 X", ["ALARM", "ALARM", "ALARM", "ALARM"]),
        ("0 - X - -", ["OK", "OK", "ALARM", "OK"]),
        ("- - - - 0", ["OK", "OK", "ALARM", "OK"]),
        ("- - - X -", ["ALARM", BEFORE, "ALARM", "OK"]),
    ],
)
def test_two_of_three(points: str, expected: list[str]):
    """The second table of AWS's page on missing data."""
    assert states(points, 2) == expected


@given(
    st.lists(st.booleans(), min_size=1, max_size=8),
    st.sampled_from(["missing", "ignore", "breaching", "notBreaching"]),
    st.data(),
)
def test_treatment_matters_only_when_data_are_missing(points, missing, data):
    """With all data points, M breaching ones out of N are what counts."""
    datapoints = data.draw(st.integers(1, len(points)))
    state = state_of(
        points, datapoints=datapoints, periods=len(points), missing=missing, before="OK"
    )
    assert state == ("ALARM" if sum(points) >= datapoints else "OK")
