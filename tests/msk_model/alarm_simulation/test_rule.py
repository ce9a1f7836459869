"""Rules of composite alarms."""

import pytest

from msk_model.alarm_simulation.rule import Rule

STATES = {"fire": "ALARM", "calm": "OK"}


@pytest.mark.parametrize(
    ("rule", "holds"),
    [
        ('ALARM("fire")', True),
        ("ALARM(calm)", False),
        ("OK(calm) AND NOT ALARM(fire)", False),
        ("ALARM(calm) OR ALARM(fire) AND TRUE", True),
        ("(ALARM(calm) OR ALARM(fire)) AND FALSE", False),
        ("INSUFFICIENT_DATA(unknown)", True),
        ("NOT NOT ALARM(fire)", True),
    ],
)
def test_rules(rule: str, holds: bool):
    """AND before OR, NOT before both; an alarm that is not there has no data."""
    assert Rule(rule).holds(STATES) is holds


def test_a_rule_names_its_alarms():
    """In the order they stand."""
    assert Rule('ALARM("b") OR OK(a)').alarms == ("b", "a")


@pytest.mark.parametrize("rule", ["", "ALARM(a) OR", "ALARM(a) ALARM(b)", "(ALARM(a)", "a AND b"])
def test_rejects_what_is_no_rule(rule: str):
    """CloudWatch refuses it as well."""
    with pytest.raises(ValueError, match="rule must"):
        Rule(rule)
