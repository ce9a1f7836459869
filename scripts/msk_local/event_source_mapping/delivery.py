"""A batch on its way into the function: retries, halves, partial success, giving up.

https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from msk_local.event_source_mapping.event import Record, build_event, fits
from msk_local.event_source_mapping.failures import (
    EXHAUSTED,
    TOO_LARGE,
    TOO_OLD,
    FailureDestination,
    GivenUp,
)
from msk_local.event_source_mapping.mapping import Mapping
from msk_local.event_source_mapping.problem import ProblemError
from msk_local.functions import InvocationResult
from msk_local.protocols import ServiceError

_MILLISECONDS: Final = 1000


class Functions(Protocol):
    """What a delivery needs of a `msk_local.functions.FunctionRunner`."""

    def invoke(self, function: str, payload: Any, *, lane: int = 0) -> InvocationResult:
        """Run a function once and wait for it; lanes run at the same time."""


@dataclass(frozen=True)
class Backoff:
    """How long to wait before a batch is tried again.

    Attributes:
        first_seconds: Before the first retry; each later wait is twice the one before.
        longest_seconds: No wait is longer.
    """

    first_seconds: float = 0.1
    longest_seconds: float = 2.0

    def delays(self) -> Iterator[float]:
        """The waits, without an end."""
        delay = self.first_seconds
        while True:
            yield delay
            delay = min(2 * delay, self.longest_seconds)


class Delivery:
    """Hands batches to the function of a mapping until every record is settled.

    Args:
        mapping: Says what to do when the function fails, and learns how it went.
        functions: Runs the function.
        destination: Takes descriptions of what is given up.
        stopped: Ends retries.
        backoff: The waits between them.
        lane: In which of the function's processes.
    """

    def __init__(
        self,
        mapping: Mapping,
        functions: Functions,
        destination: FailureDestination,
        stopped: threading.Event,
        backoff: Backoff,
        *,
        lane: int = 0,
    ) -> None:
        self._mapping = mapping
        self._lane = lane
        self._functions = functions
        self._destination = destination
        self._stopped = stopped
        self._backoff = backoff

    def deliver(
        self,
        records: Sequence[Record],
        *,
        bootstrap_servers: str,
        settle: Callable[[Sequence[Record]], None],
        invocations: int = 0,
    ) -> None:
        """Deliver a batch; it comes back unsettled only when the mapping is stopped.

        Args:
            records: The batch, in the order of each partition.
            bootstrap_servers: What the event says about the brokers.
            settle: Called with records that need not be read again.
            invocations: How often these records were tried before.
        """

        def give_up(some: Sequence[Record], condition: str, error: str | None = None) -> None:
            if some:
                batch = GivenUp(some, condition, invocations, error)
                self._give_up(batch, bootstrap_servers)
                settle(some)

        pending = records
        for delay in self._backoff.delays():
            pending, old = self._split_by_age(pending)
            give_up(old, TOO_OLD)
            if pending and not fits(sum(record.size for record in pending)):
                give_up(pending, TOO_LARGE)
                return
            if not pending or self._stopped.is_set():
                return
            result = self._invoke(pending, bootstrap_servers)
            invocations += 1
            failed = self._failed(result, pending)
            if not failed:
                self._mapping.last_result = "OK"
                settle(pending)
                return
            self._mapping.last_result = str(ProblemError.function())
            settle([record for record in pending if record not in failed])
            pending = failed
            limit = self._mapping.maximum_retries
            if limit is not None and invocations > limit:
                give_up(pending, EXHAUSTED, result.function_error)
                return
            self._stopped.wait(delay)
            if self._mapping.bisects and len(pending) > 1:
                middle = len(pending) // 2
                for half in (pending[:middle], pending[middle:]):
                    self.deliver(
                        half,
                        bootstrap_servers=bootstrap_servers,
                        settle=settle,
                        invocations=invocations,
                    )
                return

    def refuse(self, records: Sequence[Record], condition: str, bootstrap_servers: str) -> None:
        """Give up records that no function may see."""
        self._give_up(GivenUp(records, condition, 0, None), bootstrap_servers)

    def _invoke(self, records: Sequence[Record], bootstrap_servers: str) -> InvocationResult:
        event = build_event(
            records, cluster_arn=self._mapping.cluster_arn, bootstrap_servers=bootstrap_servers
        )
        try:
            return self._functions.invoke(self._mapping.function_arn, event, lane=self._lane)
        except ServiceError as error:  # the function is gone, or being changed
            return InvocationResult(payload=None, function_error=error.code, logs=error.message)

    def _failed(self, result: InvocationResult, records: Sequence[Record]) -> list[Record]:
        """The records to try again: all, none, or those the function names and later ones."""
        if result.function_error is not None:
            return list(records)
        if not self._mapping.reports_items:
            return []
        try:
            first = _first_failures(result.payload)
        except (KeyError, TypeError, AttributeError):  # no valid report fails the whole batch
            return list(records)
        return [r for r in records if r.source in first and r.offset >= first[r.source]]

    def _split_by_age(self, records: Sequence[Record]) -> tuple[Sequence[Record], list[Record]]:
        limit = self._mapping.maximum_age_seconds
        if limit is None:
            return records, []
        oldest = (time.time() - limit) * _MILLISECONDS
        old = [record for record in records if record.timestamp < oldest]
        return [record for record in records if record.timestamp >= oldest], old

    def _give_up(self, batch: GivenUp, bootstrap_servers: str) -> None:
        try:
            self._destination.send(batch, bootstrap_servers=bootstrap_servers)
        except ProblemError as problem:
            self._mapping.last_result = str(problem)


def _first_failures(payload: Any) -> dict[str, int]:
    """The lowest failed offset of each partition a function reports."""
    first: dict[str, int] = {}
    for item in (payload or {}).get("batchItemFailures") or []:
        identifier = item["itemIdentifier"]
        source, offset = identifier["partition"], int(identifier["offset"])
        first[source] = min(offset, first.get(source, offset))
    return first
