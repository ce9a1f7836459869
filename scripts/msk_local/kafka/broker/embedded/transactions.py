"""Transactional producers: what they wrote is seen when they commit, or never.

https://cwiki.apache.org/confluence/display/KAFKA/KIP-98+-+Exactly+Once+Delivery+and+Transactional+Messaging
"""

import asyncio
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from kio.schema.errors import ErrorCode

from msk_local.kafka.broker.embedded.batches import Batch, end_marker
from msk_local.kafka.broker.embedded.groups import Groups
from msk_local.kafka.broker.embedded.membership import Committed
from msk_local.kafka.broker.embedded.topics import Topics

_LAST_EPOCH = 2**15 - 2
"""The highest a producer gets: Kafka keeps the one above for fencing."""

Place = tuple[str, int]
"""Name of a topic and number of a partition."""


class TransactionError(Exception):
    """A request of a transactional producer that is refused.

    Args:
        code: The protocol's error.
    """

    def __init__(self, code: ErrorCode) -> None:
        super().__init__(code.name)
        self.code = code


@dataclass
class Transaction:
    """The producers of one transactional id, one after the other, and what the last one does.

    Attributes:
        producer_id: What its batches are marked with.
        producer_epoch: Higher with each producer; batches of a lower one are refused.
        timeout: Seconds after which a transaction that does not end is aborted.
        ongoing: Whether one has begun.
        ended_with: Whether the last one was committed. `None`: there was none yet.
        partitions: Where it writes.
        offsets: What it commits for consumer groups, by group.
        deadline: Aborts it.
    """

    producer_id: int
    producer_epoch: int
    timeout: float
    ongoing: bool = False
    ended_with: bool | None = None
    partitions: set[Place] = field(default_factory=set)
    offsets: dict[str, dict[Place, Committed]] = field(default_factory=dict)
    deadline: asyncio.TimerHandle | None = None


class Transactions:
    """All transactional ids of the cluster.

    Args:
        topics: Where producers write.
        groups: Whose offsets they commit.
        next_producer_id: Gives an id that no producer had before.
    """

    def __init__(self, topics: Topics, groups: Groups, next_producer_id: Callable[[], int]) -> None:
        self._topics = topics
        self._groups = groups
        self._next_producer_id = next_producer_id
        self._by_id: dict[str, Transaction] = {}

    def begin_producer(
        self, transactional_id: str, timeout: float, former: tuple[int, int] | None
    ) -> tuple[int, int]:
        """Make way for a new producer: older ones are fenced, their transaction is aborted.

        Args:
            transactional_id: What the producers have in common.
            timeout: Seconds a transaction may last.
            former: Id and epoch of a producer that starts anew. `None`: it is really new.

        Returns:
            Id and epoch of the producer.

        Raises:
            TransactionError: The former producer was fenced meanwhile.
        """
        found = self._by_id.get(transactional_id)
        if found is None:
            found = Transaction(self._next_producer_id(), -1, timeout)
            self._by_id[transactional_id] = found
        elif former not in {None, (found.producer_id, found.producer_epoch)}:
            raise TransactionError(ErrorCode.producer_fenced)
        found.timeout = timeout
        self._fence(found)
        found.ended_with = None
        return found.producer_id, found.producer_epoch

    def get(self, transactional_id: str, producer_id: int, producer_epoch: int) -> Transaction:
        """The transaction of the current producer of an id.

        Raises:
            TransactionError: The producer is unknown, or fenced by a newer one.
        """
        found = self._by_id.get(transactional_id)
        if found is None or found.producer_id != producer_id:
            raise TransactionError(ErrorCode.invalid_producer_id_mapping)
        if found.producer_epoch != producer_epoch:
            raise TransactionError(ErrorCode.producer_fenced)
        return found

    def add(self, transaction: Transaction, partitions: Collection[Place]) -> None:
        """Let a transaction write to partitions; the first begin it."""
        self._begin(transaction)
        transaction.partitions.update(partitions)

    def add_offsets(
        self, transaction: Transaction, group_id: str, offsets: Mapping[Place, Committed]
    ) -> None:
        """Have offsets of a group committed with a transaction."""
        self._begin(transaction)
        transaction.offsets.setdefault(group_id, {}).update(offsets)

    def end(self, transaction: Transaction, *, committed: bool) -> None:
        """Commit or abort; the same end may be asked for twice.

        Raises:
            TransactionError: Nothing has begun.
        """
        if transaction.ongoing:
            self._end(transaction, committed=committed)
        elif transaction.ended_with is not committed:
            raise TransactionError(ErrorCode.invalid_txn_state)

    def refusal(self, place: Place, batch: Batch) -> ErrorCode | None:
        """Why a transactional batch may not be written; `None` when it may."""
        found = next((t for t in self._by_id.values() if t.producer_id == batch.producer_id), None)
        if found is None:
            return ErrorCode.invalid_producer_id_mapping
        if found.producer_epoch != batch.producer_epoch:
            return ErrorCode.invalid_producer_epoch
        allowed = found.ongoing and place in found.partitions
        return None if allowed else ErrorCode.invalid_txn_state

    def unstable(self, group_id: str) -> Collection[Place]:
        """The partitions whose offsets of a group an open transaction is about to change."""
        return {place for each in self._by_id.values() for place in each.offsets.get(group_id, ())}

    def _begin(self, transaction: Transaction) -> None:
        if transaction.ongoing:
            return
        transaction.ongoing = True
        transaction.deadline = asyncio.get_running_loop().call_later(
            transaction.timeout, self._fence, transaction
        )

    def _fence(self, transaction: Transaction) -> None:
        """Abort what is open, in the name of a producer newer than all there were."""
        if transaction.producer_epoch < _LAST_EPOCH:
            transaction.producer_epoch += 1
        if transaction.ongoing:
            self._end(transaction, committed=False)
        if transaction.producer_epoch == _LAST_EPOCH:
            transaction.producer_id, transaction.producer_epoch = self._next_producer_id(), 0

    def _end(self, transaction: Transaction, *, committed: bool) -> None:
        if transaction.deadline:
            transaction.deadline.cancel()
        producer = transaction.producer_id, transaction.producer_epoch
        for name, index in sorted(transaction.partitions):
            place = self._topics.partition(name, index)
            if place:
                marker = end_marker(*producer, committed=committed)
                place[1].log.end_transaction(marker, committed=committed)
        if committed:
            for group_id, offsets in transaction.offsets.items():
                self._groups.get_or_create(group_id).offsets.update(offsets)
        transaction.ongoing, transaction.ended_with = False, committed
        transaction.partitions, transaction.offsets, transaction.deadline = set(), {}, None
