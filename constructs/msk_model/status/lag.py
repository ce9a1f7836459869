"""How far consumer groups are behind."""

from dataclasses import dataclass

from msk_model.status.series import FRESH_SECONDS, Series
from msk_model.status.snapshot import GROUP, TOPIC, Snapshot

_HOUR = 3600.0
_LEAST_RECORDS, _LEAST_SECONDS = 100, 60
"""Below it a lag that rises is what the next poll takes."""


@dataclass(frozen=True, kw_only=True)
class Lag:
    """How far a group is behind on a topic.

    Attributes:
        group: The consumer group.
        topic: What it reads.
        records: Over all partitions; `None` without data.
        seconds: As MSK estimates, on the partition that is furthest behind; `None` without data.
        rising: Whether it has grown over the last hour; `None` when the data do not tell.
        line: Records over the day.
    """

    group: str
    topic: str
    records: float | None
    seconds: float | None
    rising: bool | None
    line: Series


def lags(snapshot: Snapshot) -> tuple[Lag, ...]:
    """Every group and topic, the furthest behind first, those without data last."""
    records = _by_group(snapshot, "SumOffsetLag")
    seconds = _by_group(snapshot, "EstimatedMaxTimeLag")
    found = [
        Lag(
            group=group,
            topic=topic,
            records=records.get((group, topic), Series()).latest(snapshot.seconds),
            seconds=seconds.get((group, topic), Series()).latest(snapshot.seconds),
            rising=_rising(
                records.get((group, topic), Series()),
                seconds.get((group, topic), Series()),
                snapshot.seconds,
            ),
            line=records.get((group, topic), Series()),
        )
        for group, topic in snapshot.groups
    ]
    return tuple(sorted(found, key=_order))


def _order(lag: Lag) -> tuple[float, float, str, str]:
    seconds = -1.0 if lag.seconds is None else lag.seconds
    records = -1.0 if lag.records is None else lag.records
    return (-seconds, -records, lag.group, lag.topic)


def _by_group(snapshot: Snapshot, metric: str) -> dict[tuple[str, str], Series]:
    return {
        (group, topic): series
        for one, series in snapshot.series_of(metric)
        if (group := one.value_of(GROUP)) is not None and (topic := one.value_of(TOPIC)) is not None
    }


def _rising(line: Series, seconds: Series, at: float) -> bool | None:
    """Whether it goes up, is a tenth above where it was an hour ago, and is worth a look."""
    now, before = line.latest(at), line.latest(at - _HOUR, within=FRESH_SECONDS)
    slope = line.since(at - _HOUR).slope()
    if now is None or before is None or slope is None:
        return None
    behind = seconds.latest(at)
    worth = now >= _LEAST_RECORDS and (behind is None or behind >= _LEAST_SECONDS)
    return worth and slope > 0 and now > 1.1 * before
