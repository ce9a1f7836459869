"""Handlers with one mistake each, of the kinds that real sinks make.

The simulator has to find fault with every one of them, or it would prove nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from delivery import Delivery, Outcome
from ledger import Ledger, Link, Next, Place
from objects import Objects, Written
from record_columns import Records


class WritesOver(Objects):
    """Forgets that a key may be taken: no ``If-None-Match``."""

    def write(self, key: str, *arguments: Any) -> Written:
        self._s3, s3 = _Overwriting(self._s3), self._s3
        try:
            return super().write(key, *arguments)
        finally:
            self._s3 = s3


class _Overwriting:
    def __init__(self, s3: Any) -> None:
        self._s3 = s3

    def put_object(self, **options: Any) -> Any:
        del options["IfNoneMatch"]
        return self._s3.put_object(**options)


class TakesConflictsForSuccess(Objects):
    """Believes that whoever was about to write in its way did, and wrote the same."""

    def write(self, key: str, *arguments: Any) -> Written:
        written = super().write(key, *arguments)
        return Written.YES if written is Written.CONFLICT else written


class TakesWinnersForItself(Objects):
    """Believes that an object which is there already holds its own records."""

    def write(self, key: str, *arguments: Any) -> Written:
        written = super().write(key, *arguments)
        return Written.YES if written is Written.TAKEN else written


class NamesIndexesAfterObjects(Objects):
    """Has one index for a key, which whoever is late writes over although its object is not his."""

    def _write_index(self, key: str, records: Any) -> dict[str, str]:
        index = super()._write_index(key, records)["index"]
        body = self._s3.get_object(Bucket=self._bucket, Key=index)["Body"].read()
        self._s3.put_object(Bucket=self._bucket, Key=f"_index/{key}", Body=body)
        return {"index": f"_index/{key}"}


class LosesDeadLetters(Delivery):
    """Takes what is no JSON object for somebody else's affair, as most sinks do."""

    def deliver(self, chain: str, records: Any, **others: Any) -> Any:
        if chain.endswith("/dead-letters"):
            return Outcome()
        return super().deliver(chain, records, **others)


class ClaimsNothing(Ledger):
    """Believes every claim, so that each writer has a key of its own."""

    def claim(self, chain: str, link: Link) -> bool:
        super().claim(chain, link)
        return True


class TrustsOffsets(Delivery):
    """Takes everything below the mark for delivered: no epochs."""

    def _not_delivered(self, chain: str, place: Place, records: Any) -> Any:
        return records.where([offset >= place.start for offset in records.offsets])


class DeliversTwice(Delivery):
    """Looks below the mark for nothing."""

    def _not_delivered(self, chain: str, place: Place, records: Any) -> Any:
        return records


class NamesByFirstOffset(Delivery):
    """Keys say where their batch begins, as most sinks' do, and nobody claims a place."""

    def deliver(self, chain: str, records: Any, **_: Any) -> Any:
        name = f"{records[0].topic}/{records[0].partition}/{records[0].offset}"
        key = f"{self._prefix}{name}{self._ending}"
        self._objects.write(key, Records.of(records), Next(0, records[-1].offset + 1, len(records)))
        return Outcome()


class MarksFirst(Delivery):
    """Moves the mark before the object is there."""

    def deliver(self, chain: str, records: Any, **others: Any) -> Any:
        with _finished_first(self, chain):
            return super().deliver(chain, records, **others)


@contextmanager
def _finished_first(delivery: Delivery, chain: str) -> Iterator[None]:
    objects, ledger = delivery._objects, delivery._ledger

    class Early:
        def write(self, key: str, batch: Records, what_follows: Next) -> Written:
            last = ledger.last(chain)
            if last is not None and last.key == key:
                ledger.finish(chain, last, what_follows)
            return objects.write(key, batch, what_follows)

        def __getattr__(self, name: str) -> Any:
            return getattr(objects, name)

    delivery._objects = Early()  # type: ignore[assignment]
    try:
        yield
    finally:
        delivery._objects = objects
