"""What clients have written and read through the front door."""

import struct
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_LENGTH_AT = struct.Struct(">8xi")
_COUNT_AT = struct.Struct(">16xb40xi")
_BYTES_BEFORE_LENGTH_COUNTS = 12
_MAGIC = 2


@dataclass(frozen=True)
class Volume:
    """Records of one topic at one broker, as they were sent.

    Attributes:
        bytes_in: Bytes that clients have written.
        bytes_out: Bytes that clients have read.
        messages_in: Records that clients have written.
    """

    bytes_in: int = 0
    bytes_out: int = 0
    messages_in: int = 0

    def __add__(self, other: "Volume") -> "Volume":
        return Volume(
            self.bytes_in + other.bytes_in,
            self.bytes_out + other.bytes_out,
            self.messages_in + other.messages_in,
        )

    def __sub__(self, other: "Volume") -> "Volume":
        return Volume(
            self.bytes_in - other.bytes_in,
            self.bytes_out - other.bytes_out,
            self.messages_in - other.messages_in,
        )


class Traffic:
    """Counts for each broker and topic; it may be read by any thread."""

    def __init__(self) -> None:
        self._volumes: dict[tuple[int, str], Volume] = {}
        self._lock = threading.Lock()

    @property
    def volumes(self) -> Mapping[tuple[int, str], Volume]:
        """By broker id and topic, since the door was made; topics without traffic are left out."""
        with self._lock:
            return dict(self._volumes)

    def written(self, broker: int, body: Any) -> None:
        """Count the body of a produce request that a broker was sent."""
        for topic in body.topic_data:
            for partition in topic.partition_data:
                records = partition.records or b""
                count = sum(record_counts(records))
                self._add(broker, topic.name, Volume(len(records), 0, count))

    def read(self, broker: int, response: Any) -> None:
        """Count a fetch response that a client was sent."""
        for topic in response.responses:
            for partition in topic.partitions:
                if partition.records:
                    self._add(broker, topic.topic, Volume(0, len(partition.records), 0))

    def _add(self, broker: int, topic: str, volume: Volume) -> None:
        with self._lock:
            before = self._volumes.get((broker, topic), Volume())
            self._volumes[broker, topic] = before + volume


def record_counts(batches: bytes) -> Iterator[int]:
    """How many records each whole batch holds; only the headers are read.

    https://kafka.apache.org/documentation/#recordbatch
    """
    at = 0
    while at + _COUNT_AT.size <= len(batches):
        (length,) = _LENGTH_AT.unpack_from(batches, at)
        magic, count = _COUNT_AT.unpack_from(batches, at)
        if magic != _MAGIC or length <= 0:
            return
        yield count
        at += _BYTES_BEFORE_LENGTH_COUNTS + length
