"""Lag of groups."""

from msk_model.status.lag import lags

A, B, C = ("a", "orders"), ("b", "orders"), ("c", "orders")


def test_the_furthest_behind_is_first(snapshot_of):
    """In time, then in records; without data last."""
    metrics = {
        "SumOffsetLag": {A: 10, B: 5000},
        "EstimatedMaxTimeLag": {A: 900, B: 30},
    }
    found = lags(snapshot_of(metrics, groups=(C, B, A)))
    assert [(one.group, one.records, one.seconds) for one in found] == [
        ("a", 10, 900),
        ("b", 5000, 30),
        ("c", None, None),
    ]


def test_rising_is_told(snapshot_of):
    """A tenth more than an hour ago; not while it falls, is small, or is done in seconds."""
    rise = lambda hours: 5000 + 1000 * hours  # noqa: E731
    fall = lambda hours: 5000 - 1000 * hours  # noqa: E731
    metrics = {
        "SumOffsetLag": {A: rise, B: fall, C: lambda hours: 40 + 10 * hours},
        "EstimatedMaxTimeLag": {A: 300},
    }
    found = {one.group: one.rising for one in lags(snapshot_of(metrics, groups=(A, B, C)))}
    assert found == {"a": True, "b": False, "c": False}
    metrics["EstimatedMaxTimeLag"] = {A: 3}
    assert lags(snapshot_of(metrics, groups=(A,)))[0].rising is False


def test_a_new_group_cannot_be_told(snapshot_of, line):
    """There was no hour ago."""
    metrics = {"SumOffsetLag": {A: line(5000, hours=0)}}
    assert lags(snapshot_of(metrics, groups=(A,)))[0].rising is None
