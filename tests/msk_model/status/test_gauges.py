"""Load against limits."""

import pytest

from msk_model import ClusterType
from msk_model.facts.broker_sizes import all_broker_sizes, broker_size
from msk_model.status.gauges import gauges


def by_id(snapshot):
    return {one.id: one for one in gauges(snapshot)}


def test_limits_are_those_of_the_size(snapshot_of, shape_of):
    """Of every size, as the table of sizes has them; CPU as AWS's alarm does."""
    for size in all_broker_sizes():
        found = by_id(snapshot_of(shape=shape_of(broker_size=size.name)))
        assert found["ingress"].limit == size.recommended_ingress_mbps
        assert found["ingress"].maximum == size.maximum_ingress_mbps
        assert found["egress"].limit == size.recommended_egress_mbps
        assert found["partitions"].limit == size.recommended_partitions
        assert found["partitions"].maximum == size.maximum_partitions
        assert (found["cpu"].limit, found["connections"].limit) == (60, 3000)
        assert all(one.source.startswith("https://") for one in found.values())


def test_the_worst_broker_is_shown(snapshot_of):
    """With the peak of any broker."""
    metrics = {
        "CpuUser": {1: 10, 2: 40, 3: lambda hours: 60 if hours < -2 else 5},
        "CpuSystem": {1: 5, 2: 5, 3: 5},
    }
    cpu = by_id(snapshot_of(metrics))["cpu"]
    assert (cpu.where, cpu.value, cpu.peak) == ("broker 2", 45, 65)
    assert cpu.percent == 75


def test_no_data_is_not_zero(snapshot_of):
    """A metric that is missing, or old, is none."""
    for one in gauges(snapshot_of()):
        assert (one.value, one.where, one.peak, one.percent) == (None, None, None, None)


def test_a_broker_without_one_part_is_left_out(snapshot_of):
    """User without system is not the sum."""
    cpu = by_id(snapshot_of({"CpuUser": {1: 50, 2: 10}, "CpuSystem": {2: 5}}))["cpu"]
    assert (cpu.where, cpu.value) == ("broker 2", 15)


def test_a_size_nobody_knows_has_no_limits(snapshot_of, shape_of):
    """The load is shown all the same."""
    shape = shape_of(broker_size="kafka.m99.large")
    found = by_id(snapshot_of({"PartitionCount": {1: 7}}, shape=shape))["partitions"]
    assert (found.value, found.limit, found.percent) == (7, None, None)


def test_connections_without_iam_have_no_limit(snapshot_of, shape_of):
    """So they are no gauge."""
    assert "connections" not in by_id(snapshot_of(shape=shape_of(iam=False)))


def test_serverless_adds_topics_up(snapshot_of, shape_of):
    """Against the quotas of the cluster; groups are counted once each."""
    shape = shape_of(cluster_type=ClusterType.SERVERLESS, broker_size=None)
    metrics = {"BytesInPerSec": {"orders": 30e6, "bills": 20e6}}
    found = by_id(snapshot_of(metrics, shape=shape, groups=(("a", "x"), ("a", "y"), ("b", "x"))))
    assert found["ingress"].value == pytest.approx(50)
    assert (found["ingress"].limit, found["egress"].limit) == (200, 400)
    assert found["egress"].value is None
    assert (found["consumer-groups"].value, found["consumer-groups"].limit) == (2, 500)


def test_groups_that_cannot_be_listed_are_not_none(snapshot_of, shape_of):
    """Without metrics nobody knows how many there are."""
    shape = shape_of(cluster_type=ClusterType.SERVERLESS, broker_size=None)
    assert by_id(snapshot_of(shape=shape, metrics_read=False))["consumer-groups"].value is None


def test_express_throttles_at_the_maximum(snapshot_of, shape_of):
    """Its quotas are above what is advised."""
    size = broker_size("express.m7g.large")
    found = by_id(snapshot_of(shape=shape_of(broker_size=size.name)))["egress"]
    assert (found.limit, found.maximum) == (size.recommended_egress_mbps, size.maximum_egress_mbps)
