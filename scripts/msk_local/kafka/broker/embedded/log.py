"""The records of one partition, in order."""

import asyncio
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from msk_local.kafka.broker.embedded.batches import Batch
from msk_local.kafka.broker.embedded.sequences import Sequences


class Aborted(NamedTuple):
    """A transaction whose records nobody shall see who reads what was committed."""

    producer_id: int
    first_offset: int
    last_offset: int


class PartitionLog:
    """An append-only list of batches that loses its oldest ones to retention."""

    def __init__(self) -> None:
        self.start_offset = 0
        """The first offset that can be read."""
        self.end_offset = 0
        """The offset the next record gets."""
        self.sequences = Sequences()
        self._batches: list[Batch] = []
        self._last_offsets: list[int] = []
        self._bytes = 0
        self._waiting: set[asyncio.Event] = set()
        self._open: dict[int, int] = {}
        self._aborted: list[Aborted] = []

    @property
    def last_stable_offset(self) -> int:
        """Where the oldest transaction that is still open begins, or the end."""
        return max(self.start_offset, min(self._open.values(), default=self.end_offset))

    def append(self, batch: Batch, *, append_time: int | None = None) -> int:
        """Write a batch and wake who waits for it.

        Returns:
            The offset of its first record.
        """
        placed = self._write(batch.placed(self.end_offset, append_time=append_time))
        self.sequences.appended(placed)
        if placed.transactional:
            self._open.setdefault(placed.producer_id, placed.base_offset)
        return placed.base_offset

    def end_transaction(self, marker: Batch, *, committed: bool) -> None:
        """Write the end of a producer's transaction, and remember one that was aborted."""
        placed = self._write(marker.placed(self.end_offset))
        first = self._open.pop(placed.producer_id, None)
        if first is not None and not committed:
            self._aborted.append(Aborted(placed.producer_id, first, placed.last_offset))

    def aborted(self, offset: int, end: int) -> Sequence[Aborted]:
        """The aborted transactions that have records from `offset` on and before `end`."""
        return [a for a in self._aborted if a.last_offset >= offset and a.first_offset < end]

    def read(
        self, offset: int, max_bytes: int, *, at_least_one: bool, end: int | None = None
    ) -> bytes:
        """Whole batches from the one that holds `offset` on.

        Args:
            offset: The first record wanted; the batch may start earlier.
            max_bytes: Where to stop.
            at_least_one: Whether the first batch is read even when it is larger.
            end: No batch from this offset on is read. Absent: all there are.
        """
        chunks: list[bytes] = []
        size = 0
        for batch in self._batches[bisect_left(self._last_offsets, offset) :]:
            too_large = size + len(batch.data) > max_bytes and (chunks or not at_least_one)
            if too_large or (end is not None and batch.base_offset >= end):
                break
            chunks.append(batch.data)
            size += len(batch.data)
        return b"".join(chunks)

    def offset_at(self, timestamp: int) -> tuple[int, int] | None:
        """Offset and timestamp of the first record not older than `timestamp`, in milliseconds."""
        for batch in self._batches:
            if batch.max_timestamp >= timestamp and batch.last_offset >= self.start_offset:
                offset, found = batch.first_at(timestamp)
                return max(offset, self.start_offset), found
        return None

    def latest(self) -> tuple[int, int] | None:
        """Offset and timestamp of the record with the greatest timestamp."""
        if not self._batches:
            return None
        return max(self._batches, key=lambda batch: batch.max_timestamp).latest()

    def truncate_before(self, offset: int) -> None:
        """Forget all records before `offset`; batches go when their last record does."""
        self.start_offset = max(self.start_offset, min(offset, self.end_offset))
        self._drop(bisect_right(self._last_offsets, self.start_offset - 1))

    def retain(self, *, max_bytes: int | None, not_before: int | None) -> None:
        """Apply retention; the newest batch always stays.

        Args:
            max_bytes: Drop the oldest batches above this size. `None`: no limit.
            not_before: Drop batches whose records are all older, in milliseconds. `None`: none.
        """
        dropped = 0
        size = self._bytes
        for batch in self._batches[:-1]:
            too_old = not_before is not None and batch.max_timestamp < not_before
            too_large = max_bytes is not None and size > max_bytes
            if not (too_old or too_large):
                break
            size -= len(batch.data)
            dropped += 1
        if dropped:
            self.start_offset = max(self.start_offset, self._batches[dropped].base_offset)
            self._drop(dropped)

    def wake(self, event: asyncio.Event) -> None:
        """Set `event` at the next append."""
        self._waiting.add(event)

    def forget(self, event: asyncio.Event) -> None:
        """No longer set `event`."""
        self._waiting.discard(event)

    def _write(self, placed: Batch) -> Batch:
        self._batches.append(placed)
        self._last_offsets.append(placed.last_offset)
        self._bytes += len(placed.data)
        self.end_offset = placed.last_offset + 1
        for event in self._waiting:
            event.set()
        return placed

    def _drop(self, count: int) -> None:
        self._bytes -= sum(len(batch.data) for batch in self._batches[:count])
        del self._batches[:count]
        del self._last_offsets[:count]
        self._aborted = [a for a in self._aborted if a.last_offset >= self.start_offset]
