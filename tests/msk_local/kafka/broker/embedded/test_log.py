"""The log of a partition."""

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from msk_local.kafka.broker.embedded.log import PartitionLog


def filled(make_batch, counts, **arguments):
    log = PartitionLog()
    for count in counts:
        log.append(make_batch(count, **arguments))
    return log


@given(counts=st.lists(st.integers(1, 9), max_size=20), data=st.data())
@settings(deadline=None, max_examples=100)
def test_offsets_are_dense_and_reading_finds_each(make_batch, counts, data):
    """Batches follow each other without gaps, and reading starts at the one that has the offset."""
    log = filled(make_batch, counts)
    assert log.end_offset == sum(counts)
    offset = data.draw(st.integers(0, log.end_offset))
    rest = sum(end > offset for end in _ends(counts))
    assert len(log.read(offset, 10**6, at_least_one=True)) == 100 * rest


@given(counts=st.lists(st.integers(1, 9), min_size=1, max_size=20), data=st.data())
@settings(deadline=None, max_examples=100)
def test_what_was_truncated_is_gone_and_nothing_else(make_batch, counts, data):
    """After a truncation the log starts there, and later records are all still read."""
    log = filled(make_batch, counts)
    offset = data.draw(st.integers(0, log.end_offset))
    log.truncate_before(offset)
    assert (log.start_offset, log.end_offset) == (offset, sum(counts))
    rest = sum(end > offset for end in _ends(counts))
    assert len(log.read(log.start_offset, 10**6, at_least_one=True)) == 100 * rest


def _ends(counts):
    return [sum(counts[: index + 1]) for index in range(len(counts))]


def test_reads_whole_batches_within_the_limit(make_batch):
    """A limit ends the reading between two batches; the first is read whole if it must be."""
    log = filled(make_batch, [1, 1, 1])
    assert len(log.read(0, 250, at_least_one=False)) == 200
    assert len(log.read(0, 50, at_least_one=True)) == 100
    assert log.read(0, 50, at_least_one=False) == b""


def test_retention_drops_the_oldest_and_keeps_the_newest(make_batch):
    """Size and age take batches from the front, never the last one."""
    log = filled(make_batch, [1, 1, 1, 1])
    log.retain(max_bytes=250, not_before=None)
    assert log.start_offset == 2
    log.retain(max_bytes=0, not_before=1)
    assert (log.start_offset, log.end_offset) == (3, 4)


def test_finds_offsets_by_time(make_batch):
    """The first batch not older, the one with the greatest time, and nothing beyond."""
    log = PartitionLog()
    for timestamp in (10, 30, 20):
        log.append(make_batch(timestamp=timestamp))
    assert log.offset_at(15) == (1, 30)
    assert log.offset_at(31) is None
    assert log.latest() == (1, 30)
    assert PartitionLog().latest() is None


def test_an_append_wakes_who_waits(make_batch):
    """A waiting event is set by the next append, and left alone once it is forgotten."""

    async def run():
        log, event = PartitionLog(), asyncio.Event()
        log.wake(event)
        log.append(make_batch())
        assert event.is_set()
        event.clear()
        log.forget(event)
        log.append(make_batch())
        assert not event.is_set()

    asyncio.run(run())
