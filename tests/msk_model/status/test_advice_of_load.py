"""Advice about load, disks, brokers and lag."""

from datetime import timedelta

import pytest

from msk_model import ClusterType
from msk_model.status import Level, assess

DISK = "KafkaDataLogsDiskUsed"


def by_id(snapshot):
    return {one.id: one for one in assess(snapshot).advice}


def test_conditions_say_what_alarms_would(snapshot_of):
    """With the level and the remedy of the alarm."""
    found = by_id(snapshot_of({"OfflinePartitionsCount": 4}))["OfflinePartitionsCount"]
    assert found.level is Level.PAGE
    assert found.what.startswith("OfflinePartitionsCount is 4 (alarm at >= 1): ")
    found = by_id(snapshot_of({"CpuUser": {1: 70, 2: 80}, "CpuSystem": {1: 1, 2: 1}}))["CpuUsage"]
    assert found.level is Level.WARNING
    assert found.what.startswith("CpuUsage is 81 on broker 2 and 1 more (alarm at >= 60): ")


@pytest.mark.parametrize(("slope", "level"), [(2, Level.PAGE), (0.2, Level.WARNING), (0.01, None)])
def test_a_disk_that_fills_is_urgent_in_time(snapshot_of, slope, level):
    """Within a day, within two weeks, and not before."""
    found = by_id(snapshot_of({DISK: {1: lambda hours: 70 + slope * hours}})).get("storage-full")
    assert (found and found.level) is level
    if found:
        assert "grow the volumes, to 200 GiB say" in found.do


def test_autoscaling_is_asked_for(snapshot_of, shape_of):
    """And that it has room left."""
    assert by_id(snapshot_of())["storage-autoscaling"].level is Level.NOTE
    full = by_id(snapshot_of(shape=shape_of(autoscaling_max_gib=100)))
    assert full["storage-autoscaling-exhausted"].level is Level.WARNING


def test_a_broker_that_is_silent_is_down(snapshot_of, at):
    """While others speak; a cluster of which nothing is heard is another thing, unless it is new."""
    some = by_id(snapshot_of({"CpuUser": {1: 5, 3: 5}}))
    assert some["silent-brokers"].level is Level.PAGE
    assert some["silent-brokers"].what.startswith("broker 2 published no metrics")
    assert "no-metrics" not in some
    assert by_id(snapshot_of())["no-metrics"].level is Level.NOTE
    for minutes, level in ((20, Level.NOTE), (90, Level.WARNING)):
        created = at - timedelta(minutes=minutes)
        assert by_id(snapshot_of(created=created))["no-metrics"].level is level
    for state in ("CREATING", "DELETING"):
        assert "no-metrics" not in by_id(snapshot_of(state=state))
    assert "no-metrics" not in by_id(snapshot_of(metrics_read=False))
    assert "silent-brokers" not in by_id(snapshot_of({"CpuUser": {1: 5}}, brokers=None))


@pytest.mark.parametrize("state", ["HEALING", "MAINTENANCE", "REBOOTING_BROKER", "UPDATING"])
def test_a_broker_that_restarts_or_is_new_is_expected_to_be_silent(snapshot_of, state):
    """Nobody is woken by a patch, by brokers that are added or by one that MSK replaces."""
    found = by_id(snapshot_of({"CpuUser": {1: 5, 3: 5}}, state=state))
    assert found["silent-brokers"].level is Level.WARNING


def test_loads_beyond_the_size_are_told_once(snapshot_of):
    """By the alarm where there is one, by the gauge otherwise; what is enforced always."""
    found = by_id(snapshot_of({"PartitionCount": {1: 1200}, "BytesInPerSec": {1: 6e6}}))
    assert "PartitionCount" in found
    assert "partitions-above-recommended" not in found
    assert found["ingress-above-recommended"].what.startswith("Ingress is 6 MB/s on broker 1")
    found = by_id(snapshot_of({"PartitionCount": {1: 1600}}))
    assert found["partitions-above-maximum"].what.endswith("kafka.m7g.large takes at most")


def test_traffic_has_to_fit_without_one_broker(snapshot_of):
    """Three brokers at 6 MB/s: two carry 14.4."""
    found = by_id(snapshot_of({"BytesInPerSec": dict.fromkeys((1, 2, 3), 6e6)}))
    assert found["ingress-while-restarting"].level is Level.WARNING
    found = by_id(snapshot_of({"BytesInPerSec": dict.fromkeys((1, 2, 3), 4e6)}))
    assert "ingress-while-restarting" not in found


def test_quotas_of_serverless_are_told(snapshot_of, shape_of):
    """They are those of the cluster."""
    shape = shape_of(cluster_type=ClusterType.SERVERLESS, broker_size=None, broker_count=0)
    found = by_id(snapshot_of({"BytesInPerSec": {"orders": 250e6}}, shape=shape, brokers=None))
    assert "a serverless cluster takes at most" in found["ingress-above-maximum"].what


def test_lag_that_rises_is_told(snapshot_of):
    """Of the group that is furthest behind."""
    groups = (("a", "orders"), ("b", "orders"))
    rise = lambda hours: 5000 + 1000 * hours  # noqa: E731
    metrics = {"SumOffsetLag": dict.fromkeys(groups, rise), "EstimatedMaxTimeLag": {groups[1]: 600}}
    found = by_id(snapshot_of(metrics, groups=groups))["lag-rising"]
    assert found.what == (
        "b falls behind on orders: 5,000 records, 10 min behind, more than an hour ago (and 1 more)"
    )
