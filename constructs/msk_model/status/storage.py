"""How full the disks are, and when they will be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from msk_model.shape import BrokerType, ClusterShape, ClusterType
from msk_model.sources import developer_guide
from msk_model.status.series import FRESH_SECONDS, Series
from msk_model.status.snapshot import Snapshot

SOURCE = developer_guide("msk-autoexpand")

_HOUR = 3600.0
_DAY = 24 * _HOUR
_SPANS = {"day": (_DAY, 6 * _HOUR), "week": (7 * _DAY, 2 * _DAY)}
"""Seconds that a rate looks back, and the fewest it has to cover."""
_FARTHEST_DAYS = 3650
_STEP_PERCENT, _STEP_GIB, _STEPS_A_DAY = 10, 10, 4
"""Autoscaling adds the larger of 10 % and 10 GiB, at most once in 6 hours."""
_GIB = 2**30


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """What follows if disks go on to fill as they did.

    Attributes:
        span: ``day`` or ``week``: what the rate is taken from.
        gib_per_day: What the broker that is full first gains; negative when it shrinks. Of the
            whole cluster on Express.
        where: That broker, or ``cluster``.
        full_at: When its disk is full; `None`: not in ten years, or there is no end to it.
        autoscaling: Whether `full_at` counts on autoscaling to grow the volume up to its maximum.
    """

    span: str
    gib_per_day: float
    where: str
    full_at: datetime | None
    autoscaling: bool = False


@dataclass(frozen=True, kw_only=True)
class Storage:
    """Storage of a cluster.

    Attributes:
        where: The fullest broker, ``cluster`` on Express; `None` without data.
        used_percent: Of its volume; `None` without data and where there is no volume.
        used_gib: As for `used_percent`; on Express what the whole cluster keeps.
        volume_gib: Of each broker; `None` where MSK provides storage.
        autoscaling_max_gib: What autoscaling may grow each volume to; `None` without autoscaling.
        autoscaling_target_percent: At which it does.
        autoscaling_known: Whether it could be read.
        grown_at: When the volumes last grew, which is where rates begin; `None`: not lately.
        forecasts: At the rates of the last day and week, as far as data reaches.
        lines: The week by broker, in the unit of the metric.
    """

    where: str | None = None
    used_percent: float | None = None
    used_gib: float | None = None
    volume_gib: int | None = None
    autoscaling_max_gib: int | None = None
    autoscaling_target_percent: int | None = None
    autoscaling_known: bool = True
    grown_at: datetime | None = None
    forecasts: tuple[Forecast, ...] = ()
    lines: Mapping[str, Series] = field(default_factory=dict, repr=False)

    @property
    def full_at(self) -> datetime | None:
        """The earliest time at which a disk is full; `None`: none is in sight."""
        return min((one.full_at for one in self.forecasts if one.full_at), default=None)


def storage(snapshot: Snapshot) -> Storage | None:
    """Storage of the cluster; `None` on Serverless, which publishes nothing about it."""
    if snapshot.shape.cluster_type is ClusterType.SERVERLESS:
        return None
    if snapshot.shape.broker_type is BrokerType.EXPRESS:
        return _of_express(snapshot)
    return _of_standard(snapshot)


def days_until_full(shape: ClusterShape, *, used_gib: float, gib_per_day: float) -> float | None:
    """Days until a volume is full; `None` when it does not fill.

    Autoscaling is counted on where it keeps up: it grows a volume by 10 %, at least 10 GiB, four
    times a day at most, up to its maximum.

    Args:
        shape: States the volume, and autoscaling's maximum if there is one.
        used_gib: What is used of it.
        gib_per_day: What is added.
    """
    if gib_per_day <= 0 or not isinstance(shape.volume_size_gib, int):
        return None
    room = _reachable_gib(shape, gib_per_day) - used_gib
    return max(0.0, room / gib_per_day)


def _reachable_gib(shape: ClusterShape, gib_per_day: float) -> int:
    volume, most = shape.volume_size_gib, shape.autoscaling_max_gib
    if not isinstance(volume, int):
        return 0
    step = max(_STEP_GIB, volume * _STEP_PERCENT / 100)
    keeps_up = gib_per_day <= step * _STEPS_A_DAY
    return max(volume, most) if isinstance(most, int) and keeps_up else volume


def _of_standard(snapshot: Snapshot) -> Storage:
    shape = snapshot.shape
    volume = shape.volume_size_gib if isinstance(shape.volume_size_gib, int) else None
    lines = snapshot.by_broker("KafkaDataLogsDiskUsed")
    now = {
        broker: value
        for broker, line in lines.items()
        if (value := line.latest(snapshot.seconds, within=_HOUR + FRESH_SECONDS)) is not None
    }
    fullest = max(now, key=lambda broker: now[broker], default=None)
    percent = None if fullest is None else now[fullest]
    grown = _grown_at(snapshot)
    start = grown.timestamp() if grown else 0.0
    current = {broker: line.since(start) for broker, line in lines.items() if broker in now}
    return Storage(
        where=None if fullest is None else f"broker {fullest}",
        used_percent=percent,
        used_gib=None if percent is None or volume is None else percent / 100 * volume,
        volume_gib=volume,
        autoscaling_max_gib=_number(shape.autoscaling_max_gib),
        autoscaling_target_percent=_number(shape.autoscaling_target_percent),
        autoscaling_known=not any(one.source == "storage autoscaling" for one in snapshot.unread),
        grown_at=grown,
        forecasts=() if volume is None else _forecasts(snapshot, current, now, volume),
        lines=lines,
    )


def _forecasts(
    snapshot: Snapshot, lines: Mapping[str, Series], now: Mapping[str, float], volume: int
) -> tuple[Forecast, ...]:
    found: list[Forecast] = []
    for span, (back, least) in _SPANS.items():
        candidates: list[tuple[float, float, str]] = []
        for broker, line in lines.items():
            rate = _rate(line.since(snapshot.seconds - back), least)
            if rate is None:
                continue
            gib_per_day = rate / 100 * volume
            days = days_until_full(
                snapshot.shape, used_gib=now[broker] / 100 * volume, gib_per_day=gib_per_day
            )
            # Of brokers that never fill, the one that gains most.
            candidates.append((float("inf") if days is None else days, -gib_per_day, broker))
        if candidates:
            days, minus, broker = min(candidates)
            found.append(
                Forecast(
                    span=span,
                    gib_per_day=-minus,
                    where=f"broker {broker}",
                    full_at=_in_days(snapshot.at, days),
                    autoscaling=_reachable_gib(snapshot.shape, -minus) > volume,
                )
            )
    return tuple(found)


def _of_express(snapshot: Snapshot) -> Storage:
    """Storage has no end on Express: what it gains costs money and stops nothing."""
    line = next((series for _, series in snapshot.series_of("StorageUsed")), Series())
    used = line.latest(snapshot.seconds, within=_HOUR + FRESH_SECONDS)
    forecasts = tuple(
        Forecast(span=span, gib_per_day=rate / _GIB, where="cluster", full_at=None)
        for span, (back, least) in _SPANS.items()
        if (rate := _rate(line.since(snapshot.seconds - back), least)) is not None
    )
    return Storage(
        where=None if used is None else "cluster",
        used_gib=None if used is None else used / _GIB,
        forecasts=forecasts,
        lines={"cluster": line} if line.points else {},
    )


def _rate(line: Series, least: float) -> float | None:
    """The change in a day; `None` when the values cover too little time to tell."""
    slope = line.slope() if line.seconds >= least else None
    return None if slope is None else slope * _DAY


def _grown_at(snapshot: Snapshot) -> datetime | None:
    """When volumes last grew: percentages before that are of a smaller volume."""
    ended = [
        one.ended
        for one in snapshot.operations or ()
        if "STORAGE" in one.type and one.ended is not None and not one.failed
    ]
    last = max(ended, default=None)
    return last if last and snapshot.at - last < timedelta(days=7) else None


def _in_days(at: datetime, days: float) -> datetime | None:
    return at + timedelta(days=days) if days <= _FARTHEST_DAYS else None


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None
