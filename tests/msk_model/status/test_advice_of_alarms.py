"""Advice about alarms, and about what could not be read."""

from msk_model.status import Alarm, Level, Unread
from msk_model.status.advice_of_alarms import advice_of_alarms, advice_of_unread

OK = Alarm(name="cpu", state="OK", notifies=True)


def firing(name, **stated):
    return Alarm(**{"name": name, "state": "ALARM", "notifies": True, **stated})


def levels(snapshot):
    return {(one.id, one.level) for one in advice_of_alarms(snapshot)}


def test_no_alarm_is_told(snapshot_of):
    """But not when nobody knows whether there are any."""
    assert levels(snapshot_of(alarms=())) == {("no-alarms", Level.WARNING)}
    assert levels(snapshot_of(alarms=None)) == set()
    assert levels(snapshot_of(alarms=(OK,))) == set()


def test_an_alarm_that_tells_somebody_is_a_page(snapshot_of):
    """Its description says what to do."""
    snapshot = snapshot_of(alarms=(firing("disk", description="Grow it."), OK))
    (one,) = advice_of_alarms(snapshot)
    assert (one.id, one.level, one.do) == ("alarm-firing", Level.PAGE, "Grow it.")
    assert levels(snapshot_of(alarms=(firing("disk", notifies=False),))) == {
        ("alarms-firing-quietly", Level.WARNING)
    }


def test_where_incidents_page_single_alarms_are_tickets(snapshot_of):
    """And what an incident is made of is a detail."""
    incident = firing("Storage", composite=True)
    part = firing("disk", notifies=False)
    ticket = firing("partitions")
    snapshot = snapshot_of(alarms=(incident, part, ticket))
    assert levels(snapshot) == {
        ("alarm-firing", Level.PAGE),
        ("alarm-firing", Level.WARNING),
        ("alarms-firing-quietly", Level.NOTE),
    }


def test_blind_alarms_are_named(snapshot_of):
    """The first of them."""
    blind = tuple(Alarm(name=f"a{n}", state="INSUFFICIENT_DATA") for n in range(5))
    (one,) = advice_of_alarms(snapshot_of(alarms=(*blind, OK)))
    assert one.what == "5 of 6 alarms have no data: a0, a1, a2 and 2 more"
    assert one.level is Level.NOTE


def test_what_could_not_be_read_says_what_it_takes(snapshot_of):
    """The IAM action."""
    unread = (
        Unread(source="alarms", action="cloudwatch:DescribeAlarms", reason="access denied: no"),
        Unread(source="lag", action=None, reason="too much"),
    )
    first, second = advice_of_unread(snapshot_of(unread=unread))
    assert first.what == "alarms could not be read: access denied: no"
    assert first.do == "allow cloudwatch:DescribeAlarms"
    assert second.do == "rely on alarms for the rest"
    assert {first.level, second.level} == {Level.NOTE}


def test_metrics_that_could_not_be_read_are_no_health(snapshot_of):
    """Nobody knows whether the cluster is well."""
    unread = Unread(source="metrics", action="cloudwatch:GetMetricData", reason="access denied: no")
    (one,) = advice_of_unread(snapshot_of(unread=(unread,)))
    assert one.level is Level.WARNING
