"""The function as Lambda calls it, over moto."""

import base64
import gc
import io
import itertools
import json
import sys
from collections.abc import Iterator
from typing import Any, ClassVar

import boto3
import index
import pytest
from delivery import NotDeliveredError
from envelope import read_object

_ENVIRONMENT = {
    "BUCKET": "lake",
    "PREFIX": "raw/",
    "LEDGER": "ledger",
    "CONSUMER_GROUP": "sink",
    "COMPRESSION": "gzip",
}


def _event(**partitions: list[int]) -> dict[str, Any]:
    value = base64.b64encode(b'{"a":1}').decode()
    return {
        "eventSource": "aws:kafka",
        "eventSourceArn": "arn:aws:kafka:us-east-1:123456789012:cluster/demo/0a-1",
        "bootstrapServers": "b-1:9098",
        "records": {
            f"or-ders-{name[1:]}": [
                {
                    "topic": "or-ders",
                    "partition": int(name[1:]),
                    "offset": offset,
                    "timestamp": 0,
                    "timestampType": "CREATE_TIME",
                    "value": value,
                    "headers": [],
                }
                for offset in offsets
            ]
            for name, offsets in partitions.items()
        },
    }


@pytest.fixture
def lake(aws: tuple[Any, Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name, value in _ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(index, "_sink", None)
    monkeypatch.setattr(index, "_has_failed", False)
    yield aws[0]
    gc.unfreeze()
    gc.enable()


def _delivered(s3: Any) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for entry in s3.list_objects_v2(Bucket="lake").get("Contents", []):
        body = s3.get_object(Bucket="lake", Key=entry["Key"])["Body"].read()
        records = {(r.partition, r.offset) for r in read_object(body, entry["Key"])}
        assert not found & records
        found |= records
    return found


@pytest.mark.parametrize("undecoded", [False, True])
def test_batch_twice(lake: Any, capsys: pytest.CaptureFixture[str], undecoded: bool) -> None:
    """A batch of several partitions is delivered once, and its repetition is counted."""
    event = _event(p0=[0, 1], p11=[5], p3=[])
    for _ in range(2):
        index.handler(json.dumps(event).encode() if undecoded else event, None)

    assert {(0, 0), (0, 1), (11, 5)} == _delivered(lake)
    first, *lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert first == {"packages": index.packages.present(), "raw_events": False}
    assert sum(line["RecordsDelivered"] for line in lines) == 3
    assert sum(line["RecordsAlreadyDelivered"] for line in lines) == 3
    assert lines[0]["_aws"]["CloudWatchMetrics"][0]["Namespace"] == "cdk-msk/S3Sink"
    assert (lines[0]["Consumer Group"], lines[0]["Topic"]) == ("sink", "or-ders")


def test_reports_are_whole_lines(lake: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Partitions that report at the same time do not write into each other's lines."""

    class Output(io.StringIO):
        pieces: ClassVar[list[str]] = []

        def write(self, text: str) -> int:
            self.pieces.append(text)
            return len(text)

    index.handler(_event(), None)
    monkeypatch.setattr(sys, "stdout", Output())
    index.handler(_event(p0=[0], p1=[0]), None)

    lines = [piece for piece in Output.pieces if piece]
    assert len(lines) == 2
    assert all(line.endswith("}\n") for line in lines)


def test_chains_are_apart(lake: Any) -> None:
    """A chain belongs to one cluster, group, topic and partition."""
    index.handler(_event(p1=[0]), None)

    items = boto3.client("dynamodb").scan(TableName="ledger")["Items"]
    assert [item["chain"]["S"] for item in items] == ["demo/0a-1/sink/or-ders/1"]


def test_partial_failure(lake: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """One partition fails: the others are delivered, the batch is not acknowledged."""
    clients = boto3.client("s3"), boto3.client("dynamodb")
    put_object = clients[0].put_object

    def fail(**options: Any) -> Any:
        if "partition=00001" in options["Key"]:
            raise TimeoutError("no answer")
        return put_object(**options)

    monkeypatch.setattr(clients[0], "put_object", fail)
    monkeypatch.setattr(index, "_sink", index.Sink(_ENVIRONMENT, *clients))

    with pytest.raises(NotDeliveredError, match="or-ders/1: TimeoutError: no answer"):
        index.handler(_event(p0=[0], p1=[0]), None)
    assert {(0, 0)} == _delivered(lake)

    monkeypatch.setattr(clients[0], "put_object", put_object)
    index.handler(_event(p0=[0], p1=[0]), None)
    assert {(0, 0), (1, 0)} == _delivered(lake)


def test_garbage(lake: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cycles are collected every fifty calls, not while events are read."""
    collections = []
    monkeypatch.setattr(index, "_calls", itertools.count(1))
    index.handler(_event(p0=[0]), None)
    monkeypatch.setattr(gc, "collect", lambda: collections.append(1))

    for _ in range(99):
        index.handler(_event(), None)
    assert not gc.isenabled()
    assert len(collections) == 2


def test_garbage_of_errors(lake: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The event of a call that failed is gone before the next one is read, fifty calls or not."""
    monkeypatch.setattr(index, "_calls", itertools.count(1))
    index.handler(_event(p0=[0]), None)
    collections = []
    monkeypatch.setattr(gc, "collect", lambda: collections.append(1))

    with pytest.raises(KeyError):
        index.handler({}, None)
    assert not collections
    for _ in range(3):
        index.handler(_event(), None)
    assert len(collections) == 1
