"""What was not delivered is read from the topic again, and goes the way of everything else."""

import json

import boto3
import pytest
from kafka.errors import OffsetOutOfRangeError

from mskctl.errors import MskctlError
from mskctl.sink.audit import audit_sink
from mskctl.sink.events import Range
from mskctl.sink.notes import FailureNotes
from mskctl.sink.replay import Replay, through_function, to_prefix


class Message:
    """As a consumer of kafka-python returns them."""

    topic, partition, timestamp_type, key = "orders", 0, 0, b"k"
    timestamp, headers, value = 1_763_856_000_000, [("trace", b"\x01\xff")], b"{}"

    def __init__(self, offset):
        self.offset = offset


class FakeConsumer:
    """One partition with some offsets, of which a poll gives two at a time."""

    def __init__(self, *offsets):
        self.offsets = offsets
        self.at = 0

    def partitions_for_topic(self, topic):
        return {0}

    def beginning_offsets(self, places):
        return dict.fromkeys(places, self.offsets[0])

    def end_offsets(self, places):
        return dict.fromkeys(places, self.offsets[-1] + 1)

    def assign(self, places):
        (self.place,) = places

    def seek(self, place, offset):
        self.at = offset

    def position(self, place):
        return self.at

    def poll(self, timeout_ms):
        found = [offset for offset in self.offsets if offset >= self.at][:2]
        self.at = found[-1] + 1
        return {self.place: [Message(offset) for offset in found]}


def test_a_new_prefix_holds_the_range_once(delivered):
    """However often it is replayed; it can be audited like the sink itself."""
    target = delivered.sink.at("/again/")
    for _ in range(2):
        work = Replay(delivered.sink, to_prefix(target, delivered.s3, delivered.dynamodb))
        complete = work.run([Range(0, 2, 6)], consumer=FakeConsumer(0, 1, 2, 3, 5, 6, 7))
        assert (complete, work.records) == (True, 4)
    audit = audit_sink(
        target, s3=delivered.s3, dynamodb=delivered.dynamodb, offsets=None, deep=True
    )
    assert (audit.records, audit.errors) == (4, 0)
    assert all(key.startswith("again/topic=orders/") for key in delivered.object_keys())


def test_nothing_is_read_unless_asked_to(delivered):
    """A dry run says how much, and what the topic no longer has."""
    work = Replay(delivered.sink)
    complete = work.run([Range(0, 0, 9), Range(7, 1, 2)], consumer=FakeConsumer(4, 5, 6, 7))
    assert (complete, work.records) == (False, 4)
    assert work.expired == [Range(0, 0, 3), Range(0, 8, 9), Range(7, 1, 2)]


def test_retention_that_is_faster(delivered):
    """What is deleted while it is read is no end of the range: its note has to stay."""

    class Expiring(FakeConsumer):
        def poll(self, timeout_ms):
            if self.at > 4:
                raise OffsetOutOfRangeError({self.place: self.at})
            return super().poll(timeout_ms)

    work = Replay(delivered.sink, lambda event: None)
    with pytest.raises(MskctlError, match="orders-0: offset 5 must still be there"):
        work.run([Range(0, 3, 9)], consumer=Expiring(3, 4, 5, 6, 7, 8, 9))


class FakeLambda:
    """Takes events, or fails."""

    def __init__(self, **answer):
        self.answer, self.events = answer, []

    def invoke(self, *, FunctionName, Payload):  # noqa: N803  (boto3's own spelling)
        self.events.append(json.loads(Payload))
        return self.answer


def test_the_function_gets_what_lambda_would_send(delivered):
    """Base64, signed bytes, grouped by partition, with the ARN that names the chain."""
    client = FakeLambda()
    Replay(delivered.sink, through_function(client, delivered.sink)).run(
        [Range(0, 5, 5)], consumer=FakeConsumer(4, 5, 6)
    )
    (event,) = client.events
    assert event["eventSourceArn"] == delivered.sink.cluster_arn
    assert event["records"] == {
        "orders-0": [
            {
                "topic": "orders",
                "partition": 0,
                "offset": 5,
                "timestamp": 1_763_856_000_000,
                "timestampType": "CREATE_TIME",
                "key": "aw==",
                "value": "e30=",
                "headers": [{"trace": [1, -1]}],
            }
        ]
    }


def test_a_function_that_fails(delivered, tmp_path):
    """Is told of, in one line."""
    (tmp_path / "payload").write_bytes(b'{"errorMessage":"no"}')
    with (tmp_path / "payload").open("rb") as payload:
        client = FakeLambda(FunctionError="Unhandled", Payload=payload)
        work = Replay(delivered.sink, through_function(client, delivered.sink))
        with pytest.raises(MskctlError, match=r'function must deliver; {"errorMessage":"no"}'):
            work.run([Range(0, 5, 5)], consumer=FakeConsumer(4, 5, 6))


def test_notes_of_a_failure_queue(delivered):
    """Ranges of the sink's topic; what else lies there stays there."""
    sqs = boto3.client("sqs")
    url = sqs.create_queue(QueueName="failures")["QueueUrl"]
    info = {"firstRecordOffset": 3, "lastRecordOffset": 9}
    body = {
        "requestContext": {"condition": "RetryAttemptsExhausted"},
        "KafkaBatchInfo": {"recordsInfo": {"orders-11": info, "clicks-0": info}},
    }
    for text in (json.dumps(body), "something else"):
        sqs.send_message(QueueUrl=url, MessageBody=text)
    queue = FailureNotes(sqs, delivered.sink, url)
    notes = sorted(queue.read(), key=lambda note: note.ranges)
    assert [note.ranges for note in notes] == [(), (Range(11, 3, 9),)]
    assert notes[1].condition == "RetryAttemptsExhausted"
    queue.put_back(notes[0])
    queue.delete(notes[1])
    assert [note.ranges for note in queue.read()] == [()]
