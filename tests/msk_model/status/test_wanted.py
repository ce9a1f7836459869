"""What is read of which cluster."""

import pytest

from msk_model import ClusterType
from msk_model.facts.alarms import recommended_alarms
from msk_model.facts.metrics import LEVELS, metric
from msk_model.status import listed_metrics, wanted_metrics

GROUPS = (("billing", "orders"),)


def kinds(shape_of):
    for level in LEVELS:
        yield shape_of(monitoring_level=level)
        yield shape_of(monitoring_level=level, broker_size="express.m7g.large")
    yield shape_of(broker_size="kafka.t3.small")
    yield shape_of(cluster_type=ClusterType.SERVERLESS, broker_size=None)


def test_only_what_is_published_is_read(shape_of):
    """With exactly the dimensions of the table, each once."""
    for shape in kinds(shape_of):
        wanted = wanted_metrics(shape, brokers=["1", "2"], groups=GROUPS, topics=["orders"])
        assert len({one.id for one in wanted}) == len(wanted) > 0
        for one in wanted:
            names = ("Cluster Name", *(name for name, _ in one.id.dimensions))
            facts = metric(one.id.name, dimensions=names)
            level = facts.level(
                shape.cluster_type, getattr(shape.broker_type, "name", None) and shape.broker_type
            )
            assert level is not None, one.id


def test_what_an_alarm_alone_looks_at_is_read_as_it_reads_it(shape_of):
    """Brokers behind for a minute of five are in order; load and disks are read as they are shown."""
    for shape in kinds(shape_of):
        read = {
            one.id.name: one.statistic
            for one in wanted_metrics(shape, brokers=["1"], groups=GROUPS, topics=["orders"])
        }
        for alarm in recommended_alarms(shape):
            if alarm.by_default and alarm.id in {
                "ActiveControllerCount",
                "RebalanceInProgress",
                "UnderMinIsrPartitionCount",
                "UnderReplicatedPartitions",
            }:
                assert read[alarm.id] == alarm.statistic
        assert read.get("KafkaDataLogsDiskUsed", "Maximum") == "Maximum"


def test_higher_levels_show_more(shape_of):
    """Request handlers are published for each broker only from PER_BROKER on."""
    names = {
        level: {
            one.id.name
            for one in wanted_metrics(
                shape_of(monitoring_level=level), brokers=["1"], groups=(), topics=()
            )
        }
        for level in ("DEFAULT", "PER_BROKER")
    }
    assert "RequestHandlerAvgIdlePercent" in names["PER_BROKER"] - names["DEFAULT"]


def test_sixty_brokers_are_few_requests(shape_of):
    """Five hundred metrics go into one; four suffice for the largest cluster."""
    shape = shape_of(broker_count=60)
    wanted = wanted_metrics(shape, brokers=[str(n) for n in range(60)], groups=(), topics=())
    assert len(wanted) <= 4 * 500


@pytest.mark.parametrize(
    ("stated", "names"),
    [
        ({}, ["SumOffsetLag"]),
        ({"cluster_type": ClusterType.SERVERLESS}, ["BytesInPerSec", "SumOffsetLag"]),
    ],
)
def test_groups_and_topics_are_listed(shape_of, stated, names):
    """Topics only where their metrics are the cluster's own."""
    assert sorted(one.name for one in listed_metrics(shape_of(**stated))) == names
