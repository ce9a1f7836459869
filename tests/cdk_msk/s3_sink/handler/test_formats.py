"""Every format keeps every record, whatever it holds, once."""

import base64
import io
import json
import random
from typing import Any

import formats
import index
import pyarrow.parquet
import pytest
from envelope import Record
from formats import key_ending, objects_on_one_line
from ledger import Next
from objects import Objects
from record_columns import Records

from tests.cdk_msk.s3_sink.handler.memory import MemoryDynamoDB, MemoryS3, refusal
from tests.cdk_msk.s3_sink.handler.test_lines import _HOSTILE, MEANS, _only

_ODD = [None, b"", b"\xff", b"\x00", b'"\n', "ü".encode("utf-16"), b"\xef\xbb\xbf", b"null"]
_OBJECTS = [b"{}", b' {"a":1.50} ', '{"ü":"\u2028"}'.encode(), b'{"a":{"b":[1,2]},"a":2}']


def _hostile() -> list[Record]:
    values = [*_HOSTILE, *_OBJECTS, b'{"a":1e400}', b'{"a":"' + b"x" * 6_000_000 + b'"}']
    return [
        Record(
            "a.b-c_d",
            7,
            2 * at,
            (-1) ** at * 2**62 if at % 5 == 0 else 1_763_856_000_000,
            _ODD[at % len(_ODD)],
            (("h", _ODD[at % 3]), ("h", b"again"), ("", b"\xff")) if at % 2 else (),
            value,
        )
        for at, value in enumerate(values)
    ]


def _entry(record: Record) -> dict[str, Any]:
    entry = {
        "topic": record.topic,
        "partition": record.partition,
        "offset": record.offset,
        "timestamp": record.timestamp,
        "headers": [
            {name: None if value is None else [b - 256 if b > 127 else b for b in value]}
            for name, value in record.headers
        ],
    }
    for name, value in (("key", record.key), ("value", record.value)):
        if value is not None:
            entry[name] = base64.b64encode(value).decode()
    return entry


def _event(records: list[Record]) -> dict[str, Any]:
    arn = "arn:aws:kafka:us-east-1:123456789012:cluster/demo/0a-1"
    return {"eventSourceArn": arn, "records": {"p": [_entry(record) for record in records]}}


def _sink(record_format: str, s3: Any, dynamodb: Any, **environment: str) -> index.Sink:
    variables = {
        "BUCKET": "lake",
        "PREFIX": "raw/",
        "LEDGER": "ledger",
        "CONSUMER_GROUP": "sink",
        "COMPRESSION": "gzip",
        "FORMAT": record_format,
    }
    return index.Sink({**variables, **environment}, s3, dynamodb)


def _delivered(s3: MemoryS3) -> dict[str, list[Record]]:
    objects = Objects(s3, "lake", prefix="raw/")
    return {key: list(objects.read(key)) for key in s3.objects if "/_index/" not in key}


@pytest.mark.parametrize("raw", [False, True], ids=["decoded", "raw"])
@pytest.mark.parametrize("means", MEANS)
@pytest.mark.parametrize("record_format", formats.FORMATS)
def test_hostile_records(record_format: str, means: str, raw: bool) -> None:
    """Records from an event, decoded or not, come back from the objects as they were sent."""
    records, s3 = _hostile(), MemoryS3()
    event: Any = _event(records)
    with _only(means):
        sink = _sink(record_format, s3, MemoryDynamoDB())
        sink.receive(json.dumps(event).encode() if raw else event)

    delivered = [record for found in _delivered(s3).values() for record in found]
    assert sorted(delivered, key=lambda r: r.offset) == records


def test_values_and_dead_letters() -> None:
    """Lines of values are JSON objects and nothing else; dead letters say why they are."""
    s3 = MemoryS3()
    _sink("values", s3, MemoryDynamoDB()).receive(_event(_hostile()))

    reasons = set()
    for key, (body, _) in s3.objects.items():
        for line in formats.read_lines(body, key):
            fields = json.loads(line)
            assert isinstance(fields, dict)
            if "/dead-letters/" in key:
                reasons.add(fields["reason"])
    assert reasons == {
        "JSON that not every parser takes",
        "JSON, but no object",
        "more than one line",
        "nested too deep",
        "no JSON",
        "no value",
        "not UTF-8",
    }
    assert any(key.startswith("raw/dead-letters/topic=a.b-c_d/date=") for key in s3.objects)
    assert any(key.startswith("raw/_index/topic=a.b-c_d/date=") for key in s3.objects)


@pytest.mark.parametrize("means", MEANS)
def test_which_values_fit(means: str) -> None:
    """Only JSON objects on one line are values, by whatever means they are told."""
    records = _hostile()
    with _only(means):
        fit, others = objects_on_one_line(Records.of(records))

    assert {r.value for r in fit} >= set(_OBJECTS)
    assert sorted([*fit, *others], key=lambda r: r.offset) == records
    assert all(isinstance(json.loads(record.value or b""), dict) for record in fit)
    assert not {b'{"a":1e400}', b'{\n"a":1}', b'{"a":NaN}'} & {r.value for r in fit}


