"""Delivery of the records of one partition, each exactly once.

Lambda calls with the same records again, cut into other batches, after failures, rewinds and
rebalances, and an invocation given up for dead may wake up in the middle. So:

1. Nothing is decided before the last link of the partition's chain was read. Records from its mark
   on are new. Records below it count as delivered only if an object is found to hold the very same
   record; nothing is skipped because of its offset alone.
2. A new object needs a claim on the place after the last link. The claim fixes the object's key for
   every writer, and there is one claim for one place. The key therefore does not depend on how the
   batch was cut, although it carries the date of a record: whoever comes later, with other records,
   a record compacted away or another idea of the date, finds the claim and uses its key.
3. The object is written only if its key is free. Whoever is late, by a millisecond or an hour,
   learns that the place is taken, reads from the winner's metadata where the chain goes on, notes
   it and begins again at 1 with the records that are left.

A place can be claimed only after the object of the place before it exists, so what step 1 found to
be missing is still missing when the claim succeeds. Gaps in the offsets (compaction, transaction
markers, a batch Lambda gave up) are accepted and counted. Should a record of a gap arrive after
all, or a record of a topic that was deleted and created anew, it is below the mark and in no
object: an empty object then ends the epoch and the chain goes on from that record's offset in the
next one. So it does where a key of another format was claimed, and never written, before the sink's
own was changed.
"""

import dataclasses
import itertools
import operator
import time
import uuid
from collections.abc import Callable, Sequence

from cutting import cut, date_of
from envelope import Record
from formats import record_format_of
from ledger import FIRST_PLACE, Ledger, Link, Next, Place
from objects import Objects, Written
from record_columns import Records

_ROUNDS = 30
"""Each round writes an object or learns of one; a partition has one reader and a few ghosts."""


class NotDeliveredError(RuntimeError):
    """Records that could not be delivered now; Lambda will send them again."""


@dataclasses.dataclass
class Outcome:
    """What became of the records of one partition, in records unless the name says otherwise."""

    delivered: int = 0
    already_delivered: int = 0
    offsets_missing: int = 0
    """Offsets that no record came for."""
    objects_written: int = 0
    epochs_begun: int = 0
    dead_letters: int = 0
    """Delivered as such."""


