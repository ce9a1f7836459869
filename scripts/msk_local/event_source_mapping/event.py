"""The event Lambda hands to a function that consumes from MSK.

https://docs.aws.amazon.com/lambda/latest/dg/with-msk.html
"""

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from confluent_kafka import TIMESTAMP_LOG_APPEND_TIME, Message

MAXIMUM_PAYLOAD_BYTES: Final = 6 * 1024 * 1024
"""Lambda's limit for a synchronous invocation."""
_ENVELOPE_BYTES: Final = 2048
_SIGN_BIT: Final = 128
_BYTE: Final = 256


@dataclass(frozen=True)
class Record:
    """One Kafka record, already in the form it has inside an event.

    Attributes:
        body: The record as the event carries it.
        size: Bytes of the body in JSON.
        raw_key: The key as bytes. Absent: the record has none.
        raw_value: The value as bytes. Absent: the record is a tombstone.
    """

    topic: str
    partition: int
    offset: int
    timestamp: int
    body: dict[str, Any]
    size: int
    raw_key: bytes | None
    raw_value: bytes | None

    @property
    def source(self) -> str:
        """The key of the record's partition in an event: ``<topic>-<partition>``."""
        return f"{self.topic}-{self.partition}"

    @classmethod
    def of(cls, message: Message) -> "Record":
        """The record of a message a consumer returned."""
        kind, timestamp = message.timestamp()
        key, value = _bytes(message.key()), _bytes(message.value())
        topic, partition, offset = message.topic(), message.partition(), message.offset()
        if topic is None or partition is None or offset is None:
            raise ValueError("a consumed message must have a topic, a partition and an offset")
        appended = kind == TIMESTAMP_LOG_APPEND_TIME
        body = {
            "topic": topic,
            "partition": partition,
            "offset": offset,
            "timestamp": timestamp,
            "timestampType": "LOG_APPEND_TIME" if appended else "CREATE_TIME",
            **({} if key is None else {"key": base64.b64encode(key).decode()}),
            "value": None if value is None else base64.b64encode(value).decode(),
            "headers": [{name: _signed(content)} for name, content in _headers(message)],
        }
        size = len(json.dumps(body)) + 2
        return cls(topic, partition, offset, timestamp, body, size, key, value)


def build_event(
    records: Iterable[Record], *, cluster_arn: str, bootstrap_servers: str
) -> dict[str, Any]:
    """The event of one invocation, its records grouped by partition in their order."""
    grouped: dict[str, list[dict[str, Any]]] = {}
    for record in records:
        grouped.setdefault(record.source, []).append(record.body)
    return {
        "eventSource": "aws:kafka",
        "eventSourceArn": cluster_arn,
        "bootstrapServers": bootstrap_servers,
        "records": grouped,
    }


def fits(size: int) -> bool:
    """Whether an event stays within Lambda's limit when its records have `size` bytes together."""
    return size + _ENVELOPE_BYTES <= MAXIMUM_PAYLOAD_BYTES


def _headers(message: Message) -> list[tuple[str, bytes | None]]:
    headers = message.headers() or []
    pairs = headers.items() if isinstance(headers, dict) else headers
    return [(name, _bytes(content)) for name, content in pairs]


def _bytes(content: str | bytes | None) -> bytes | None:
    return content.encode() if isinstance(content, str) else content


def _signed(content: bytes | None) -> list[int] | None:
    """Bytes as Java prints them, -128 to 127."""
    if content is None:
        return None
    return [byte - _BYTE if byte >= _SIGN_BIT else byte for byte in content]
