"""The JSON document, whose names stay as they are."""

import json
from dataclasses import replace

import pytest

from msk_model.status import Level, Unread, assess
from mskctl.status.document import VERSION, as_json
from mskctl.status.example import KINDS, example

NAMES = {
    "": "advice alarms at cluster failed lag level load operations storage unread version",
    "cluster": "arn broker_count broker_size brokers created end_of_support kafka_version kind "
    "monitoring_level name state state_reason zones",
    "storage": "autoscaling_known autoscaling_max_gib autoscaling_target_percent forecasts full_at "
    "grown_at used_gib used_percent volume_gib where",
    "forecasts": "autoscaling full_at gib_per_day span where",
    "load": "id limit maximum peak percent source title unit value where",
    "lag": "group records rising seconds topic",
    "alarms": "composite description name notifies reason since state",
    "operations": "ended error pending started state type",
    "advice": "do id level source what",
    "brokers": "id kafka_version subnet",
}


def test_names_stay_as_they_are():
    """Every object has exactly these; one that leaves or changes is another version."""
    found = as_json(assess(example("standard")), fail_on=Level.PAGE)
    assert found["version"] == VERSION == 1
    parts = {
        "": found,
        "cluster": found["cluster"],
        "storage": found["storage"],
        "forecasts": found["storage"]["forecasts"][0],
        "brokers": found["cluster"]["brokers"][0],
        **{name: found[name][0] for name in ("load", "lag", "alarms", "operations", "advice")},
    }
    assert {name: " ".join(sorted(part)) for name, part in parts.items()} == NAMES


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_json(kind):
    """Without infinities and objects; times are ISO 8601."""
    text = json.dumps(as_json(assess(example(kind)), fail_on=None), allow_nan=False)
    found = json.loads(text)
    assert found["cluster"]["kind"] == kind
    assert found["at"] == "2026-11-02T09:30:00+00:00"
    assert (found["storage"] is None) == (kind == "serverless")


def test_failure_is_what_was_asked_for():
    """A page, a warning, or nothing."""
    express = assess(example("express"))
    assert [
        as_json(express, fail_on=level)["failed"] for level in (Level.PAGE, Level.WARNING, None)
    ] == [
        False,
        True,
        False,
    ]
    assert as_json(express, fail_on=None)["level"] == "warning"


def test_what_could_not_be_read_is_null():
    """And named."""
    unread = Unread(source="alarms", action="cloudwatch:DescribeAlarms", reason="denied")
    snapshot = replace(
        example("standard"), alarms=None, operations=None, brokers=None, series={}, unread=(unread,)
    )
    found = as_json(assess(snapshot), fail_on=None)
    assert (found["alarms"], found["operations"], found["cluster"]["brokers"]) == (None, None, None)
    assert {one["value"] for one in found["load"]} == {None}
    assert found["unread"] == [
        {"source": "alarms", "action": "cloudwatch:DescribeAlarms", "reason": "denied"}
    ]
