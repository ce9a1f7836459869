"""Advice about state, version, updates and settings."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from msk_model.status import Broker, Level, Operation
from msk_model.status.advice_of_cluster import advice_of_cluster


def by_id(snapshot):
    return {one.id: one for one in advice_of_cluster(snapshot)}


def test_an_ordinary_cluster_needs_nothing(snapshot_of):
    """No news."""
    assert by_id(snapshot_of()) == {}


@pytest.mark.parametrize(
    ("state", "level"),
    [
        ("FAILED", Level.PAGE),
        ("HEALING", Level.WARNING),
        ("CREATING", Level.NOTE),
        ("UPDATING", Level.NOTE),
    ],
)
def test_states_are_told(snapshot_of, state, level):
    """With MSK's reason."""
    found = by_id(snapshot_of(state=state, state_reason="no capacity"))["state"]
    assert found.level is level
    assert found.what == f"the cluster is {state}: no capacity"


@pytest.mark.parametrize(
    ("year", "level", "words"),
    [
        (2024, Level.NOTE, "ends on 2024-09-11, in 102 days"),
        (2025, Level.WARNING, "ended on 2024-09-11"),
    ],
)
def test_support_that_ends_is_told(snapshot_of, shape_of, year, level, words):
    """Half a year ahead, and for ever after."""
    snapshot = snapshot_of(shape=shape_of(kafka_version="2.6.1"))
    found = by_id(replace(snapshot, at=datetime(year, 6, 1, tzinfo=UTC)))["kafka-version"]
    assert found.level is level
    assert words in found.what


def test_support_that_is_far_off_is_not(snapshot_of, shape_of):
    """Nor that of a version nobody knows."""
    old = replace(
        snapshot_of(shape=shape_of(kafka_version="2.6.1")), at=datetime(2023, 1, 1, tzinfo=UTC)
    )
    new = snapshot_of(shape=shape_of(kafka_version="9.9.x"))
    assert "kafka-version" not in by_id(old)
    assert "kafka-version" not in by_id(new)


def test_operations_are_told(snapshot_of, at):
    """One that goes on, and the last that failed; not one that was mended since."""
    going = Operation(type="UPDATE_STORAGE", state="UPDATE_IN_PROGRESS", started=at)
    failed = Operation(
        type="REBOOT_BROKER",
        state="UPDATE_FAILED",
        started=at - timedelta(hours=2),
        ended=at - timedelta(hours=1),
        error="broker is away",
    )
    done = replace(failed, state="UPDATE_COMPLETE", error=None)
    found = by_id(snapshot_of(operations=(going, failed)))
    assert found["operation-pending"].level is Level.NOTE
    assert (
        found["operation-failed"].what
        == "REBOOT_BROKER failed on 2026-11-02 11:00 UTC: broker is away"
    )
    assert by_id(snapshot_of(operations=(done, failed))) == {}
    old = replace(failed, ended=at - timedelta(days=30))
    assert by_id(snapshot_of(operations=(old,))) == {}
    assert by_id(snapshot_of(operations=None)) == {}


def test_an_upgrade_on_its_way_is_seen(snapshot_of):
    """Brokers that run different versions."""
    brokers = tuple(
        Broker(id=str(n), subnet="s", kafka_version=v) for n, v in ((1, "3.8.x"), (2, "3.9.x"))
    )
    assert by_id(snapshot_of(brokers=brokers))["mixed-versions"].what.endswith("3.8.x, 3.9.x")


def test_rules_are_those_of_templates(snapshot_of, shape_of):
    """Errors first; the property and the fix are named."""
    found = by_id(snapshot_of(shape=shape_of(client_broker_encryption="PLAINTEXT", scram=True)))
    rule = found["client-traffic-is-encrypted"]
    assert rule.what.startswith("EncryptionInfo/EncryptionInTransit/ClientBroker must ")
    assert rule.do
    assert rule.source.startswith("https://")
