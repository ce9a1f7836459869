"""Metrics by the minute."""

import pytest

from msk_model.alarm_simulation import Metrics

NAME = ("AWS/Kafka", "Lag", frozenset({("Topic", "orders")}))


@pytest.mark.parametrize(
    ("statistic", "value"),
    [("Average", 2), ("Maximum", 3), ("Minimum", 1), ("Sum", 4), ("SampleCount", 2)],
)
def test_statistics_pass_over_what_is_missing(statistic: str, value: float):
    """Three minutes, in one of which nothing was published."""
    metrics = Metrics()
    metrics.put("Lag", {"Topic": "orders"}, [9, 1, None, 3])
    assert metrics.statistic(NAME, statistic, end=4, period=180) == value


def test_nothing_has_no_statistic():
    """Neither before the first value, nor of a metric that was never published."""
    metrics = Metrics()
    metrics.put("Lag", {"Topic": "orders"}, [1], first=10)
    assert metrics.statistic(NAME, "Sum", end=10, period=300) is None
    assert metrics.statistic(("AWS/Kafka", "L", frozenset()), "Sum", end=10, period=300) is None


def test_what_was_published_can_be_taken_back():
    """None in place of a value: a metric that stops."""
    metrics = Metrics()
    metrics.put("Lag", {"Topic": "orders"}, [1, 1])
    metrics.put("Lag", {"Topic": "orders"}, [None], first=1)
    assert metrics.statistic(NAME, "SampleCount", end=2, period=120) == 1
