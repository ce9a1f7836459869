"""Alarms that would fire."""

from msk_model.status.conditions import conditions


def fired(snapshot):
    return {one.alarm.id: one for one in conditions(snapshot)}


def test_a_threshold_that_is_reached_fires(snapshot_of):
    """On the brokers where it is; the worst is told."""
    metrics = {"CpuUser": {1: 55, 2: 70, 3: 20}, "CpuSystem": {1: 6, 2: 6, 3: 6}}
    found = fired(snapshot_of(metrics))["CpuUsage"]
    assert found.values == {"1": 61, "2": 76}
    assert found.worst == ("2", 76)
    assert found.threshold == 60


def test_low_values_can_be_the_bad_ones(snapshot_of):
    """Idle handlers: the lowest is the worst."""
    metrics = {"RequestHandlerAvgIdlePercent": {1: 0.2, 2: 0.1, 3: 0.9}}
    found = fired(snapshot_of(metrics))["RequestHandlerAvgIdlePercent"]
    assert found.worst == ("2", 0.1)


def test_one_value_is_no_alarm(snapshot_of):
    """All values of the periods that count have to reach it."""
    peak = lambda hours: 99 if hours == 0 else 10  # noqa: E731
    assert not fired(snapshot_of({"CpuUser": {1: peak}, "CpuSystem": {1: 0}}))


def test_what_stopped_is_not_told(snapshot_of, line):
    """A value of an hour ago is not the present one; nor is nothing."""
    old = line(95)
    past = type(old)(tuple(point for point in old.points[:-12]))
    assert not fired(snapshot_of({"CpuUser": {1: past}, "CpuSystem": {1: past}}))
    assert not fired(snapshot_of())


def test_the_cluster_is_a_place(snapshot_of):
    """Offline partitions have no broker."""
    found = fired(snapshot_of({"OfflinePartitionsCount": 2}))["OfflinePartitionsCount"]
    assert found.worst == ("cluster", 2)


def test_disks_are_judged_by_the_hour(snapshot_of):
    """Their values are an hour old."""
    found = fired(snapshot_of({"KafkaDataLogsDiskUsed": {1: 85, 2: 50}}))
    assert found["KafkaDataLogsDiskUsed"].values == {"1": 85}


def test_sums_count_over_the_period_of_the_alarm(snapshot_of):
    """Read as those of a minute: 13 GiB a minute are above 200 MiB/s, 10 are not."""
    for gib, fires in ((13, True), (10, False)):
        metrics = {"VolumeReadBytes": {1: 0}, "VolumeWriteBytes": {1: gib * 2**30}}
        assert ("VolumeThroughput" in fired(snapshot_of(metrics))) is fires


def test_express_has_alarms_of_its_own(snapshot_of, shape_of):
    """Throttled producers, and not the disks of others."""
    shape = shape_of(broker_size="express.m7g.large", volume_size_gib=None)
    metrics = {"ProduceThrottleTime": {1: 3}, "KafkaDataLogsDiskUsed": {1: 99}}
    assert set(fired(snapshot_of(metrics, shape=shape))) == {"ProduceThrottleTime"}
