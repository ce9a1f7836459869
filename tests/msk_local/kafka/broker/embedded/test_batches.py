"""Record batches: the header is read and rewritten, the records are left alone."""

import gzip
import struct

import pytest
from crc32c import crc32c
from hypothesis import given, settings
from hypothesis import strategies as st
from kafka.record import MemoryRecords

from msk_local.kafka.broker.embedded.batches import (
    CorruptBatchError,
    InvalidBatchError,
    end_marker,
    parse_batch,
)


def varint(value):
    value = (value << 1) ^ (value >> 63)
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def batch(times=(1000,), *, attributes=0, producer=(-1, -1, -1), count=None, last=None, magic=2):
    """A batch as a producer sends it, a record for each time."""
    records = b""
    for index, time in enumerate(times):
        body = b"\0" + varint(time - times[0]) + varint(index) + b"\x01" + b"\x02v" + b"\0"
        records += varint(len(body)) + body
    if attributes & 7 == 1:
        records = gzip.compress(records)
    count = len(times) if count is None else count
    last = count - 1 if last is None else last
    tail = struct.pack(">hiqqqhii", attributes, last, times[0], max(times), *producer, count)
    checksum = crc32c(tail + records)
    head = struct.pack(">ibI", -1, magic, checksum)
    return struct.pack(">qi", 0, len(head + tail + records)) + head + tail + records


def test_reads_what_a_broker_needs():
    """Count, timestamps and the producer's sequence come from the header."""
    parsed = parse_batch(batch([1000, 1500, 1200], producer=(7, 2, 40)))
    assert (parsed.count, parsed.base_timestamp, parsed.max_timestamp) == (3, 1000, 1500)
    assert (parsed.producer_id, parsed.producer_epoch, parsed.base_sequence) == (7, 2, 40)
    assert not parsed.transactional
    assert parse_batch(batch(attributes=0x10)).transactional


@given(
    times=st.lists(st.integers(0, 2**40), min_size=1, max_size=20),
    offset=st.integers(0, 2**62),
    stamped=st.booleans(),
)
@settings(deadline=None, max_examples=150)
def test_a_placed_batch_is_still_whole(times, offset, stamped):
    """A batch that got its offset, and maybe the broker's time, has a true checksum."""
    placed = parse_batch(batch(times)).placed(offset, append_time=5 if stamped else None)
    again = parse_batch(placed.data)
    assert (again.base_offset, again.last_offset) == (offset, offset + len(times) - 1)
    assert again.max_timestamp == (5 if stamped else max(times))
    assert again.data[61:] == batch(times)[61:]


@given(data=st.data())
@settings(deadline=None, max_examples=200)
def test_every_flipped_bit_is_noticed(data):
    """No change of a byte that the checksum covers, nor of the length, goes unnoticed."""
    whole = bytearray(batch([1000, 1001]))
    place = data.draw(st.one_of(st.integers(8, 11), st.integers(16, len(whole) - 1)))
    whole[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises((CorruptBatchError, InvalidBatchError)):
        parse_batch(bytes(whole))


@given(st.binary(max_size=120))
@settings(deadline=None, max_examples=200)
def test_nonsense_is_no_batch(data):
    """Arbitrary bytes are refused, never misread."""
    with pytest.raises((CorruptBatchError, InvalidBatchError)):
        parse_batch(data)


@pytest.mark.parametrize(
    "arguments", [{"magic": 1}, {"count": 0}, {"last": 5}, {"attributes": 0x20}], ids=str
)
def test_refuses_what_no_producer_may_send(arguments):
    """Old formats, contradicting counts and control records are invalid."""
    with pytest.raises(InvalidBatchError):
        parse_batch(batch(**arguments))


@pytest.mark.parametrize("attributes", [0, 1], ids=["plain", "gzip"])
@given(steps=st.lists(st.integers(0, 1000), min_size=1, max_size=10), target=st.integers(0, 12_000))
@settings(deadline=None, max_examples=60)
def test_finds_the_first_record_not_older(attributes, steps, target):
    """The record found for a time is the one a look at all records finds."""
    times = [1000]
    for step in steps:
        times.append(times[-1] + step)
    target = min(target, times[-1])
    expected = next(index for index, time in enumerate(times) if time >= target)
    placed = parse_batch(batch(times, attributes=attributes)).placed(100)
    assert placed.first_at(target) == (100 + expected, times[expected])


def test_looks_not_into_other_compressions():
    """A batch compressed otherwise is as old as its first record: early rather than late."""
    placed = parse_batch(batch([1000, 2000], attributes=4)).placed(100)
    assert placed.first_at(1500) == (100, 1000)


def test_a_stamped_batch_is_as_old_as_its_arrival():
    """With LogAppendTime every record has the broker's time."""
    placed = parse_batch(batch([1000, 2000])).placed(100, append_time=9000)
    assert placed.first_at(1500) == (100, 9000)
    assert placed.latest() == (100, 9000)


@pytest.mark.parametrize("committed", [True, False])
def test_clients_understand_the_marker_at_the_end_of_a_transaction(committed):
    """Another implementation reads a whole control batch with one record: commit or abort."""
    marker = end_marker(7, 3, committed=committed).placed(42)
    read = MemoryRecords(marker.data).next_batch()
    assert read.validate_crc()
    assert (read.is_control_batch, read.is_transactional, read.producer_id) == (True, True, 7)
    (record,) = read
    assert (record.offset, record.type) == (42, int(committed))
