"""Measures ask for what exporters publish, and for labels that are there."""

import re

import pytest

from msk_model.facts.exporter_metrics import TARGET_LABELS, exporter_metrics
from msk_model.prometheus.measures import GROUPS

MEASURES = [one for group in GROUPS.values() for one in group]
SELECTOR = 'cluster="demo"'


def values(matcher) -> set[str]:
    """The texts that a matcher may be about, without regular expressions but ``|``."""
    return set(matcher.value.split("|"))


def test_every_measure_has_a_series_of_its_own():
    """Two recording rules never write the same series."""
    records = [one.record for one in MEASURES]
    assert len(records) == len(set(records))
    assert all(re.fullmatch(r"[a-z_]+:[a-z_]+:[a-z0-9_]+", one) for one in records)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda one: one.record)
def test_a_measure_asks_for_metrics_of_the_table(measure, selectors):
    """Each metric, each label and each value of the label name stands in the table."""
    for selector in selectors(measure.expr(SELECTOR)):
        facts = exporter_metrics()[selector.name]
        for matcher in selector.matchers.matchers:
            assert matcher.name in {*TARGET_LABELS, *facts.labels}
            if matcher.name == "name":
                assert values(matcher) <= set(facts.names)
        assert any(m.name == "cluster" for m in selector.matchers.matchers)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda one: one.record)
def test_a_measure_has_the_labels_it_says(measure, groupings):
    """What it is grouped by is what it claims, at first or at last, and labels of every series."""
    found = groupings(measure.expr(SELECTOR))
    assert found
    assert found[0][0] == set(measure.by)
    for labels, inside in found:
        assert labels >= set(measure.by)
        for selector in inside:
            assert labels <= {*TARGET_LABELS, *exporter_metrics()[selector.name].labels}


@pytest.mark.parametrize("measure", MEASURES, ids=lambda one: one.record)
def test_counters_are_asked_for_their_rate(measure):
    """A counter never stands alone, but to be counted."""
    text = measure.expr(SELECTOR)
    for name in [one.name for one in exporter_metrics().values() if one.kind == "counter"]:
        for found in re.finditer(re.escape(name), text):
            before = text[: found.start()]
            assert before.endswith("rate(") or "count by" in before.rpartition("/")[2]


def test_every_metric_of_the_table_is_of_use(selectors):
    """The table holds nothing that is asked for nowhere."""
    asked = {s.name for one in MEASURES for s in selectors(one.expr(SELECTOR))}
    assert asked == set(exporter_metrics())


def test_a_recorded_series_is_chosen_by_the_same_labels():
    """`recorded` names the series of the rule."""
    assert MEASURES[0].recorded(SELECTOR) == f"{MEASURES[0].record}{{{SELECTOR}}}"
