"""How full disks are, and when they will be."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msk_model import ClusterShape, ClusterType
from msk_model.status import Operation, Unread
from msk_model.status.storage import days_until_full, storage

DISK = "KafkaDataLogsDiskUsed"


def test_a_disk_is_full_when_its_rate_says(snapshot_of, at):
    """A percent a day of 100 GiB, from 70: in 30 days, at the rate of day and week alike."""
    found = storage(snapshot_of({DISK: {1: lambda hours: 70 + hours / 24, 2: 20, 3: 20}}))
    assert (found.where, found.used_percent, found.used_gib) == ("broker 1", 70, 70)
    assert [one.span for one in found.forecasts] == ["day", "week"]
    for one in found.forecasts:
        assert one.gib_per_day == pytest.approx(1)
        assert abs(one.full_at - at - timedelta(days=30)) < timedelta(hours=1)
        assert (one.where, one.autoscaling) == ("broker 1", False)


def test_the_first_to_be_full_is_not_the_fullest(snapshot_of):
    """A broker at 40 % that fills quickly is full before one at 80 % that stands still."""
    found = storage(snapshot_of({DISK: {1: 80, 2: lambda hours: 40 + hours}}))
    assert found.where == "broker 1"
    assert {one.where for one in found.forecasts} == {"broker 2"}


@pytest.mark.parametrize("slope", [0, -0.5])
def test_what_does_not_fill_is_never_full(snapshot_of, slope):
    """Nor what is emptied."""
    found = storage(snapshot_of({DISK: {1: lambda hours: 50 + slope * hours}}))
    assert found.full_at is None
    assert len(found.forecasts) == 2


def test_autoscaling_is_counted_on(snapshot_of, shape_of, at):
    """Up to its maximum, as far as it keeps up."""
    shape = shape_of(autoscaling_max_gib=200, autoscaling_target_percent=60)
    found = storage(snapshot_of({DISK: {1: lambda hours: 70 + hours / 24}}, shape=shape))
    assert found.forecasts[0].autoscaling
    assert abs(found.full_at - at - timedelta(days=130)) < timedelta(hours=6)
    quick = storage(snapshot_of({DISK: {1: lambda hours: 70 + 3 * hours}}, shape=shape))
    # 72 GiB a day: four steps of 10 GiB cannot follow.
    assert not quick.forecasts[0].autoscaling
    assert quick.full_at - at < timedelta(days=1)


def test_rates_begin_where_the_volume_grew(snapshot_of, at):
    """Percentages of a smaller volume are not compared with those of a larger."""
    grown = Operation(
        type="UPDATE_STORAGE",
        state="UPDATE_COMPLETE",
        started=at - timedelta(hours=13),
        ended=at - timedelta(hours=12),
    )
    line = lambda hours: 80 if hours < -12 else 50 + hours / 24  # noqa: E731
    found = storage(snapshot_of({DISK: {1: line}}, operations=(grown,)))
    (day,) = found.forecasts
    assert found.grown_at == grown.ended
    assert (day.span, day.gib_per_day) == ("day", pytest.approx(1, abs=0.05))
    assert storage(snapshot_of({DISK: {1: line}})).forecasts[0].gib_per_day < 0


def test_too_little_time_tells_nothing(snapshot_of, line):
    """Less than six hours are no day."""
    short = line(lambda hours: 70 + hours, hours=3, period=3600)
    found = storage(snapshot_of({DISK: {1: short}}))
    assert (found.used_percent, found.forecasts) == (70, ())


def test_no_data_is_no_emptiness(snapshot_of):
    """Neither without metrics nor with old ones."""
    found = storage(snapshot_of())
    assert (found.where, found.used_percent, found.used_gib, found.forecasts) == (
        None,
        None,
        None,
        (),
    )


def test_express_has_no_end(snapshot_of, shape_of):
    """It gains, and is never full."""
    shape = shape_of(broker_size="express.m7g.large", volume_size_gib=None)
    found = storage(snapshot_of({"StorageUsed": lambda hours: (500 + hours) * 2**30}, shape=shape))
    assert found.used_gib == pytest.approx(500)
    assert found.volume_gib is None
    assert [round(one.gib_per_day) for one in found.forecasts] == [24, 24]
    assert found.full_at is None


def test_serverless_says_nothing(snapshot_of, shape_of):
    """No metric tells what it keeps."""
    shape = shape_of(cluster_type=ClusterType.SERVERLESS, broker_size=None)
    assert storage(snapshot_of(shape=shape)) is None


def test_autoscaling_that_cannot_be_read_is_not_absent(snapshot_of):
    """Somebody may have set it up."""
    unread = Unread(source="storage autoscaling", action="x", reason="denied")
    assert not storage(snapshot_of(unread=(unread,))).autoscaling_known


@given(
    used=st.floats(0, 1000),
    rate=st.floats(0.01, 500),
    volume=st.integers(1, 16384),
    most=st.none() | st.integers(1, 16384),
)
def test_more_room_is_never_sooner_full(used, rate, volume, most):
    """Autoscaling only ever helps, and nothing is full in the past."""
    plain = ClusterShape(volume_size_gib=volume, autoscaling_max_gib=None)
    scaled = ClusterShape(volume_size_gib=volume, autoscaling_max_gib=most)
    alone = days_until_full(plain, used_gib=used, gib_per_day=rate)
    helped = days_until_full(scaled, used_gib=used, gib_per_day=rate)
    assert 0 <= alone <= helped
    assert days_until_full(plain, used_gib=used, gib_per_day=0) is None
