"""What the table of alarms promises."""

import pytest

from msk_model import ClusterShape, ClusterType
from msk_model.facts import alarms, metrics

OF_METRICS = {"connector": metrics.connector_metrics, "replicator": metrics.replicator_metrics}
KINDS = [(one, kind) for one in alarms.all_alarms() for kind in one.on]


@pytest.mark.parametrize(("one", "kind"), KINDS, ids=lambda each: getattr(each, "id", each))
def test_alarms_watch_what_is_published(one, kind):
    """No alarm waits for data that never comes."""
    for name in one.metrics.values():
        if kind in alarms.CLUSTER_KINDS:
            levels = [getattr(row, kind) for row in metrics.all_metrics() if row.name == name]
            needed = metrics.LEVELS.index(one.needs_level)
            assert any(level and metrics.LEVELS.index(level) <= needed for level in levels)
        elif kind in OF_METRICS:
            assert name in {row.name for row in OF_METRICS[kind]()}
        else:
            assert name in {"DaysToExpiry", "Errors", "Throttles"}


def test_what_is_published_in_parts_is_summed_over_a_minute():
    """An average would be that of a partition or a network thread."""
    parts = {
        (row.name, kind)
        for kind in alarms.CLUSTER_KINDS
        for row in metrics.all_metrics()
        if row.in_parts and getattr(row, kind)
    } | {(row.name, "replicator") for row in metrics.replicator_metrics() if row.in_parts}
    watched = [one for one, kind in KINDS for name in one.metrics.values() if (name, kind) in parts]
    assert len(watched) >= 5
    assert {(one.statistic, one.period) for one in watched} == {("Sum", 60)}


def test_no_average_hides_what_one_broker_counts():
    """Only the controller counts offline partitions; of the others' zeros nothing is averaged."""
    of_cluster = [
        one
        for one in alarms.all_alarms()
        if one.scope == "cluster" and one.missing.told and set(one.on) & {"standard", "express"}
    ]
    assert {one.id for one in of_cluster} == {"OfflinePartitionsCount", "ActiveControllerCount"}
    assert {one.statistic for one in of_cluster} == {"Maximum"}


def test_alarms_are_known_by_id():
    """Ids are unique, also in lower case as anchors, and thresholds by name can be worked out."""
    ids = [one.id.lower() for one in (*alarms.all_alarms(), *alarms.all_incidents())]
    assert len(set(ids)) == len(ids)
    shape = ClusterShape(broker_size="kafka.t3.small")
    for one in alarms.all_alarms():
        if isinstance(one.threshold, str):
            assert alarms.threshold_for(one, shape) > 0
    assert alarms.alarm("CpuUsage").threshold == 60
    assert alarms.alarm("Cpu") is None


@pytest.mark.parametrize("one", alarms.all_alarms(), ids=lambda one: one.id)
def test_every_alarm_says_what_to_do_in_its_description(one):
    """CloudWatch takes 1024 characters, of which a name and an address take some."""
    assert one.remedy
    assert len(f"{one.why} {one.remedy} {one.source}") <= 1024 - 64 - 200


@pytest.mark.parametrize("one", alarms.all_alarms(), ids=lambda one: one.id)
def test_every_alarm_belongs_to_an_incident_and_knows_silence(one):
    """A page without an incident would go out alone; silence is chosen, with its reason."""
    assert alarms.incident(one.incident).id == one.incident
    assert one.severity in {"page", "ticket"}
    assert one.missing.treatment in {"missing", "ignore", "breaching", "notBreaching"}
    assert one.missing.reason


def test_incidents_are_explained_by_incidents_that_are_not():
    """What explains others has to be there first, and nothing explains itself."""
    for one in alarms.all_incidents():
        assert all(not alarms.incident(cause).suppressed_by for cause in one.suppressed_by)
    with pytest.raises(LookupError, match="got 'Fire'"):
        alarms.incident("Fire")


def test_what_has_no_threshold_is_not_made_unasked():
    """Only consumer groups and owners can say it."""
    unsaid = [one for one in alarms.all_alarms() if one.threshold is None]
    assert all(not one.by_default or one.scope == "group" for one in unsaid)


def test_a_rolling_update_is_no_incident_by_its_numbers():
    """Under-replicated partitions count only without a minute's break; the rest is minutes."""
    under = alarms.alarm("UnderReplicatedPartitions")
    assert (under.statistic, under.period * under.evaluation_periods) == ("Minimum", 1800)


@pytest.mark.parametrize(
    ("id", "shape", "threshold"),
    [
        ("PartitionCount", {"broker_size": "express.m7g.2xlarge"}, 2500),
        ("PartitionCount", {}, None),
        ("VolumeThroughput", {"broker_size": "kafka.m7g.large"}, 200),
        (
            "VolumeThroughput",
            {"broker_size": "kafka.m7g.4xlarge", "volume_throughput_mibps": 500},
            400,
        ),
        ("ConnectionCreationRate", {"broker_size": "kafka.t3.small"}, 3.2),
        ("ConnectionCreationRate", {"broker_size": "kafka.m5.large"}, 80),
        ("SumOffsetLag", {"broker_size": "kafka.m5.large"}, None),
    ],
)
def test_thresholds(id, shape, threshold):
    """A threshold that hangs on the cluster is worked out from its shape."""
    worked_out = alarms.threshold_for(alarms.alarm(id), ClusterShape(**shape))
    assert worked_out == pytest.approx(threshold) if threshold else worked_out is None


def test_recommended_alarms():
    """Only what such a cluster can raise: by kind, level, size and authentication."""

    def ids(**shape):
        return {one.id for one in alarms.recommended_alarms(ClusterShape(**shape))}

    assert ids(cluster_type=ClusterType.SERVERLESS) == {
        "SumOffsetLag",
        "EstimatedMaxTimeLag",
        "SumOffsetLagAnomaly",
        "ServerlessBytesIn",
        "ServerlessBytesOut",
    }
    plain = ids(broker_size="kafka.m7g.large", monitoring_level="DEFAULT", iam=False)
    assert "KafkaDataLogsDiskUsed" in plain
    assert plain.isdisjoint({"ClientConnectionCount", "VolumeThroughput", "CPUCreditBalance"})
    assert "CPUCreditBalance" in ids(broker_size="kafka.t3.small")
    express = ids(broker_size="express.m7g.large", monitoring_level="PER_BROKER", iam=True)
    assert {"UnderProvisioned", "ConnectionCreationRate"} <= express
    assert "OfflinePartitionsCount" not in express
    assert "RemoteCopyErrorsPerSec" in ids(
        broker_size="kafka.m7g.large", monitoring_level="PER_BROKER", storage_mode="TIERED"
    )
