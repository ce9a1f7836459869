"""What must be true of a deployed `standard` platform, in the words of its users.

Written once: the demo, the local end-to-end test and the live smoke test all call these.
"""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import boto3

from main_job.archive import Archive, read_archive
from main_job.events import digest, orders
from main_job.platform import Platform
from main_job.work import Transferred, WorkError
from main_job.workers import Worker

TOPIC = "orders"
SINK = "orders-archive"


class MainJobError(Exception):
    """Something that must be true of the platform is not."""


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """What the clients sent and got back."""

    produced: dict[str, Transferred]
    """By authentication."""
    consumed: dict[str, Transferred]
    """By authentication."""

    @property
    def count(self) -> int:
        """Records that lie on the topic."""
        return sum(t.count for t in self.produced.values())


def seeds(run: str) -> dict[str, str]:
    """The seeds of the events of a run, by the authentication they are produced over."""
    return {"IAM": f"{run}-iam", "SCRAM": f"{run}-scram"}


def produced_is_consumed(worker: Worker, platform: Platform, *, run: str, records: int) -> Exchange:
    """Clients produce `records` orders over IAM and as many over SCRAM, and read back just those.

    Raises:
        MainJobError: What came back is not what was sent.
        WorkError: Kafka refused, or records did not come.
    """
    writers = {"IAM": platform.iam("orders-service"), "SCRAM": platform.scram("legacy-shop")}
    readers = {"IAM": platform.iam("orders-analytics"), "SCRAM": platform.scram("legacy-shop")}
    groups = {"IAM": f"analytics-{run}", "SCRAM": f"legacy-{run}"}
    produced = {
        over: worker.produce(writers[over], TOPIC, seed=seed, count=records)
        for over, seed in seeds(run).items()
    }
    total = 2 * records
    sent = digest(event for seed in seeds(run).values() for event in orders(seed, records))
    consumed = {
        over: worker.consume(readers[over], TOPIC, groups[over], count=total) for over in readers
    }
    for over, got in consumed.items():
        if (got.count, got.digest) != (total, sent):
            raise MainJobError(
                f"consumed over {over}: {got.count} records for {total} produced, or not the same"
            )
    return Exchange(produced=produced, consumed=consumed)


def delivered_exactly_once(
    session: boto3.Session,
    platform: Platform,
    *,
    run: str,
    records: int,
    timeout: float = 300,
    on_progress: Callable[[int], None] = lambda _count: None,
) -> Archive:
    """Every order of the run lies in S3 exactly once, byte for byte.

    Raises:
        MainJobError: Records are missing after `timeout` seconds, are there twice, or differ.
    """
    expected = Counter(event for seed in seeds(run).values() for event in orders(seed, records))
    bucket, prefix = platform.bucket(SINK)
    deadline = time.monotonic() + timeout
    while True:
        archive = read_archive(session, bucket, prefix)
        found = Counter(archive.events)
        on_progress(found.total())
        if found.total() >= expected.total() or time.monotonic() > deadline:
            break
        time.sleep(1)  # the sink gathers records before it writes an object
    missing, surplus = expected - found, found - expected
    if missing or surplus:
        raise MainJobError(
            f"s3://{bucket}/{prefix} must hold each of {expected.total()} records once: "
            f"{missing.total()} are missing, {surplus.total()} are too many"
        )
    return archive


__all__ = [
    "SINK",
    "TOPIC",
    "Exchange",
    "MainJobError",
    "WorkError",
    "delivered_exactly_once",
    "produced_is_consumed",
    "seeds",
]
