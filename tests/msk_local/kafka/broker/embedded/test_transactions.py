"""Transactions: who may write, what is seen, and what comes of those that never end."""

import asyncio
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kio.schema.errors import ErrorCode

from msk_local.kafka.broker.embedded.batches import Batch, end_marker
from msk_local.kafka.broker.embedded.groups import Groups
from msk_local.kafka.broker.embedded.log import PartitionLog
from msk_local.kafka.broker.embedded.membership import Committed
from msk_local.kafka.broker.embedded.topics import Topics
from msk_local.kafka.broker.embedded.transactions import TransactionError, Transactions

TRANSACTIONAL = 0x10
PLACE = ("topic", 0)


def batch(producer_id, epoch=0, *, attributes=TRANSACTIONAL, sequence=0):
    """A batch of one record; its bytes are long enough to be placed, and say nothing."""
    return Batch(bytes(61), 0, 1, attributes, 0, 0, producer_id, epoch, sequence)


class Case:
    """A topic of one partition, groups, and the transactions over them."""

    def __init__(self):
        topics = Topics(1, {})
        topics.create("topic", partition_count=1, replication_factor=1, configs={})
        self.groups = Groups()
        self.transactions = Transactions(topics, self.groups, itertools.count(1).__next__)
        self.log = topics.partition(*PLACE)[1].log

    def producer(self, timeout=3600.0, former=None):
        """The transaction of a new producer."""
        producer = self.transactions.begin_producer("id", timeout, former)
        return self.transactions.get("id", *producer)

    def refusal(self, transaction, *, epoch=None):
        """The error that a batch is refused with."""
        epoch = transaction.producer_epoch if epoch is None else epoch
        return self.transactions.refusal(PLACE, batch(transaction.producer_id, epoch))


def run(test):
    """Run a test with a loop, which deadlines need."""

    def wrapped(*arguments, **named):
        async def main():
            test(*arguments, **named)

        asyncio.run(main())

    wrapped.__doc__, wrapped.__name__ = test.__doc__, test.__name__
    return wrapped


@run
def test_only_what_was_announced_may_be_written():
    """A batch is refused before its partition is added, and after the end."""
    case = Case()
    transaction = case.producer()
    assert case.refusal(transaction) is ErrorCode.invalid_txn_state
    case.transactions.add(transaction, {PLACE})
    assert case.refusal(transaction) is None
    case.transactions.end(transaction, committed=True)
    assert case.refusal(transaction) is ErrorCode.invalid_txn_state
    unknown = case.transactions.refusal(PLACE, batch(99))
    assert unknown is ErrorCode.invalid_producer_id_mapping


@run
def test_a_newer_producer_aborts_and_fences_the_older_one():
    """What was open is aborted; the older one's epoch is refused everywhere."""
    case = Case()
    older = case.producer()
    old = (older.producer_id, older.producer_epoch)
    case.transactions.add(older, {PLACE})
    case.log.append(batch(*old))
    newer = case.producer()
    assert (newer.producer_id, newer.producer_epoch) == (old[0], old[1] + 1)
    assert [(a.producer_id, a.first_offset) for a in case.log.aborted(0, 9)] == [(old[0], 0)]
    assert case.refusal(newer, epoch=old[1]) is ErrorCode.invalid_producer_epoch
    with pytest.raises(TransactionError) as fenced:
        case.transactions.get("id", *old)
    assert fenced.value.code is ErrorCode.producer_fenced
    with pytest.raises(TransactionError) as fenced:
        case.producer(former=old)
    assert fenced.value.code is ErrorCode.producer_fenced
    current = (newer.producer_id, newer.producer_epoch)
    assert case.producer(former=current).producer_epoch == old[1] + 2


@run
def test_epochs_end_and_a_new_producer_id_begins():
    """The highest epoch is for fencing alone; the id that reached it is given up."""
    case = Case()
    first = case.producer()
    producer_id, first.producer_epoch = first.producer_id, 2**15 - 3
    newer = case.producer()
    assert newer.producer_id != producer_id
    assert newer.producer_epoch == 0


@run
def test_an_end_may_be_repeated_and_not_turned_round():
    """A client that did not hear the answer asks again; nothing else is taken without a begin."""
    case = Case()
    transaction = case.producer()
    for committed in (True, False):
        with pytest.raises(TransactionError):
            case.transactions.end(transaction, committed=committed)
    case.transactions.add(transaction, {PLACE})
    case.transactions.end(transaction, committed=True)
    case.transactions.end(transaction, committed=True)
    with pytest.raises(TransactionError) as refused:
        case.transactions.end(transaction, committed=False)
    assert refused.value.code is ErrorCode.invalid_txn_state
    assert case.log.end_offset == 1


@run
def test_offsets_wait_for_the_commit():
    """Until the end they are unstable; an abort forgets them, a commit makes them the group's."""
    case = Case()
    offsets = {PLACE: Committed(5, -1, "")}
    for committed, expected in ((False, {}), (True, offsets)):
        transaction = case.producer()
        case.transactions.add_offsets(transaction, "group", offsets)
        assert case.transactions.unstable("group") == {PLACE}
        assert case.transactions.unstable("other") == set()
        case.transactions.end(transaction, committed=committed)
        assert case.transactions.unstable("group") == set()
        assert case.groups.get_or_create("group").offsets == expected


def test_a_transaction_that_does_not_end_is_aborted():
    """After its timeout it is over, and its producer fenced."""

    async def main():
        case = Case()
        transaction = case.producer(timeout=0.01)
        case.transactions.add(transaction, {PLACE})
        case.log.append(batch(transaction.producer_id))
        ended = asyncio.Event()
        case.log.wake(ended)
        await asyncio.wait_for(ended.wait(), 60)
        assert (transaction.ongoing, transaction.producer_epoch) == (False, 1)
        assert case.log.last_stable_offset == case.log.end_offset == 2

    asyncio.run(main())


steps = st.tuples(st.integers(1, 3), st.sampled_from(["write", "commit", "abort", "plain"]))


@given(st.lists(steps, max_size=30))
@settings(deadline=None, max_examples=150)
def test_what_read_committed_sees(taken):
    """Of any interleaving, what is stable and not aborted is exactly what has been committed."""
    log, written, open_, committed = PartitionLog(), {}, {}, set()
    for producer_id, step in taken:
        if step == "plain":
            committed.add(log.append(batch(-1, -1, attributes=0, sequence=-1)))
        elif step == "write":
            offset = log.append(batch(producer_id))
            written[offset] = producer_id
            open_.setdefault(producer_id, []).append(offset)
        else:
            log.end_transaction(
                end_marker(producer_id, 0, committed=step == "commit"), committed=step == "commit"
            )
            ended = open_.pop(producer_id, [])
            committed |= set(ended) if step == "commit" else set()
    stable = min((offsets[0] for offsets in open_.values()), default=log.end_offset)
    assert log.last_stable_offset == stable
    aborted = log.aborted(0, stable)
    hidden = {
        offset
        for offset, producer_id in written.items()
        for one in aborted
        if one.producer_id == producer_id and one.first_offset <= offset <= one.last_offset
    }
    plain = {offset for offset in committed if offset not in written}
    seen = {offset for offset in (*written, *plain) if offset < stable} - hidden
    assert seen == {offset for offset in committed if offset < stable}
    whole = log.read(0, 2**30, at_least_one=True, end=stable)
    assert len(whole) <= len(log.read(0, 2**30, at_least_one=True))