class Delivery:
    """The way from a partition to its objects.

    Args:
        ledger: The chains.
        objects: The bucket.
        prefix: What every key begins with, empty or ending in a slash.
        ending: What every key ends with; `formats.key_ending` chooses it.
        object_bytes: Keys and values of so many bytes end an object. Absent: nothing does.
        by_ingest: Keys carry the day on which they are claimed. Absent: that of the timestamps of
            their records, which ends an object where it changes.
        now: The time in seconds since 1970.
        sleep: Waits for some seconds when S3 reports a conflict.
    """

    def __init__(
        self,
        ledger: Ledger,
        objects: Objects,
        *,
        prefix: str,
        ending: str,
        object_bytes: int | None = None,
        by_ingest: bool = False,
        now: Callable[[], float] = time.time,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._ledger = ledger
        self._objects = objects
        self._prefix = prefix
        self._ending = ending
        self._object_bytes = object_bytes
        self._by_ingest = by_ingest
        self._now = now
        self._sleep = sleep

    def deliver(
        self, chain: str, records: Sequence[Record], *, elsewhere: Sequence[int] = ()
    ) -> Outcome:
        """Return when each of `records` is in exactly one object.

        Args:
            chain: Names the cluster, the consumer group and the partition.
            records: Records of that one partition; one at least.
            elsewhere: Offsets of records that came with them and go into no object of this chain.
                Absent: none.

        Raises:
            NotDeliveredError: Others were faster again and again, or a record came in two versions.
        """
        outcome = Outcome()
        received = waiting = _in_order(Records.of(records))
        offsets_received = [*received.offsets, *elsewhere]
        attempt = 0
        while attempt < _ROUNDS:
            attempt += 1
            last = self._ledger.last(chain)
            place = last.next_place() if last else FIRST_PLACE
            missing = self._not_delivered(chain, place, waiting)
            if not missing:
                outcome.already_delivered = len(received) - outcome.delivered
                return outcome
            if last is None or last.next is not None:
                last = Link(place, self._key(place, missing[0]), None)
                if not self._ledger.claim(chain, last):
                    continue
            first = missing.offsets[0]
            ends_epoch = first < place.start or not self._is_ours(last.key)
            batch = missing[:0] if ends_epoch else self._cut(missing)
            what_follows = (
                Next(place.epoch + 1, min(first, place.start), 0)
                if ends_epoch
                else Next(place.epoch, _end(batch, missing, elsewhere), len(batch))
            )
            written = self._objects.write(last.key, batch, what_follows)
            if written is Written.CONFLICT:
                self._sleep(min(2.0, 0.05 * 2**attempt))
                continue
            if written is Written.TAKEN:
                what_follows = self._objects.what_follows(last.key)
            self._ledger.finish(chain, last, what_follows)
            if written is Written.YES:
                outcome.objects_written += 1
                outcome.epochs_begun += ends_epoch
            if written is Written.YES and batch:
                outcome.delivered += len(batch)
                outcome.offsets_missing += _offsets_missing(
                    place, offsets_received, first, what_follows.start
                )
                waiting, attempt = missing[len(batch) :], 0
                if not waiting:
                    outcome.already_delivered = len(received) - outcome.delivered
                    return outcome
        message = f"{chain}: others wrote first {_ROUNDS} times in a row"
        raise NotDeliveredError(message)

    def _not_delivered(self, chain: str, place: Place, records: Records) -> Records:
        """Those of `records` that no object before `place` holds."""
        certainly_new = max(place.start, place.ceiling)
        if not records or records.offsets[0] >= certainly_new:
            return records
        doubtful = {record.offset: record for record in records if record.offset < certainly_new}
        first, last = min(doubtful), max(doubtful)
        delivered = {
            found.offset
            for epoch in range(place.epoch, -1, -1)
            for link in self._ledger.overlapping(chain, epoch, first, last)
            for found in self._objects.read(link.key)
            if found == doubtful.get(found.offset)
        }
        return records.where([offset not in delivered for offset in records.offsets])

    def _is_ours(self, key: str) -> bool:
        """Whether a key, perhaps claimed before the sink's format was changed, may hold records."""
        return record_format_of(key) == record_format_of(self._ending)

    def _cut(self, records: Records) -> Records:
        """The first of `records`, as many as go into one object."""
        return cut(records, self._object_bytes, by_day=not self._by_ingest)

    def _key(self, place: Place, first: Record) -> str:
        timestamp = int(self._now() * 1000) if self._by_ingest else first.timestamp
        return (
            f"{self._prefix}topic={first.topic}/date={date_of(timestamp)}"
            f"/partition={first.partition:05d}"
            f"/{place.start:020d}-{place.epoch}-{uuid.uuid4().hex[:16]}{self._ending}"
        )


def _in_order(records: Records) -> Records:
    if all(itertools.starmap(operator.lt, itertools.pairwise(records.offsets))):
        return records
    by_offset: dict[int, Record] = {}
    for record in records:
        if by_offset.setdefault(record.offset, record) != record:
            message = f"{record.topic}-{record.partition}: two records at offset {record.offset}"
            raise NotDeliveredError(message)
    return Records.of(by_offset[offset] for offset in sorted(by_offset))


def _end(batch: Records, missing: Records, elsewhere: Sequence[int]) -> int:
    """The offset that is expected after `batch`, which begins `missing`."""
    last = batch.offsets[-1]
    if len(batch) == len(missing):
        last = max([last, *elsewhere])
    return last + 1


def _offsets_missing(place: Place, received: Sequence[int], first: int, end: int) -> int:
    """How many offsets from the one expected to `end` nobody sent."""
    expected = max(place.start, place.ceiling)
    if place == FIRST_PLACE or first < expected:
        expected = first  # what came before it was never expected, or came long ago
    return max(0, end - expected - len({at for at in received if expected <= at < end}))
