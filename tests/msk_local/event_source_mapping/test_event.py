"""The event of Lambda."""

import base64

from confluent_kafka import TIMESTAMP_CREATE_TIME, TIMESTAMP_LOG_APPEND_TIME

from msk_local.event_source_mapping.event import Record, build_event


class _Message:
    """A consumed message."""

    def __init__(self, *, key=b"k", value=b"v", headers=None, kind=TIMESTAMP_CREATE_TIME, at=7):
        self._parts = (key, value, headers, kind)
        self._at = at

    def topic(self):
        return "orders"

    def partition(self):
        return 2

    def offset(self):
        return self._at

    def timestamp(self):
        return self._parts[3], 1545084650987

    def key(self):
        return self._parts[0]

    def value(self):
        return self._parts[1]

    def headers(self):
        return self._parts[2]


def test_a_record_looks_as_lambda_shows_it():
    """Key and value in Base64, header bytes signed as Java prints them."""
    record = Record.of(_Message(headers=[("trace", b"\x00\x7f\x80\xff"), ("none", None)]))
    assert record.body == {
        "topic": "orders",
        "partition": 2,
        "offset": 7,
        "timestamp": 1545084650987,
        "timestampType": "CREATE_TIME",
        "key": base64.b64encode(b"k").decode(),
        "value": base64.b64encode(b"v").decode(),
        "headers": [{"trace": [0, 127, -128, -1]}, {"none": None}],
    }


def test_a_tombstone_without_a_key():
    """The value is null and the key is not there."""
    body = Record.of(_Message(key=None, value=None)).body
    assert body["value"] is None
    assert "key" not in body
    assert body["headers"] == []


def test_the_broker_may_have_stamped_the_time():
    """The type of the timestamp tells."""
    body = Record.of(_Message(kind=TIMESTAMP_LOG_APPEND_TIME)).body
    assert body["timestampType"] == "LOG_APPEND_TIME"


def test_records_are_grouped_by_partition():
    """The event names cluster and brokers, and keeps the order within a partition."""
    records = [Record.of(_Message(at=offset)) for offset in (3, 4)]
    event = build_event(records, cluster_arn="arn", bootstrap_servers="b:1")
    assert event["eventSource"] == "aws:kafka"
    assert event["eventSourceArn"] == "arn"
    assert event["bootstrapServers"] == "b:1"
    assert [record["offset"] for record in event["records"]["orders-2"]] == [3, 4]
