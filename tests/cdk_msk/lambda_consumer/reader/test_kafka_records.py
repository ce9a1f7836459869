"""The reader of records: nothing a producer can send is lost, changed or mistaken."""

import base64
import datetime as dt
import logging
import math

import pytest
from confluent_kafka import TIMESTAMP_CREATE_TIME
from hypothesis import given
from hypothesis import strategies as st

from cdk_msk.lambda_consumer.reader.kafka_records import (
    Header,
    Record,
    RecordError,
    Schema,
    batch_item_failures,
    process,
    records,
)
from msk_local.event_source_mapping.event import Record as Delivered
from msk_local.event_source_mapping.event import build_event


class _Message:
    """What a consumer of the local cloud got from a broker."""

    def __init__(self, topic, partition, offset, key, value, headers, timestamp):
        self._fields = (topic, partition, offset, key, value, headers, timestamp)

    def topic(self):
        return self._fields[0]

    def partition(self):
        return self._fields[1]

    def offset(self):
        return self._fields[2]

    def key(self):
        return self._fields[3]

    def value(self):
        return self._fields[4]

    def headers(self):
        return list(self._fields[5])

    def timestamp(self):
        return TIMESTAMP_CREATE_TIME, self._fields[6]


def event_of(*messages: _Message) -> dict:
    """The event Lambda's pollers make of them, as the local cloud knows it."""
    return build_event(map(Delivered.of, messages), cluster_arn="arn", bootstrap_servers="b:9098")


def record_with(value: bytes | None, *, offset: int = 0, **fields) -> Record:
    return Record(
        **{
            "topic": "orders",
            "partition": 0,
            "offset": offset,
            "timestamp": 0,
            "timestamp_type": "CREATE_TIME",
            "key": None,
            "value": value,
            **fields,
        }
    )


def raw(**fields) -> dict:
    """One entry of an event, as Lambda's documentation shows it."""
    return {
        "topic": "orders",
        "partition": 0,
        "offset": 15,
        "timestamp": 1545084650987,
        "timestampType": "CREATE_TIME",
        "key": "aw==",
        "value": "e30=",
        "headers": [],
        **fields,
    }


def read(**fields) -> Record:
    (record,) = records({"records": {"orders-0": [raw(**fields)]}})
    return record


some_bytes = st.none() | st.binary(max_size=64)
messages = st.builds(
    _Message,
    st.sampled_from(["orders", "orders-0", "a.b-c_d", "0"]),
    st.integers(0, 999),
    st.integers(0, 2**63 - 1),
    some_bytes,
    some_bytes,
    st.lists(st.tuples(st.text(max_size=8), some_bytes), max_size=6),
    st.integers(-1, 2**63 - 1),
)


@given(st.lists(messages, max_size=8))
def test_what_a_producer_sent_is_what_is_read(sent):
    """Keys, values and headers byte for byte: absent, empty, binary, of one name several times."""
    found = sorted((r.topic, r.partition, r.offset, repr(r)) for r in records(event_of(*sent)))
    wanted = sorted(
        (
            r.topic,
            r.partition,
            r.offset,
            repr(r),
        )
        for r in (
            Record(
                topic=m.topic(),
                partition=m.partition(),
                offset=m.offset(),
                timestamp=m.timestamp()[1],
                timestamp_type="CREATE_TIME",
                key=m.key(),
                value=m.value(),
                headers=tuple(Header(name, value) for name, value in m.headers()),
            )
            for m in sent
        )
    )
    assert found == wanted


@given(st.binary(max_size=300))
def test_no_value_breaks_more_than_its_own_reading(value):
    """Text and JSON are given, or a `RecordError` that names the record."""
    record = record_with(value)
    refused = []
    for reading in (record.text, record.json):
        try:
            reading()
        except RecordError as error:
            refused.append(str(error))
    assert all(reason.startswith("orders-0@0: the value is ") for reason in refused)
    assert not record.is_tombstone


def test_a_tombstone_is_not_an_empty_value():
    """Nor is it JSON's null; an empty key is not a missing one."""
    gone, empty, null = read(value=None), read(value=""), read(value="bnVsbA==")
    assert (gone.value, empty.value) == (None, b"")
    assert [record.is_tombstone for record in (gone, empty, null)] == [True, False, False]
    assert null.json() is None
    assert empty.text() == ""
    for record in (gone, empty):
        with pytest.raises(RecordError):
            record.json()
    assert read(key="").key == b""
    assert read(key=None).key is None


