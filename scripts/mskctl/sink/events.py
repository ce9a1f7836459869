"""Records of a topic in the form in which Lambda's Kafka poller sends them."""

import base64
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from mskctl.sink.sinks import Sink, UnreadableSink

_MOST_RECORDS = 10_000
_MOST_BYTES = 5_500_000
"""A call may carry 6 MiB."""
_POLL_MILLISECONDS = 5_000


@dataclass(frozen=True, order=True)
class Range:
    """Offsets of a partition, the last one included."""

    partition: int
    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.partition}:{self.first}-{self.last}"


def still_there(consumer: Any, topic: str, wanted: Range) -> Range | None:
    """What of a range the topic still reaches over. Absent: nothing."""
    from kafka import TopicPartition  # noqa: PLC0415

    if wanted.partition not in (consumer.partitions_for_topic(topic) or ()):
        return None
    place = TopicPartition(topic, wanted.partition)
    first = max(wanted.first, consumer.beginning_offsets([place])[place])
    last = min(wanted.last, consumer.end_offsets([place])[place] - 1)
    return Range(wanted.partition, first, last) if first <= last else None


def records(consumer: Any, topic: str, wanted: Range) -> Iterator[dict[str, Any]]:
    """The records in a range that `still_there` confirmed, as entries of an event.

    Raises:
        UnreadableSink: The topic's retention was faster.
    """
    from kafka import TopicPartition, errors  # noqa: PLC0415

    place = TopicPartition(topic, wanted.partition)
    consumer.assign([place])
    consumer.seek(place, wanted.first)
    while (position := consumer.position(place)) <= wanted.last:
        try:
            messages = consumer.poll(_POLL_MILLISECONDS).get(place, [])
        except errors.OffsetOutOfRangeError as error:
            message = f"offset {position} must still be there, got deleted meanwhile; replay again"
            raise UnreadableSink(f"{topic}-{wanted.partition}: {message}") from error
        for message in messages:
            if message.offset <= wanted.last:
                yield _entry(message)


def events(sink: Sink, entries: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Events with entries of one partition, each small enough for one call."""
    batch: list[dict[str, Any]] = []
    size = 0
    for entry in entries:
        own = len(json.dumps(entry)) + 2
        if batch and (len(batch) == _MOST_RECORDS or size + own > _MOST_BYTES):
            yield _event(sink, batch)
            batch, size = [], 0
        batch.append(entry)
        size += own
    if batch:
        yield _event(sink, batch)


def _event(sink: Sink, batch: list[dict[str, Any]]) -> dict[str, Any]:
    source = f"{batch[0]['topic']}-{batch[0]['partition']}"
    return {
        "eventSource": "aws:kafka",
        "eventSourceArn": sink.cluster_arn,
        "bootstrapServers": "",
        "records": {source: batch},
    }


def _entry(message: Any) -> dict[str, Any]:
    return {
        "topic": message.topic,
        "partition": message.partition,
        "offset": message.offset,
        "timestamp": message.timestamp,
        "timestampType": "LOG_APPEND_TIME" if message.timestamp_type else "CREATE_TIME",
        "key": _base64(message.key),
        "value": _base64(message.value),
        "headers": [{name: _signed(content)} for name, content in message.headers or ()],
    }


def _base64(content: bytes | None) -> str | None:
    return None if content is None else base64.b64encode(content).decode()


def _signed(content: bytes | None) -> list[int] | None:
    """Bytes as Java prints them, -128 to 127."""
    return None if content is None else [byte - 256 if byte > 127 else byte for byte in content]
