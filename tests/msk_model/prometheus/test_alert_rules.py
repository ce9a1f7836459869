"""Alerts say the same as alarms, of series that recording rules keep."""

import re
from dataclasses import replace

import pytest
import yaml

from msk_model import UNKNOWN
from msk_model.facts.alarms import alarm, incident, threshold_for
from msk_model.prometheus import LagObjective, alert_rules, recording_rules, rule_file
from msk_model.prometheus.alert_rules import _ALARMS
from msk_model.prometheus.measures import GROUPS

BY = {one.record: set(one.by) for group in GROUPS.values() for one in group}
LAG = LagObjective(offsets=10_000, seconds=300)


def alerts(shape, lag=LAG):
    """The alerts of a cluster by name."""
    found = [rule for group in alert_rules("demo", shape, lag=lag) for rule in group.rules]
    assert len({rule.alert for rule in found}) == len(found)
    return {rule.alert: rule for rule in found}


@pytest.mark.parametrize("id", sorted(_ALARMS))
def test_an_alert_has_threshold_and_patience_of_its_alarm(id, standard, express):
    """Nothing that the table of alarms says is written a second time."""
    facts = alarm(id)
    assert facts is not None
    shape = express if facts.on == ("express",) else standard
    threshold = threshold_for(facts, shape)
    rule = alerts(shape)[f"Kafka{id.removeprefix('Kafka')}"]
    comparison, number = rule.expr.rsplit(" ", 2)[1:]
    assert comparison == facts.comparison
    assert threshold is None or float(number) == pytest.approx(threshold, rel=1e-5)
    assert rule.for_seconds == facts.period * facts.evaluation_periods
    assert (rule.annotations["description"], rule.annotations["remedy"]) == (
        facts.why,
        facts.remedy,
    )
    assert rule.labels == {"severity": facts.severity, "incident": facts.incident}


def test_alerts_ask_for_recorded_series_of_the_cluster(standard, express, selectors):
    """No alert waits for a series that nothing writes."""
    kept = {rule.record for group in recording_rules("demo") for rule in group.rules}
    for shape in (standard, express):
        for rule in alerts(shape).values():
            for selector in selectors(rule.expr):
                assert selector.name in kept
                assert [(m.name, m.value) for m in selector.matchers.matchers] == [
                    ("cluster", "demo")
                ]


def test_annotations_read_labels_that_the_series_have(standard, express, selectors):
    """A template names no label that would be empty, and nothing else Prometheus does not know."""
    for shape in (standard, express):
        for rule in alerts(shape).values():
            have = {label for s in selectors(rule.expr) for label in BY[s.name]}
            text = " ".join(rule.annotations.values())
            templates = re.findall(r"\{\{(.*?)\}\}", text)
            assert {one.strip() for one in templates} <= {
                "$value | humanize",
                *(f"$labels.{label}" for label in have),
            }
            assert text.count("{{") == text.count("}}") == len(templates)
            assert rule.labels["severity"] in {"page", "ticket"}
            assert incident(rule.labels["incident"])
            assert rule.annotations["remedy"]
            assert rule.annotations["runbook_url"].startswith("https://")


def test_lag_is_told_against_an_objective_only(standard):
    """Nobody but the owner knows how much lag is too much."""
    assert "KafkaSumOffsetLag" not in alerts(standard, lag=None)
    assert alerts(standard)["KafkaSumOffsetLag"].expr.endswith(">= 10000")
    assert alerts(standard)["KafkaEstimatedMaxTimeLag"].expr.endswith(">= 300")


def test_an_objective_is_told_to_the_record(standard):
    """No digit of a large number is lost."""
    found = alerts(standard, lag=LagObjective(offsets=12_345_678))
    assert found["KafkaSumOffsetLag"].expr.endswith(">= 12345678")


def test_express_brokers_have_no_alert_about_disks(express):
    """Their storage has no limit."""
    assert not {one for one in alerts(express) if "Disk" in one or "Volume" in one}
    assert "KafkaBytesInPerSec" in alerts(express)


def test_what_is_unknown_of_a_cluster_has_no_alert(standard):
    """A threshold that depends on the broker size, or the number of brokers, is left out."""
    found = alerts(replace(standard, broker_size=UNKNOWN, broker_count=UNKNOWN))
    assert not {"KafkaPartitionCount", "KafkaBrokersMissing"} & set(found)
    assert "KafkaCpuUsage" in found


def test_missing_brokers_are_told_when_none_is_left(standard):
    """Without any series the count is absent rather than small."""
    expr = alerts(standard)["KafkaBrokersMissing"].expr
    assert expr.startswith('cluster:kafka_brokers_up:count{cluster="demo"} < 3 or absent(')


def test_both_kinds_of_rules_fit_in_one_file(standard):
    """Names of groups and of rules do not meet."""
    groups = [*recording_rules("demo"), *alert_rules("demo", standard, lag=LAG)]
    written = yaml.safe_load(rule_file(groups))["groups"]
    assert len({group["name"] for group in written}) == len(groups)
    assert all(1 <= len(group["rules"]) <= 20 for group in written)
