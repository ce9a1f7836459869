"""Advice about what a cluster carries and keeps, and about who reads it."""

import math
from collections.abc import Iterable, Iterator
from datetime import timedelta

from msk_model.shape import ClusterType
from msk_model.sources import developer_guide
from msk_model.status.advice import Advice, Level
from msk_model.status.conditions import Condition
from msk_model.status.duration import duration
from msk_model.status.gauges import Gauge
from msk_model.status.lag import Lag
from msk_model.status.snapshot import Snapshot
from msk_model.status.storage import SOURCE as AUTOSCALING
from msk_model.status.storage import Storage

_AT_WORK = frozenset({"HEALING", "MAINTENANCE", "REBOOTING_BROKER", "UPDATING"})
"""States in which MSK restarts, replaces or adds brokers, which are silent meanwhile."""
_NEW = timedelta(hours=1)
_PAGE_DAYS, _WARNING_DAYS = 1, 14
_GUESSED_GROWTH = 1.5


def advice_of_conditions(found: Iterable[Condition]) -> Iterator[Advice]:
    """One for each recommended alarm that would fire."""
    for one in found:
        where, value = one.worst
        place = "" if where == "cluster" else f" on broker {where}"
        others = f" and {len(one.values) - 1} more" if len(one.values) > 1 else ""
        yield Advice(
            id=one.alarm.id,
            level=Level.PAGE if one.alarm.severity == "page" else Level.WARNING,
            what=f"{one.alarm.id} is {value:,.4g}{place}{others} "
            f"(alarm at {one.alarm.comparison} {one.threshold:,.4g}): {_start(one.alarm.why)}",
            do=one.alarm.remedy,
            source=one.alarm.source,
        )


def advice_of_gauges(
    gauges: Iterable[Gauge], found: Iterable[Condition], snapshot: Snapshot
) -> Iterator[Advice]:
    """Loads beyond what the size may carry that no alarm is about."""
    watched = {name for one in found for name in one.alarm.metrics.values()}
    metrics = {
        "ingress": "BytesInPerSec",
        "egress": "BytesOutPerSec",
        "partitions": "PartitionCount",
        "connections": "ClientConnectionCount",
        "cpu": "CpuUser",
    }
    size = snapshot.shape.broker_size
    owner = size if isinstance(size, str) else "a serverless cluster"
    for gauge in gauges:
        beyond = gauge.value is not None and gauge.limit is not None and gauge.value > gauge.limit
        enforced = beyond and gauge.maximum is not None and (gauge.value or 0) > gauge.maximum
        if not beyond or (metrics.get(gauge.id) in watched and not enforced):
            continue
        most = gauge.maximum if enforced else gauge.limit
        yield Advice(
            id=f"{gauge.id}-above-{'maximum' if enforced else 'recommended'}",
            level=Level.WARNING,
            what=f"{gauge.title} is {gauge.value:,.4g} {gauge.unit}".rstrip()
            + f" on {gauge.where}, above the {most:,.4g} "
            + (f"{owner} takes at most" if enforced else "AWS advises"),
            do="add brokers and move partitions, or take a larger size; `mskctl size` says which",
            source=gauge.source,
        )


def advice_of_storage(storage: Storage | None, snapshot: Snapshot) -> Iterator[Advice]:
    """What fills up, and what keeps it from growing in time."""
    if storage is None or storage.volume_gib is None:
        return
    if full_at := storage.full_at:
        days = (full_at - snapshot.at) / timedelta(days=1)
        if days <= _WARNING_DAYS:
            yield Advice(
                id="storage-full",
                level=Level.PAGE if days <= _PAGE_DAYS else Level.WARNING,
                what=f"the disk of {_fullest(storage)} is full in {duration(days * 86400)} at its "
                "present rate; a broker whose disk is full stops",
                do=f"grow the volumes, to {_suggested(storage):,} GiB say, or keep records for "
                "less time",
                source=developer_guide("bestpractices"),
            )
    most = storage.autoscaling_max_gib
    if most is None and storage.autoscaling_known:
        yield Advice(
            id="storage-autoscaling",
            level=Level.NOTE,
            what="volumes do not grow by themselves",
            do="add storage autoscaling: StorageAutoscaling(…) of the cluster",
            source=AUTOSCALING,
        )
    elif most is not None and storage.volume_gib >= most:
        yield Advice(
            id="storage-autoscaling-exhausted",
            level=Level.WARNING,
            what=f"volumes have the {most:,} GiB that autoscaling may grow them to",
            do="raise the maximum of storage autoscaling, or keep records for less time",
            source=AUTOSCALING,
        )


