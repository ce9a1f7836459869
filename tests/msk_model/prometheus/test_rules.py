"""Rule files have the structure that promtool wants."""

import promql_parser as promql
import pytest
import yaml

from msk_model.prometheus import AlertRule, RecordingRule, RuleGroup, rule_file
from msk_model.prometheus.rules import duration


def test_a_rule_file_has_groups_of_rules():
    """Names, intervals and rules stand where Prometheus looks for them."""
    group = RuleGroup(
        name="one",
        interval_seconds=90,
        rules=(
            RecordingRule(record="a:b:c", expr="sum(up)"),
            AlertRule(
                alert="Down",
                expr="up == 0",
                for_seconds=300,
                labels={"severity": "warning"},
                annotations={"summary": "{{ $labels.job }} is down"},
            ),
        ),
    )
    assert yaml.safe_load(rule_file([group])) == {
        "groups": [
            {
                "name": "one",
                "interval": "90s",
                "rules": [
                    {"record": "a:b:c", "expr": "sum(up)"},
                    {
                        "alert": "Down",
                        "expr": "up == 0",
                        "for": "5m",
                        "labels": {"severity": "warning"},
                        "annotations": {"summary": "{{ $labels.job }} is down"},
                    },
                ],
            }
        ]
    }


@pytest.mark.parametrize(
    ("seconds", "text"), [(1, "1s"), (60, "1m"), (90, "90s"), (5400, "90m"), (86400, "1d")]
)
def test_durations_are_those_of_prometheus(seconds, text):
    """A duration is written in the largest unit that fits, and read back as the same."""
    assert duration(seconds) == text
    assert promql.parse_duration(text).total_seconds() == seconds
