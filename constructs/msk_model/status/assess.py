"""The judgement of a snapshot."""

from dataclasses import dataclass
from datetime import date

from msk_model.status.advice import Advice, Level
from msk_model.status.advice_of_alarms import advice_of_alarms, advice_of_unread
from msk_model.status.advice_of_cluster import advice_of_cluster, version_facts
from msk_model.status.advice_of_load import (
    advice_of_brokers,
    advice_of_conditions,
    advice_of_gauges,
    advice_of_lag,
    advice_of_restart,
    advice_of_storage,
)
from msk_model.status.conditions import conditions
from msk_model.status.gauges import Gauge, gauges
from msk_model.status.lag import Lag, lags
from msk_model.status.snapshot import Snapshot
from msk_model.status.storage import Storage, storage


@dataclass(frozen=True, kw_only=True)
class Status:
    """How a cluster is.

    Attributes:
        snapshot: What it was judged by.
        end_of_support: Of its Kafka version; `None`: none has been announced, or it has none.
        gauges: Its load against what its size may carry.
        storage: How full it is; `None` on Serverless, which publishes nothing about it.
        lags: How far consumer groups are behind, the furthest first.
        advice: What to do, the most urgent first.
    """

    snapshot: Snapshot
    end_of_support: date | None
    gauges: tuple[Gauge, ...]
    storage: Storage | None
    lags: tuple[Lag, ...]
    advice: tuple[Advice, ...]

    def reaches(self, level: Level) -> bool:
        """Whether anything is as urgent as `level` or more."""
        return any(one.level.reaches(level) for one in self.advice)


def assess(snapshot: Snapshot) -> Status:
    """What `snapshot` shows and what to do about it; every part that could not be read is open."""
    measured, stored, behind = gauges(snapshot), storage(snapshot), lags(snapshot)
    found = conditions(snapshot)
    advice = [
        *advice_of_cluster(snapshot),
        *advice_of_brokers(snapshot),
        *advice_of_conditions(found),
        *advice_of_storage(stored, snapshot),
        *advice_of_alarms(snapshot),
        *advice_of_gauges(measured, found, snapshot),
        *advice_of_restart(measured, snapshot),
        *advice_of_lag(behind),
        *advice_of_unread(snapshot),
    ]
    order = list(Level)
    facts = version_facts(snapshot.shape)
    return Status(
        snapshot=snapshot,
        end_of_support=facts.end_of_support if facts else None,
        gauges=measured,
        storage=stored,
        lags=behind,
        advice=tuple(sorted(advice, key=lambda one: order.index(one.level))),
    )
