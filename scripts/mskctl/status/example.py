"""Clusters that were made up, to see what a status looks like before there is one."""

import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from msk_model import ClusterShape, ClusterType
from msk_model.status import (
    Alarm,
    Broker,
    MetricId,
    Operation,
    Series,
    Snapshot,
    Wanted,
    wanted_metrics,
)

AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
"""When the examples were read."""
KINDS = ("standard", "express", "serverless")

_GROUPS = (("billing", "orders"), ("analytics", "orders"), ("search", "products"))
_ZONES = ("euc1-az1", "euc1-az2", "euc1-az3")
_MB = 1_000_000
_GIB = 2**30
_LEVELS: dict[str, float] = {
    "ActiveControllerCount": 1,
    "BytesInPerSec": 3.1 * _MB,
    "BytesOutPerSec": 6.4 * _MB,
    "ClientConnectionCount": 412,
    "CpuSystem": 9,
    "CpuUser": 31,
    "GlobalPartitionCount": 640,
    "GlobalTopicCount": 58,
    "HeapMemoryAfterGC": 34,
    "PartitionCount": 640,
    "StorageUsed": 810 * _GIB,
}
"""What metrics show in the middle of the day; the others show 0."""
_STEADY = frozenset(
    {
        *("ActiveControllerCount", "GlobalPartitionCount", "GlobalTopicCount", "PartitionCount"),
        *("HeapMemoryAfterGC",),
    }
)


def example(kind: str) -> Snapshot:
    """A cluster of `kind`, one of `KINDS`, on an ordinary morning with something to do."""
    shape = _shape(kind)
    brokers = tuple(
        Broker(id=str(n + 1), subnet=f"subnet-{n % 3}", kafka_version="3.9.x")
        for n in range(shape.broker_count if isinstance(shape.broker_count, int) else 0)
    )
    topics = tuple(sorted({topic for _, topic in _GROUPS}))
    wanted = wanted_metrics(
        shape, brokers=[one.id for one in brokers], groups=_GROUPS, topics=topics
    )
    return Snapshot(
        at=AT,
        arn="arn:aws:kafka:eu-central-1:111122223333:cluster/orders/1f0b2c3d-1111-2222-3333-444455556666-2",
        state="ACTIVE",
        shape=shape,
        created=AT - timedelta(days=90),
        zones=_ZONES if brokers else (),
        brokers=brokers or None,
        operations=_operations(kind),
        alarms=_alarms(kind),
        groups=_GROUPS,
        topics=topics if kind == "serverless" else (),
        series={one.id: _series(one) for one in wanted},
    )


def _shape(kind: str) -> ClusterShape:
    if kind == "serverless":
        return ClusterShape(cluster_type=ClusterType.SERVERLESS, cluster_name="orders", iam=True)
    express = kind == "express"
    return ClusterShape(
        cluster_type=ClusterType.PROVISIONED,
        cluster_name="orders",
        kafka_version="3.9.x",
        broker_size="express.m7g.large" if express else "kafka.m7g.large",
        broker_count=3,
        zone_count=3,
        volume_size_gib=None if express else 500,
        volume_throughput_mibps=None,
        storage_mode=None if express else "LOCAL",
        autoscaling_max_gib=None if express else 1000,
        autoscaling_target_percent=None if express else 60,
        client_broker_encryption="TLS",
        in_cluster_encryption=True,
        iam=True,
        scram=False,
        tls=False,
        unauthenticated=False,
        monitoring_level="DEFAULT",
        broker_log_destinations=frozenset({"cloudwatch"}),
    )


def _operations(kind: str) -> tuple[Operation, ...]:
    if kind != "standard":
        return ()
    return (
        Operation(
            type="UPDATE_CLUSTER_CONFIGURATION",
            state="UPDATE_COMPLETE",
            started=AT - timedelta(days=9, hours=2),
            ended=AT - timedelta(days=9, hours=1),
        ),
    )


def _alarms(kind: str) -> tuple[Alarm, ...]:
    lag = Alarm(
        name="orders-ConsumerLag",
        state="ALARM",
        since=AT - timedelta(minutes=40),
        reason="orders-EstimatedMaxTimeLag-billing transitioned to ALARM",
        description="A consumer group is further behind than its objective allows. Look for "
        "failing or too few consumers of the group.",
        composite=True,
        notifies=True,
    )
    part = Alarm(
        name="orders-EstimatedMaxTimeLag-billing",
        state="ALARM",
        since=AT - timedelta(minutes=41),
        reason="Threshold Crossed",
    )
    fine = tuple(
        Alarm(name=f"orders-{name}", state="OK", notifies=True)
        for name in ("CpuUsage", "PartitionCount", "KafkaDataLogsDiskUsed")
    )
    return fine if kind == "express" else (lag, part, *fine)


def _series(wanted: Wanted) -> Series:
    end = int(AT.timestamp()) // wanted.period * wanted.period
    count = wanted.hours * 3600 // wanted.period
    shown = _shown(wanted.id)
    return Series(
        tuple(
            (float(time), round(max(0.0, shown((time - AT.timestamp()) / 3600)), 4))
            for time in (end - wanted.period * n for n in range(count - 1, -1, -1))
        )
    )


def _shown(id: MetricId) -> Callable[[float], float]:
    """The value of a metric so many hours from `AT`."""
    broker = int(id.value_of("Broker ID") or 0)
    group = id.value_of("Consumer Group")
    if id.name == "KafkaDataLogsDiskUsed":
        return lambda hours: 58 + 2 * broker + 0.16 * hours + 0.6 * _daily(hours)
    if id.name == "StorageUsed":
        return lambda hours: (810 + 0.9 * hours) * _GIB
    if id.name in {"SumOffsetLag", "EstimatedMaxTimeLag"}:
        scale = 1 if id.name == "SumOffsetLag" else 0.006
        return lambda hours: scale * _behind(group, hours)
    level = _LEVELS.get(id.name, 0)
    if id.name in _STEADY:
        return lambda _: level
    return lambda hours: level * (1 + 0.06 * broker + 0.35 * _daily(hours) + _noise(broker, hours))


def _behind(group: str | None, hours: float) -> float:
    if group == "billing":
        return 400 + max(0.0, hours + 6.2) * 10_100 * (1 + 0.1 * _noise(1, hours))
    return 180 + 120 * _daily(hours) if group == "analytics" else 12


def _daily(hours: float) -> float:
    """From -1 at night to 1 in the early afternoon."""
    return math.cos((hours + 9.5 - 14) / 24 * 2 * math.pi)


def _noise(broker: int, hours: float) -> float:
    return 0.04 * math.sin(hours * 7.3 + broker) + 0.03 * math.sin(hours * 19.1 + 2 * broker)
