"""A snapshot of a live cluster, read without changing anything."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

from msk_model import BrokerType, ClusterShape, ClusterType
from msk_model.status import (
    Broker,
    MetricId,
    Series,
    Snapshot,
    Unread,
    listed_metrics,
    wanted_metrics,
)
from mskctl.status import cluster
from mskctl.status.alarms import alarms
from mskctl.status.metrics import MOST_GROUPS, listed, series
from mskctl.status.session import Session


def read_snapshot(session: Session, at: datetime) -> Snapshot:
    """The cluster as it is.

    What AWS refuses is left open and noted in `Snapshot.unread`.

    Raises:
        UnreadableCluster: Not even the cluster itself can be read.
    """
    session.unread.clear()
    info = cluster.describe(session)
    shape = cluster.shape_of(info)
    provisioned = shape.cluster_type is ClusterType.PROVISIONED
    with ThreadPoolExecutor(max_workers=5) as pool:
        standard = shape.broker_type is BrokerType.STANDARD
        grows = pool.submit(cluster.with_autoscaling, session, shape) if standard else None
        nodes = pool.submit(cluster.brokers, session) if provisioned else None
        done = pool.submit(cluster.operations, session)
        watched = pool.submit(alarms, session, info["ClusterName"])
        names = pool.submit(listed, session, info["ClusterName"], listed_metrics(shape))
        brokers = nodes.result() if nodes else None
        groups, topics, lines = _metrics(session, shape, brokers, names.result(), at)
    return Snapshot(
        at=at,
        arn=session.arn,
        state=info["State"],
        state_reason=info.get("StateInfo", {}).get("Message"),
        shape=grows.result() if grows else shape,
        created=info.get("CreationTime"),
        zones=_zones(info),
        brokers=brokers,
        operations=done.result(),
        alarms=watched.result(),
        groups=groups,
        topics=topics,
        series=lines or {},
        metrics_read=lines is not None,
        unread=tuple(sorted(session.unread, key=lambda one: one.source)),
    )


def _metrics(
    session: Session,
    shape: ClusterShape,
    brokers: tuple[Broker, ...] | None,
    names: dict[str, tuple[tuple[str, ...], ...]] | None,
    at: datetime,
) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...], dict[MetricId, Series] | None]:
    named = names or {}
    groups = [(group, topic) for group, topic in named.get("SumOffsetLag", ())]
    topics = [topic for (topic,) in named.get("BytesInPerSec", ())]
    if len(groups) > MOST_GROUPS:
        reason = f"there are {len(groups)} pairs of them, and {MOST_GROUPS} are looked at"
        session.unread.append(
            Unread(source="lag of every group and topic", action=None, reason=reason)
        )
        groups = groups[:MOST_GROUPS]
    # Who may not list brokers still sees what they publish: they are numbered from 1.
    count = shape.broker_count if isinstance(shape.broker_count, int) else 0
    ids = [one.id for one in brokers] if brokers else [str(n + 1) for n in range(count)]
    wanted = wanted_metrics(shape, brokers=ids, groups=groups, topics=topics)
    lines = series(session, str(shape.cluster_name), wanted, at)
    return tuple(groups), tuple(topics), lines


def _zones(info: dict[str, Any]) -> tuple[str, ...]:
    nodes = info.get("Provisioned", {}).get("BrokerNodeGroupInfo", {})
    return tuple(sorted(nodes.get("ZoneIds", [])))
