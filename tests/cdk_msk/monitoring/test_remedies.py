"""What to do when an alarm fires."""

from cdk_msk.monitoring.remedies import REMEDIES
from msk_model.facts.alarms import all_alarms


def test_every_alarm_has_a_remedy_and_no_other_is_there():
    """An alarm that does not say what to do wakes people for nothing."""
    assert set(REMEDIES) == {one.id for one in all_alarms()}


def test_descriptions_fit_into_an_alarm():
    """CloudWatch takes 1024 characters."""
    lengths = [len(f"{a.why} {REMEDIES[a.id]} {a.source}") for a in all_alarms()]
    assert max(lengths) <= 1024
