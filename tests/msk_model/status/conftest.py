"""A cluster whose metrics a test states."""

from datetime import UTC, datetime

import pytest

from msk_model import ClusterShape, ClusterType
from msk_model.status import Broker, MetricId, Series, Snapshot

AT = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def at():
    """When everything is read."""
    return AT


@pytest.fixture
def shape_of():
    """Shapes of three large Standard brokers, or as a test has them."""

    def build(**stated):
        return ClusterShape(
            **{
                "cluster_type": ClusterType.PROVISIONED,
                "cluster_name": "orders",
                "kafka_version": "3.9.x",
                "broker_size": "kafka.m7g.large",
                "broker_count": 3,
                "volume_size_gib": 100,
                "autoscaling_max_gib": None,
                "monitoring_level": "PER_BROKER",
                "iam": True,
                **stated,
            }
        )

    return build


@pytest.fixture
def line():
    """Series of one value every `period` seconds up to now; a function tells it by hours from now."""

    def build(value, *, hours=24, period=300):
        shown = value if callable(value) else lambda _: value
        end = AT.timestamp()
        times = [end - period * n for n in range(hours * 3600 // period, -1, -1)]
        return Series(tuple((time, shown((time - end) / 3600)) for time in times))

    return build


@pytest.fixture
def snapshot_of(shape_of, line):
    """Snapshots with metrics by name: a value or function for each broker, group or the cluster."""

    def build(metrics=None, **stated):
        series = {}
        for name, places in (metrics or {}).items():
            period, hours = (
                (3600, 168) if name in {"KafkaDataLogsDiskUsed", "StorageUsed"} else (300, 24)
            )
            for place, value in places.items() if isinstance(places, dict) else [((), places)]:
                one = MetricId(name, _dimensions(name, place))
                series[one] = (
                    value if isinstance(value, Series) else line(value, hours=hours, period=period)
                )
        shape = stated.pop("shape", None) or shape_of()
        return Snapshot(
            **{
                "at": AT,
                "arn": "arn:aws:kafka:eu-central-1:111122223333:cluster/orders/1f0b-2",
                "state": "ACTIVE",
                "shape": shape,
                "brokers": tuple(Broker(id=str(n), subnet=f"subnet-{n}") for n in (1, 2, 3)),
                "series": series,
                "operations": (),
                "alarms": (),
                **stated,
            }
        )

    return build


def _dimensions(name, place):
    if place == ():
        return ()
    if isinstance(place, tuple):
        return (("Consumer Group", place[0]), ("Topic", place[1]))
    if name == "ClientConnectionCount":
        return (("Broker ID", str(place)), ("Client Authentication", "IAM"))
    if isinstance(place, str):
        return (("Topic", place),)
    return (("Broker ID", str(place)),)
