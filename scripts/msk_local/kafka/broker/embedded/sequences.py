"""Idempotent producers: a batch that comes twice is written once."""

from collections import deque
from dataclasses import dataclass, field
from typing import NamedTuple

from kio.schema.errors import ErrorCode

from msk_local.kafka.broker.embedded.batches import Batch

_REMEMBERED_BATCHES = 5
_SEQUENCES = 2**31
"""Sequence numbers start again at zero after the greatest positive 32-bit number."""


class _Written(NamedTuple):
    first: int
    last: int
    base_offset: int


@dataclass
class _Producer:
    epoch: int
    batches: deque[_Written] = field(default_factory=lambda: deque(maxlen=_REMEMBERED_BATCHES))


class Sequences:
    """What the idempotent producers of one partition wrote last."""

    def __init__(self) -> None:
        self._producers: dict[int, _Producer] = {}

    def check(self, batch: Batch) -> ErrorCode | int | None:
        """What to do with a batch.

        Returns:
            `None` to append it, the base offset it already has when it was appended before, or
            the error it is refused with.
        """
        producer = self._producers.get(batch.producer_id)
        if batch.producer_id < 0 or producer is None:
            return None
        if batch.producer_epoch < producer.epoch:
            return ErrorCode.invalid_producer_epoch
        first = batch.base_sequence
        if batch.producer_epoch > producer.epoch:
            return None if first == 0 else ErrorCode.out_of_order_sequence_number
        last = (first + batch.count - 1) % _SEQUENCES
        for written in producer.batches:
            if (written.first, written.last) == (first, last):
                return written.base_offset
        if first != (producer.batches[-1].last + 1) % _SEQUENCES:
            return ErrorCode.out_of_order_sequence_number
        return None

    def appended(self, batch: Batch) -> None:
        """Remember a batch that `check` let pass and that now has its place in the log."""
        if batch.producer_id < 0:
            return
        producer = self._producers.get(batch.producer_id)
        if producer is None or producer.epoch != batch.producer_epoch:
            producer = self._producers[batch.producer_id] = _Producer(batch.producer_epoch)
        first = batch.base_sequence
        last = (first + batch.count - 1) % _SEQUENCES
        producer.batches.append(_Written(first, last, batch.base_offset))