class _Failing(MemoryS3):
    """Fails before or after a put, at random."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self._chance = chance

    def put_object(self, **call: Any) -> None:
        fate = self._chance.random()
        if fate < 0.2:
            raise refusal("PutObject", 500, "Broken")
        super().put_object(**call)
        if fate > 0.8:
            raise refusal("PutObject", 500, "Broken")


@pytest.mark.parametrize("record_format", formats.FORMATS)
def test_each_record_once(record_format: str) -> None:
    """Batches cut and sent again after failures leave each record in one object of one kind."""
    for seed in range(30):
        chance = random.Random(seed)
        s3, dynamodb = _Failing(chance), MemoryDynamoDB()
        values = [chance.choice([b"{}", b"x", b"[1]", None, b'{"a":1}']) for _ in range(40)]
        records = [
            Record("orders", 0, at, at // 15 * 86_400_000, None, (), value)
            for at, value in enumerate(values)
        ]
        committed = 0
        while committed < len(records):
            begin = max(0, committed - chance.randrange(12))
            end = min(len(records), committed + chance.randrange(1, 12))
            sink = _sink(record_format, s3, dynamodb, OBJECT_BYTES="12")
            try:
                sink.receive(_event(records[begin:end]))
            except index.NotDeliveredError:
                continue
            committed = max(committed, end)

        delivered = _delivered(s3)
        assert (
            sorted(
                (record for found in delivered.values() for record in found), key=lambda r: r.offset
            )
            == records
        ), seed
        dead = {r.offset for key, rs in delivered.items() if "/dead-letters/" in key for r in rs}
        if record_format == "values":
            assert dead == {r.offset for r in records if (r.value or b"")[:1] != b"{"}


def test_dead_letters_are_no_gaps(capsys: pytest.CaptureFixture[str]) -> None:
    """What became a dead letter is not missed, at the end of a batch or within."""
    sink = _sink("values", MemoryS3(), MemoryDynamoDB())
    for first, values in ((0, [b"{}", b"x", b"{}", None]), (4, [b"{}"]), (7, [b"{}"])):
        sink.receive(
            _event([Record("t", 0, first + n, 0, None, (), v) for n, v in enumerate(values)])
        )

    reports = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [report["OffsetsMissing"] for report in reports] == [0, 0, 2]
    assert [report["DeadLetters"] for report in reports] == [2, 0, 0]


def test_ingest_date(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys may carry the day of the delivery, whatever the records say."""
    s3 = MemoryS3()
    sink = _sink("envelope", s3, MemoryDynamoDB(), DATE="ingest")
    monkeypatch.setattr(sink._delivery, "_now", lambda: 1_763_856_000.0)
    sink.receive(_event([Record("t", 0, at, at * 10**9, None, (), b"{}") for at in range(3)]))

    (key,) = s3.objects
    assert "/date=2025-11-23/" in key


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("FORMAT", "avro", "FORMAT must be one of envelope, values, parquet, got 'avro'"),
        ("DATE", "today", "DATE must be event or ingest, got 'today'"),
        ("EFFORT", "some", "EFFORT must be size or speed, got 'some'"),
    ],
)
def test_environment_without_meaning(name: str, value: str, words: str) -> None:
    """A word nobody knows is refused with those that there are."""
    with pytest.raises(ValueError, match=words):
        _sink(value if name == "FORMAT" else "envelope", None, None, **{name: value})


@pytest.mark.parametrize("record_format", formats.FORMATS)
def test_empty_object(record_format: str) -> None:
    """An object that only ends an epoch holds nothing, in every format."""
    objects, key = Objects(MemoryS3(), "lake"), f"k{key_ending(record_format, 'gzip')}"
    objects.write(key, Records.of([]), Next(1, 0, 0))

    assert list(objects.read(key)) == []


class _Dying(MemoryS3):
    """Dies before its first object."""

    dead = False

    def put_object(self, **call: Any) -> None:
        if not self.dead:
            self.dead = True
            raise refusal("PutObject", 500, "Broken")
        super().put_object(**call)


@pytest.mark.parametrize("after", formats.FORMATS)
@pytest.mark.parametrize("before", formats.FORMATS)
def test_format_changed_after_a_claim(before: str, after: str) -> None:
    """A key claimed for another format gets no records: there, they would be unreadable."""
    s3, dynamodb = _Dying(), MemoryDynamoDB()
    values = [b'{"a":1}', None, b"x\ny", b"\xff"]
    records = [Record("orders", 0, 3 + at, 0, None, (), v) for at, v in enumerate(values)]
    with pytest.raises(index.NotDeliveredError):
        _sink(before, s3, dynamodb).receive(_event(records[:1]))
    for first in (0, 1):
        _sink(after, s3, dynamodb).receive(_event(records[first:]))

    delivered = [record for found in _delivered(s3).values() for record in found]
    assert sorted(delivered, key=lambda r: r.offset) == records


@pytest.mark.parametrize("topic", ["a.gzip.b", "a.parquet", "a.values.ndjson.b"])
@pytest.mark.parametrize("record_format", formats.FORMATS)
def test_topics_that_are_named_like_formats(topic: str, record_format: str) -> None:
    """What an object holds is told by the end of its key, not by a topic or folder on the way."""
    ending = key_ending(record_format, "zstd")
    key = f"raw.dead-letters.ndjson./topic={topic}/date=2025-11-23/partition=00000/0{ending}"

    assert formats.record_format_of(key) == record_format
    assert formats.has_index(key) == (record_format == "values")
    assert formats.content_type(key).endswith("parquet") == (record_format == "parquet")
    body = formats.write(Records.of([Record(topic, 0, 0, 0, None, (), b"{}")]), key, small=False)
    if record_format == "parquet":
        metadata = pyarrow.parquet.read_metadata(io.BytesIO(body))
        assert metadata.row_group(0).column(0).compression == "ZSTD"
