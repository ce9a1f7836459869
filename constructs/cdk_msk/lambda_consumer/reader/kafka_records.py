"""The records in the event that Lambda's Kafka pollers hand to a function.

Put beside a function's code by `cdk_msk.code_with_kafka_records`, and needs the standard library
only::

    from kafka_records import Record, process

    def handler(event, context):
        return process(event, handle)

    def handle(record: Record) -> None:
        if record.is_tombstone:
            forget(record.key)
        else:
            store(record.key, record.json())

The S3 sink reads the same event in a way of its own (`s3_sink/handler/envelope.py`), which makes no
objects with methods and checks nothing, because there every microsecond of a record counts.

https://docs.aws.amazon.com/lambda/latest/dg/with-msk.html
"""

import json
import logging
import math
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, NoReturn

_LOG = logging.getLogger(__name__)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class RecordError(ValueError):
    """A record is not what its reader takes it for; the message says which record, and why."""


class Header(NamedTuple):
    """A header; a record may have several of one name."""

    name: str
    value: bytes | None
    """None for a header without a value, which is not the same as an empty one."""


class Schema(NamedTuple):
    """By which schema of a registry Lambda has checked a key or a value."""

    data_format: str
    """``AVRO``, ``JSON`` or ``PROTOBUF``: how the producer wrote it."""
    schema_id: str
    """Its id in the registry."""


@dataclass(frozen=True, slots=True)
class Record:
    """A Kafka record, its bytes as the producer sent them.

    Attributes:
        topic: Where it comes from.
        partition: Its partition of the topic.
        offset: Its place in the partition.
        timestamp: Milliseconds since 1970-01-01 UTC; -1 when it has none.
        timestamp_type: ``CREATE_TIME``, the producer's clock, or ``LOG_APPEND_TIME``, the broker's.
        key: None when it has none, which is not the same as an empty key.
        value: None for a tombstone, which is not the same as an empty value.
        headers: In the producer's order; a name may come more than once.
        key_schema: None when no schema registry has seen the key.
        value_schema: Likewise of the value.
    """

    topic: str
    partition: int
    offset: int
    timestamp: int
    timestamp_type: str
    key: bytes | None
    value: bytes | None
    headers: tuple[Header, ...] = ()
    key_schema: Schema | None = None
    value_schema: Schema | None = None

    @property
    def is_tombstone(self) -> bool:
        """Whether it says that what has this key is gone."""
        return self.value is None

    @property
    def place(self) -> str:
        """Topic, partition and offset for people: ``orders-0@41``."""
        return f"{self.topic}-{self.partition}@{self.offset}"

    @property
    def time(self) -> datetime | None:
        """The timestamp; None when there is none, or none that a `datetime` can hold."""
        if self.timestamp < 0:
            return None
        try:
            return _EPOCH + timedelta(milliseconds=self.timestamp)
        except OverflowError:
            return None

    def text(self) -> str:
        """The value as text.

        Raises:
            RecordError: It is a tombstone or not UTF-8.
        """
        if self.value is None:
            raise RecordError(f"{self.place}: the value is a tombstone")
        try:
            return self.value.decode()
        except UnicodeDecodeError as error:
            raise RecordError(f"{self.place}: the value is not UTF-8: {error.reason}") from None

    def json(self) -> Any:
        """The value as JSON, as strictly as JSON is defined: no NaN, no number beyond a double.

        Raises:
            RecordError: It is a tombstone, not UTF-8 or not JSON, or nested too deep to be read.
        """
        text = self.text()
        try:
            return _JSON.decode(text)
        except RecursionError:
            raise RecordError(f"{self.place}: the value is nested too deep") from None
        except ValueError as error:
            raise RecordError(f"{self.place}: the value is not JSON: {error}") from None

    def header(self, name: str) -> bytes | None:
        """The value of the last header of that name, as Kafka's own clients choose it.

        None: there is no such header, or it has no value; `header_values` tells.
        """
        values = self.header_values(name)
        return values[-1] if values else None

    def header_values(self, name: str) -> tuple[bytes | None, ...]:
        """The values of all headers of that name, in order."""
        return tuple(header.value for header in self.headers if header.name == name)


def records(event: Mapping[str, Any]) -> Iterator[Record]:
    """All records of an event, those of a partition in the order of their offsets."""
    for part in event["records"].values():
        yield from map(_record, part)


def process(
    event: Mapping[str, Any], handle: Callable[[Record], object]
) -> dict[str, list[dict[str, Any]]]:
    """Hand the records to `handle` one by one, and answer Lambda which have to come again.

    When `handle` raises, the error is logged and the partition is left there, so that records of
    one partition are never handled out of order; other partitions go on. Return the answer from
    the handler, and give the consumer ``report_batch_item_failures=True``: without it Lambda
    ignores the answer, and the failed records are lost.

    https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html
    """
    failed = []
    for part in event["records"].values():
        for record in map(_record, part):
            try:
                handle(record)
            except Exception:  # noqa: BLE001 whatever it is, the record has to come again
                _LOG.exception("%s failed, and comes again with what follows it", record.place)
                failed.append(record)
                break
    return batch_item_failures(failed)


def batch_item_failures(failed: Iterable[Record]) -> dict[str, list[dict[str, Any]]]:
    """The answer by which Lambda delivers `failed` again, for handlers with a loop of their own.

    From each partition Lambda delivers the first failed record again and all that follow it,
    failed or not; so one item for each partition is all there is to say. Nothing failed: the answer
    is empty, and everything counts as delivered.
    """
    first: dict[str, int] = {}
    for record in failed:
        partition = f"{record.topic}-{record.partition}"
        first[partition] = min(record.offset, first.get(partition, record.offset))
    return {
        "batchItemFailures": [
            {"itemIdentifier": {"partition": partition, "offset": offset}}
            for partition, offset in first.items()
        ]
    }


def _record(raw: Mapping[str, Any]) -> Record:
    return Record(
        topic=raw["topic"],
        partition=raw["partition"],
        offset=raw["offset"],
        timestamp=raw["timestamp"],
        timestamp_type=raw["timestampType"],
        key=_decoded(raw.get("key")),
        value=_decoded(raw.get("value")),
        headers=tuple(
            Header(name, _unsigned(signed))
            for header in raw.get("headers") or ()
            for name, signed in header.items()
        ),
        key_schema=_schema(raw.get("keySchemaMetadata")),
        value_schema=_schema(raw.get("valueSchemaMetadata")),
    )


def _decoded(text: str | None) -> bytes | None:
    return None if text is None else b64decode(text, validate=True)


def _unsigned(signed: list[int] | None) -> bytes | None:
    """Java's bytes reach from -128 to 127."""
    return None if signed is None else bytes([byte & 0xFF for byte in signed])


def _schema(raw: Mapping[str, Any] | None) -> Schema | None:
    return Schema(raw["dataFormat"], str(raw["schemaId"])) if raw else None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number of JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is beyond a double")
    return number


_JSON = json.JSONDecoder(parse_constant=_refuse, parse_float=_finite)
