"""The screen at every width, with everything and with nothing."""

from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from rich.console import Console

from msk_model import ClusterShape
from msk_model.status import Lag, Operation, Series, Snapshot, Unread, assess
from mskctl.status.example import AT, KINDS, example
from mskctl.status.screen import screen

BARE = Snapshot(
    at=AT,
    arn="arn:aws:kafka:eu-central-1:111122223333:cluster/orders/1f0b-2",
    state="CREATING",
    shape=ClusterShape(cluster_name="orders", volume_size_gib=100),
    metrics_read=False,
    unread=(
        Unread(source="metrics", action="cloudwatch:GetMetricData", reason="access denied"),
        Unread(source="consumer groups and topics", action="cloudwatch:ListMetrics", reason="no"),
    ),
)


def shown(status, width=120):
    console = Console(file=StringIO(), width=width, highlight=False)
    console.print(screen(status, width=width))
    return console.file.getvalue()


@pytest.mark.parametrize("width", [40, 60, 80, 100, 160, 240])
@pytest.mark.parametrize("kind", [*KINDS, "bare"])
def test_no_line_is_wider_than_the_terminal(kind, width):
    """And nothing that counts is lost: name, state, every load, every advice."""
    status = assess(BARE if kind == "bare" else example(kind))
    text = shown(status, width)
    assert max(map(len, text.splitlines())) <= width
    words = " ".join(text.split())
    assert status.snapshot.state in words
    if width >= 80:
        assert all(gauge.title in words for gauge in status.gauges)
        assert all(one.do.rstrip(".")[1:40] in words for one in status.advice)


def test_narrow_terminals_have_no_course():
    """There is no room for bars and courses."""
    status = assess(example("standard"))
    assert "Last day" in shown(status, 100)
    assert "Last day" not in shown(status, 80)


def test_what_could_not_be_read_says_so():
    """Part by part, and never as 0."""
    text = shown(assess(BARE))
    assert "Brokers" not in text  # nobody knows whether it has any
    for line in (
        "Lag  could not be read",
        "Alarms  could not be read",
        "Operations  could not be read",
        "no data of 100 GiB",
        "metrics could not be read: access denied",
        "Allow cloudwatch:GetMetricData.",
    ):
        assert line in text
    assert "no data" in text


def test_urgent_things_stand_first():
    """What only is good to know is at the end."""
    text = shown(assess(example("standard")))
    places = [
        text.index(f"\n{title}")
        for title in ("To do", "Cluster", "Load", "Lag", "Alarms", "Good to")
    ]
    assert places == sorted(places)


def test_brokers_are_told_by_place():
    """How many in each zone; those that could not be listed; none yet."""
    snapshot = example("standard")
    assert "3 in 3 zones (euc1-az1, euc1-az2, euc1-az3), 1 in each" in shown(assess(snapshot))
    assert "could not be read" in shown(assess(replace(snapshot, brokers=None)))
    assert "none yet" in shown(assess(replace(snapshot, brokers=())))
    uneven = replace(snapshot, brokers=(*snapshot.brokers, replace(snapshot.brokers[0], id="4")))
    assert "4 in 3 zones (euc1-az1, euc1-az2, euc1-az3), unevenly spread" in shown(assess(uneven))


def test_support_is_told():
    """The day, and how far it is."""
    snapshot = example("standard")
    old = replace(snapshot, shape=replace(snapshot.shape, kafka_version="2.6.1"))
    assert "2.6.1, supported until 2024-09-11, 782 days ago" in shown(assess(old))


def test_storage_says_what_it_knows():
    """A day on which a disk is full; that nothing is in sight; that it is too early to tell."""
    snapshot = example("standard")
    plain = replace(snapshot, shape=replace(snapshot.shape, autoscaling_max_gib=None))
    assert "no autoscaling" in shown(assess(plain))
    series = {
        key: Series(line.points[-1:]) if key.name == "KafkaDataLogsDiskUsed" else line
        for key, line in snapshot.series.items()
    }
    assert "no forecast yet" in shown(assess(replace(snapshot, series=series)))
    steady = {
        key: Series(tuple((time, 50.0) for time, _ in line.points))
        for key, line in snapshot.series.items()
    }
    assert "not full in sight" in shown(assess(replace(snapshot, series=steady)))


def test_only_the_worst_groups_are_shown():
    """The others are counted."""
    status = assess(example("standard"))
    many = tuple(
        Lag(group=f"g{n:02}", topic="orders", records=n, seconds=None, rising=None, line=Series())
        for n in range(20)
    )
    text = shown(replace(status, lags=many))
    assert "12 more that are less behind are in --json" in text
    assert "g07" in text
    assert "g08" not in text


def test_operations_say_how_they_ended():
    """With the error of one that failed."""
    failed = Operation(
        type="UPDATE_STORAGE",
        state="UPDATE_FAILED",
        started=AT - timedelta(hours=1),
        ended=AT,
        error="no [capacity]",
    )
    text = shown(assess(replace(example("standard"), operations=(failed,))))
    assert "2026-11-02 08:30  UPDATE_STORAGE  UPDATE_FAILED: no [capacity]" in text
