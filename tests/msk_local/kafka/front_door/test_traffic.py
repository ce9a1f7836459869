"""What is counted of what passes the front door."""

from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from msk_local.kafka.front_door.traffic import Traffic, Volume, record_counts


def batch(count, *, magic=2, payload=b""):
    """A record batch by its header, which is all that is read."""
    length = 49 + len(payload)
    head = (0).to_bytes(8) + length.to_bytes(4) + (0).to_bytes(4) + magic.to_bytes(1)
    return head + bytes(40) + count.to_bytes(4) + payload


def produce(topic, *records):
    partitions = [SimpleNamespace(records=one) for one in records]
    return SimpleNamespace(topic_data=[SimpleNamespace(name=topic, partition_data=partitions)])


def fetched(topic, *records):
    partitions = [SimpleNamespace(records=one) for one in records]
    return SimpleNamespace(responses=[SimpleNamespace(topic=topic, partitions=partitions)])


@given(st.lists(st.tuples(st.integers(1, 10_000), st.binary(max_size=40)), max_size=5))
def test_records_are_counted_by_headers(batches):
    """As many as the batches say, whatever is in them."""
    data = b"".join(batch(count, payload=payload) for count, payload in batches)
    assert list(record_counts(data)) == [count for count, _ in batches]


@given(st.binary(max_size=300))
def test_anything_can_be_counted(data):
    """Bytes that are no batches end the count; they are for the broker to refuse."""
    assert len(list(record_counts(data))) <= len(data) // 49


def test_a_batch_of_an_old_format_is_not_counted():
    """Its header has no number of records."""
    assert list(record_counts(batch(3) + batch(9, magic=1))) == [3]


def test_volumes_add_up_by_broker_and_topic():
    """Bytes and records that come in, bytes that go out; empty answers leave no trace."""
    traffic = Traffic()
    traffic.written(1, produce("orders", batch(2), None, batch(3, payload=b"12345")))
    traffic.written(2, produce("orders", batch(1)))
    traffic.read(1, fetched("orders", b"123", None))
    traffic.read(3, fetched("idle", None, b""))
    assert traffic.volumes == {
        (1, "orders"): Volume(bytes_in=61 + 66, bytes_out=3, messages_in=5),
        (2, "orders"): Volume(bytes_in=61, messages_in=1),
    }


def test_differences():
    """What came in between two looks."""
    assert Volume(5, 4, 3) - Volume(1, 1, 1) == Volume(4, 3, 2)