def test_what_lambda_leaves_out_is_not_there():
    """A record without key, value and headers may come without their names."""
    entry = {name: raw()[name] for name in ("topic", "partition", "offset", "timestamp")}
    (record,) = records({"records": {"o-0": [{**entry, "timestampType": "LOG_APPEND_TIME"}]}})
    assert (record.key, record.value, record.headers) == (None, None, ())
    assert record.timestamp_type == "LOG_APPEND_TIME"


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (b"NaN", "NaN is no number of JSON"),
        (b"[1, -Infinity]", "-Infinity is no number of JSON"),
        (b"1e400", "1e400 is beyond a double"),
        (b"\xef\xbb\xbf{}", "not JSON"),
        ('{"a": 1}'.encode("utf-16"), "not UTF-8"),
        (b"\x00", "not JSON"),
        (b"{'a': 1}", "not JSON"),
        (b"{} {}", "not JSON"),
        (b"\xc3", "not UTF-8"),
        (b"[" * 200_000, "nested too deep"),
        (b"9" * 5_000, "not JSON"),
    ],
    ids=str,
)
def test_what_is_not_json(value: bytes, reason: str):
    """What other parsers would refuse is refused here, and never as another kind of error."""
    with pytest.raises(RecordError, match="orders-0@7: the value is ") as refused:
        record_with(value, offset=7).json()
    assert reason in str(refused.value)


def test_json_is_read_as_it_is():
    """Numbers, text beyond ASCII and repeated reading."""
    record = record_with('{"total": 12.5, "name": "Zoë", "n": 18446744073709551616}'.encode())
    assert record.json() == {"total": 12.5, "name": "Zoë", "n": 2**64}
    assert record.json() == record.json()
    assert math.isfinite(record_with(b"1e308").json())


def test_headers_keep_their_order_and_their_signs():
    """Java's bytes are signed; a name may come twice, and of two the last one counts."""
    record = read(
        headers=[{"trace": [-1, 0, 127, -128]}, {"hop": [49]}, {"hop": []}, {"none": None}]
    )
    assert record.headers == (
        ("trace", b"\xff\x00\x7f\x80"),
        ("hop", b"1"),
        ("hop", b""),
        ("none", None),
    )
    assert record.header("hop") == b""
    assert record.header_values("hop") == (b"1", b"")
    assert (record.header("none"), record.header_values("none")) == (None, (None,))
    assert (record.header("nobody"), record.header_values("nobody")) == (None, ())
    assert read(headers=None).headers == ()


def test_many_headers():
    """A record full of them is read as fast as its event is."""
    record = read(headers=[{"h": [n % 256 - 128]} for n in range(100_000)])
    assert len(record.headers) == 100_000


def test_values_of_six_megabytes():
    """The largest an event can have."""
    value = bytes(range(256)) * 16 * 1024
    assert read(value=base64.b64encode(value).decode()).value == value


def test_time():
    """In UTC to the millisecond; absent where there is none, or none that Python could hold."""
    assert read().time == dt.datetime(2018, 12, 17, 22, 10, 50, 987_000, tzinfo=dt.UTC)
    assert read(timestamp=-1).time is None
    assert read(timestamp=2**63 - 1).time is None


def test_schemas_of_a_registry():
    """Lambda says by which schema it has checked; an id may be a number."""
    record = read(
        valueSchemaMetadata={"dataFormat": "AVRO", "schemaId": 7},
        keySchemaMetadata={"dataFormat": "JSON", "schemaId": "ab-c"},
    )
    assert record.value_schema == Schema("AVRO", "7")
    assert record.key_schema == Schema("JSON", "ab-c")
    assert read().value_schema is None


def parts(**offsets: list[int]) -> dict:
    return {
        "records": {
            f"{name}-0": [raw(topic=name, offset=offset) for offset in some]
            for name, some in offsets.items()
        }
    }


def test_processing_leaves_a_partition_at_its_first_failure(caplog: pytest.LogCaptureFixture):
    """Lambda is told which, others go on, and the log has the reason."""
    seen = []

    def handle(record: Record) -> None:
        seen.append(record.place)
        if record.place == "a-0@2":
            raise RuntimeError("no stock")

    with caplog.at_level(logging.ERROR):
        answer = process(parts(a=[1, 2, 3], b=[7, 8]), handle)
    assert seen == ["a-0@1", "a-0@2", "b-0@7", "b-0@8"]
    assert answer == {"batchItemFailures": [{"itemIdentifier": {"partition": "a-0", "offset": 2}}]}
    assert "a-0@2 failed" in caplog.text
    assert "no stock" in caplog.text


def test_processing_without_failures_says_so():
    """An empty list is what Lambda takes for success."""
    assert process(parts(a=[1]), lambda record: None) == {"batchItemFailures": []}


def test_processing_does_not_hide_the_end_of_the_program():
    """Whoever interrupts a function means it."""

    def stop(_record: Record) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        process(parts(a=[1]), stop)


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 3), st.integers(0, 50))))
def test_an_answer_has_the_first_failure_of_each_partition(failed):
    """However many failed, and in whatever order they are named."""
    answer = batch_item_failures(
        record_with(None, topic=topic, partition=partition, offset=offset)
        for topic, partition, offset in failed
    )
    first: dict[str, int] = {}
    for topic, partition, offset in failed:
        name = f"{topic}-{partition}"
        first[name] = min(offset, first.get(name, offset))
    found = [one["itemIdentifier"] for one in answer["batchItemFailures"]]
    assert {one["partition"]: one["offset"] for one in found} == first
    assert len(found) == len(first)
