"""The guide to alarms says of each alarm what is true of it."""

import re
from pathlib import Path

import pytest

from msk_model.facts.alarms import AlarmFacts, Incident, all_alarms, all_incidents

GUIDE = (Path(__file__).parents[3] / "docs" / "alarms.md").read_text(encoding="utf-8")
SECTIONS = {
    found[1]: found[2] for found in re.finditer(r"^### (\w+)\n(.*?)(?=^##|\Z)", GUIDE, re.M | re.S)
}
DECIDED = {
    "recommended_partitions": "the partitions recommended for the broker size",
    "volume_throughput": "80 % of the volumes' MiB/s",
    "connection_rate": "80 % of the rate of the broker size",
    "ingress": "80 % of the sustained ingress of the broker size",
    "egress": "80 % of the sustained egress of the broker size",
}


def facts_of(one: AlarmFacts) -> str:
    """What a section says of its alarm, in one line."""
    metrics = one.expression or next(iter(one.metrics.values()))
    for short, name in one.metrics.items():
        metrics = re.sub(rf"\b{short}\b", name, metrics)
    if isinstance(one.threshold, str):
        limit = f"{one.comparison} {DECIDED[one.threshold]}"
    elif one.threshold is None:
        limit = "beyond what you say"
    else:
        limit = f"{one.comparison} {one.threshold:,}"
    unit = "min" if one.period < 3600 else "h"
    period = one.period // (60 if one.period < 3600 else 3600)
    asked = "" if one.by_default else "; only when you give it a threshold"
    return (
        f"**{one.severity}**, {one.incident} · `{metrics}` {limit} · {one.statistic}, "
        f"{one.evaluation_periods} of {one.evaluation_periods} periods of {period} {unit} · silence: `{one.missing.treatment}`{asked}"
    )


@pytest.mark.parametrize("one", all_alarms(), ids=lambda one: one.id)
def test_every_alarm_has_its_section(one: AlarmFacts):
    """A page at night links here: what it means, how to look, what to do."""
    section = SECTIONS[one.id]
    for text in (facts_of(one), one.why, one.remedy, "Look: ", f"]({one.source})"):
        assert text in section


@pytest.mark.parametrize("one", all_incidents(), ids=lambda one: one.id)
def test_every_incident_has_its_section(one: Incident):
    """The page itself links here."""
    section = SECTIONS[one.id]
    for text in (one.why, one.remedy, "Look: ", *one.suppressed_by):
        assert text in section


def test_no_section_is_about_what_is_gone():
    """An alarm that was renamed is not found under its old name."""
    assert set(SECTIONS) == {one.id for one in (*all_alarms(), *all_incidents())}


@pytest.mark.parametrize(
    "one", dict.fromkeys(one.missing for one in all_alarms()), ids=lambda one: one.treatment
)
def test_the_treatment_of_silence_has_its_reason(one):
    """As the facts have it."""
    assert one.reason in GUIDE