def advice_of_brokers(snapshot: Snapshot) -> Iterator[Advice]:
    """Brokers that say nothing while others do; a cluster of which nothing is heard."""
    brokers = [one.id for one in snapshot.brokers or ()]
    if not brokers or not snapshot.metrics_read or snapshot.state in {"CREATING", "DELETING"}:
        return
    silent = [one for one in brokers if not _is_heard(snapshot, one)]
    if len(silent) == len(brokers):
        age = snapshot.at - snapshot.created if snapshot.created else timedelta()
        yield Advice(
            id="no-metrics",
            # Silence is not taken for health, but of a new cluster.
            level=Level.NOTE if age <= _NEW else Level.WARNING,
            what="no broker has published metrics in the last minutes",
            do="wait a quarter of an hour after a cluster was created; else look at the brokers",
            source=developer_guide("monitoring"),
        )
    elif silent:
        word = "brokers" if len(silent) > 1 else "broker"
        yield Advice(
            id="silent-brokers",
            level=Level.WARNING if snapshot.state in _AT_WORK else Level.PAGE,
            what=f"{word} {', '.join(silent)} published no metrics in the last 15 minutes, "
            "others did",
            do="look at the state of the cluster and at partitions below; MSK replaces brokers "
            "that fail by itself",
            source=developer_guide("troubleshooting"),
        )


def advice_of_restart(gauges: Iterable[Gauge], snapshot: Snapshot) -> Iterator[Advice]:
    """Whether the others carry the traffic while one broker restarts, as each does in a patch."""
    if snapshot.shape.cluster_type is ClusterType.SERVERLESS:
        return
    for gauge in gauges:
        brokers = snapshot.shape.broker_count
        if gauge.id not in {"ingress", "egress"} or gauge.maximum is None:
            continue
        now = [value for one in gauge.lines.values() if (value := one.latest(snapshot.seconds))]
        if not isinstance(brokers, int) or brokers < 2 or not now:
            continue
        most = gauge.maximum * (brokers - 1)
        if sum(now) > most:
            yield Advice(
                id=f"{gauge.id}-while-restarting",
                level=Level.WARNING,
                what=f"{gauge.id} of all brokers is {sum(now):,.4g} MB/s, and {brokers - 1} "
                f"brokers carry {most:,.4g}: not enough while one restarts",
                do="add a broker in each zone, or take a larger size, before the next update",
                source=gauge.source,
            )


def advice_of_lag(lags: Iterable[Lag]) -> Iterator[Advice]:
    """The group that falls behind the most; what is too much only its owner knows."""
    rising = [one for one in lags if one.rising]
    if rising:
        worst = rising[0]
        others = f" (and {len(rising) - 1} more)" if len(rising) > 1 else ""
        behind = "" if worst.seconds is None else f", {duration(worst.seconds)} behind"
        yield Advice(
            id="lag-rising",
            level=Level.WARNING,
            what=f"{worst.group} falls behind on {worst.topic}: {worst.records:,.0f} records"
            f"{behind}, more than an hour ago{others}",
            do="look for consumers that fail or are too few; there is one per partition at most",
            source=developer_guide("consumer-lag"),
        )


def _start(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:].rstrip(".")


def _fullest(storage: Storage) -> str:
    return next(one.where for one in storage.forecasts if one.full_at == storage.full_at)


def _suggested(storage: Storage) -> int:
    """Half as much again as there is, in steps of 100 GiB."""
    return math.ceil((storage.volume_gib or 0) * _GUESSED_GROWTH / 100) * 100


def _is_heard(snapshot: Snapshot, broker: str) -> bool:
    dimension = ("Broker ID", broker)
    return any(
        dimension in metric.dimensions and series.latest(snapshot.seconds) is not None
        for metric, series in snapshot.series.items()
        if metric.name != "KafkaDataLogsDiskUsed"
    )
