"""A status as JSON, whose names stay as they are."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from msk_model import BrokerType, ClusterShape, ClusterType, Unknown
from msk_model.status import Level, Status

VERSION = 1
"""Grows when a name goes or means something else; never when one is added."""


def as_json(status: Status, *, fail_on: Level | None) -> dict[str, Any]:
    """The whole status. What is not known is null.

    Args:
        status: What to tell.
        fail_on: The level that counts as failure; `None`: none does.
    """
    snapshot = status.snapshot
    return {
        "version": VERSION,
        "at": _time(snapshot.at),
        "failed": fail_on is not None and status.reaches(fail_on),
        "level": status.advice[0].level.value if status.advice else None,
        "cluster": _cluster(status),
        "storage": _storage(status),
        "load": [
            {
                "id": one.id,
                "title": one.title,
                "unit": one.unit or "count",
                "value": one.value,
                "where": one.where,
                "peak": one.peak,
                "limit": one.limit,
                "maximum": one.maximum,
                "percent": one.percent,
                "source": one.source,
            }
            for one in status.gauges
        ],
        "lag": [
            {
                "group": one.group,
                "topic": one.topic,
                "records": one.records,
                "seconds": one.seconds,
                "rising": one.rising,
            }
            for one in status.lags
        ],
        "alarms": _rows(
            snapshot.alarms,
            ("name", "state", "since", "reason", "description", "composite", "notifies"),
        ),
        "operations": _rows(
            snapshot.operations, ("type", "state", "started", "ended", "error", "pending")
        ),
        "advice": [
            {
                "id": one.id,
                "level": one.level.value,
                "what": one.what,
                "do": one.do,
                "source": one.source,
            }
            for one in status.advice
        ],
        "unread": _rows(snapshot.unread, ("source", "action", "reason")),
    }


def _cluster(status: Status) -> dict[str, Any]:
    snapshot = status.snapshot
    shape = snapshot.shape
    return {
        "name": snapshot.name,
        "arn": snapshot.arn,
        "state": snapshot.state,
        "state_reason": snapshot.state_reason,
        "created": _time(snapshot.created),
        "kind": _kind(shape),
        "kafka_version": _known(shape.kafka_version),
        "end_of_support": _time(status.end_of_support),
        "broker_size": _known(shape.broker_size),
        "broker_count": _known(shape.broker_count),
        "monitoring_level": _known(shape.monitoring_level),
        "zones": list(snapshot.zones),
        "brokers": _rows(snapshot.brokers, ("id", "subnet", "kafka_version")),
    }


def _kind(shape: ClusterShape) -> str:
    if shape.cluster_type is ClusterType.SERVERLESS:
        return "serverless"
    return "express" if shape.broker_type is BrokerType.EXPRESS else "standard"


def _storage(status: Status) -> dict[str, Any] | None:
    storage = status.storage
    if storage is None:
        return None
    return {
        "where": storage.where,
        "used_percent": storage.used_percent,
        "used_gib": storage.used_gib,
        "volume_gib": storage.volume_gib,
        "autoscaling_max_gib": storage.autoscaling_max_gib,
        "autoscaling_target_percent": storage.autoscaling_target_percent,
        "autoscaling_known": storage.autoscaling_known,
        "grown_at": _time(storage.grown_at),
        "full_at": _time(storage.full_at),
        "forecasts": _rows(
            storage.forecasts, ("span", "where", "gib_per_day", "full_at", "autoscaling")
        ),
    }


def _rows(
    some: tuple[object, ...] | None, names: tuple[str, ...]
) -> list[Mapping[str, Any]] | None:
    if some is None:
        return None
    return [{name: _plain(getattr(one, name)) for name in names} for one in some]


def _plain(value: Any) -> Any:
    return _time(value) if isinstance(value, date) else value


def _time(time: date | None) -> str | None:
    if isinstance(time, datetime):
        return time.isoformat(timespec="seconds")
    return time.isoformat() if time else None


def _known(value: Any) -> Any:
    return None if isinstance(value, Unknown) else value
