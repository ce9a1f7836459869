"""Metric math."""

import pytest

from msk_model.alarm_simulation.expression import evaluate


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("user + system", 30),
        ("(user - system) * 2 / 4", 5),
        ("MAX([user, system, gone])", 20),
        ("MIN([user, system, gone])", 10),
        ("MAX([gone])", None),
        ("user + gone", None),
        ("user / (system - system)", None),
    ],
)
def test_arithmetic(expression: str, value: float | None):
    """What is missing makes a sum missing, and is passed over by MAX and MIN."""
    assert evaluate(expression, {"user": 20, "system": 10, "gone": None}) == value


@pytest.mark.parametrize("expression", ["RATE(user)", "user ** 2", "other", "FILL(user, 0)"])
def test_rejects_what_it_does_not_know(expression: str):
    """An alarm that cannot be worked out is no alarm that is silent."""
    with pytest.raises(ValueError, match="expression must"):
        evaluate(expression, {"user": 1})
