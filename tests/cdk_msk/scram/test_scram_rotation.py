"""How often, in the words of Secrets Manager."""

import aws_cdk as cdk
import pytest

from cdk_msk import ScramRotation


@pytest.mark.parametrize(
    ("every", "expression"),
    [
        (cdk.Duration.days(30), "rate(30 days)"),
        (cdk.Duration.days(1), "rate(1 day)"),
        (cdk.Duration.hours(48), "rate(2 days)"),
        (cdk.Duration.hours(4), "rate(4 hours)"),
        (cdk.Duration.hours(36), "rate(36 hours)"),
        (cdk.Duration.minutes(240), "rate(4 hours)"),
        (cdk.Duration.days(999), "rate(999 days)"),
    ],
)
def test_a_period_becomes_a_schedule(every: cdk.Duration, expression: str):
    """Days where they are whole, hours otherwise."""
    assert ScramRotation(every=every).schedule_expression == expression


def test_a_month_is_the_default():
    """As long as passwords of databases live by Security Hub's controls."""
    assert ScramRotation().schedule_expression == "rate(30 days)"


@pytest.mark.parametrize(
    "every",
    [cdk.Duration.hours(3), cdk.Duration.days(1000), cdk.Duration.minutes(250)],
)
def test_rejects_what_secrets_manager_rejects(every: cdk.Duration):
    """Before anything is deployed."""
    with pytest.raises(ValueError, match="every must be whole hours from 4 hours to 999 days"):
        ScramRotation(every=every)
