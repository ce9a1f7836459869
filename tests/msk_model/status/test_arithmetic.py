"""Sums over metrics."""

import pytest

from msk_model.facts.alarms import all_alarms
from msk_model.status.arithmetic import calculated


@pytest.mark.parametrize(
    ("expression", "value"),
    [("a + b", 5), ("(a + b) / (5 * 2)", 0.5), ("a - b * 2", -4), ("7", 7)],
)
def test_the_four_operations(expression, value):
    """With brackets, numbers and names."""
    assert calculated(expression, {"a": 2, "b": 3}) == value


@pytest.mark.parametrize(
    "expression",
    [
        "a / 0",
        "missing + 1",
        "FILL(a, 0)",
        "a ** 2",
        "__import__('os')",
        "'x'",
        "a +",
        "a if a else 1",
    ],
)
def test_the_rest_is_none(expression):
    """Nothing else is calculated, least of all run."""
    assert calculated(expression, {"a": 2}) is None


def test_alarms_of_clusters_are_calculated():
    """Every expression by which a broker is judged is understood here."""
    for alarm in all_alarms():
        if alarm.scope in {"cluster", "broker"} and alarm.expression and alarm.by_default:
            assert calculated(alarm.expression, dict.fromkeys(alarm.metrics, 1.0)) is not None, (
                alarm.id
            )
