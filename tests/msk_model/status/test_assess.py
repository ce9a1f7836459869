"""The judgement as a whole."""

import math
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from msk_model import ClusterShape, ClusterType
from msk_model.facts.broker_sizes import all_broker_sizes
from msk_model.facts.metrics import LEVELS
from msk_model.status import Broker, Level, Series, Snapshot, assess, wanted_metrics

AT = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)

SHAPES = st.builds(
    ClusterShape,
    cluster_type=st.sampled_from(ClusterType),
    cluster_name=st.just("orders"),
    kafka_version=st.sampled_from(["2.6.1", "3.9.x", "3.9.x.kraft", "99.x"]),
    broker_size=st.sampled_from([*(one.name for one in all_broker_sizes()), "kafka.new"]),
    broker_count=st.integers(1, 6),
    volume_size_gib=st.none() | st.integers(1, 16384),
    autoscaling_max_gib=st.none() | st.integers(1, 16384),
    monitoring_level=st.sampled_from([*LEVELS, None]),
    iam=st.booleans(),
)


@st.composite
def snapshots(draw):
    """Any cluster, with any metrics missing, still, falling or rising."""
    shape = draw(SHAPES)
    brokers = tuple(Broker(id=str(n + 1), subnet="s") for n in range(shape.broker_count))
    groups = draw(st.sampled_from([(), (("billing", "orders"),)]))
    wanted = wanted_metrics(shape, brokers=[one.id for one in brokers], groups=groups, topics=["t"])
    series = {}
    for one in wanted:
        end = draw(st.sampled_from([0, 600, 10**6]))
        count = draw(st.integers(0, 4))
        start, slope = draw(st.tuples(st.floats(0, 1e9), st.floats(-1e6, 1e6)))
        points = tuple(
            (AT.timestamp() - end - one.period * n, max(0.0, start - slope * n))
            for n in range(count, 0, -1)
        )
        if points:
            series[one.id] = Series(points)
    return Snapshot(
        at=AT,
        arn="arn:aws:kafka:eu-central-1:111122223333:cluster/orders/1f0b-2",
        state=draw(st.sampled_from(["ACTIVE", "CREATING", "FAILED", "UPDATING", "NEW"])),
        shape=shape,
        brokers=draw(st.sampled_from([None, (), brokers])),
        alarms=draw(st.sampled_from([None, ()])),
        groups=groups,
        series=series,
        metrics_read=draw(st.booleans()),
    )


@settings(max_examples=40)
@given(snapshots())
def test_every_cluster_can_be_judged(snapshot):
    """Whatever is missing: no error, no number that is none, advice in order, all of it sourced."""
    found = assess(snapshot)
    order = [list(Level).index(one.level) for one in found.advice]
    assert order == sorted(order)
    assert all(one.what and one.do and one.source.startswith("https://") for one in found.advice)
    for gauge in found.gauges:
        assert (gauge.value is None) == (gauge.where is None)
        assert gauge.value is None or math.isfinite(gauge.value)
    assert found.reaches(Level.NOTE) == bool(found.advice)
    if found.storage and found.storage.full_at:
        assert found.storage.full_at >= AT


def test_levels_have_an_order():
    """Page before warning before note."""
    assert Level.PAGE.reaches(Level.WARNING)
    assert Level.WARNING.reaches(Level.WARNING)
    assert not Level.NOTE.reaches(Level.WARNING)
