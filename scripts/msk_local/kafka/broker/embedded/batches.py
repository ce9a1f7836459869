"""Record batches as they travel: a header that brokers read, and records that they do not.

https://kafka.apache.org/documentation/#recordbatch
"""

import gzip
import struct
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from crc32c import crc32c

_HEADER = struct.Struct(">qiibIhiqqqhii")
_BASE_OFFSET = struct.Struct(">q")
_EPOCH = struct.Struct(">i")
_CRC = struct.Struct(">I")
_MAX_TIMESTAMP = struct.Struct(">q")
_ATTRIBUTES = struct.Struct(">h")
_MARKER_KEY = struct.Struct(">hh")
_MARKER_VALUE = struct.Struct(">hi")
_EPOCH_AT = 12
_CRC_AT = 17
_ATTRIBUTES_AT = 21
_MAX_TIMESTAMP_AT = 35
_BYTES_BEFORE_LENGTH_COUNTS = 12
_MAGIC = 2
_COMPRESSION_MASK = 0x07
_UNCOMPRESSED = 0
_GZIP = 1
_LOG_APPEND_TIME = 0x08
_TRANSACTIONAL = 0x10
_CONTROL = 0x20


class CorruptBatchError(ValueError):
    """Bytes that are no whole record batch, or whose checksum does not match."""


class InvalidBatchError(ValueError):
    """A whole batch that a producer may not send."""


@dataclass(frozen=True)
class Batch:
    """One record batch.

    Attributes:
        data: All its bytes.
        base_offset: Offset of its first record.
        count: How many records it holds.
        attributes: Compression, timestamp type, transactional and control bits.
        base_timestamp: Of its first record, in milliseconds.
        max_timestamp: The latest of its records, in milliseconds.
        producer_id: Of an idempotent producer, else -1.
        producer_epoch: Of an idempotent producer, else -1.
        base_sequence: Sequence number of its first record, or -1.
    """

    data: bytes
    base_offset: int
    count: int
    attributes: int
    base_timestamp: int
    max_timestamp: int
    producer_id: int
    producer_epoch: int
    base_sequence: int

    @property
    def last_offset(self) -> int:
        """Offset of its last record."""
        return self.base_offset + self.count - 1

    @property
    def transactional(self) -> bool:
        """Whether it belongs to a transaction."""
        return bool(self.attributes & _TRANSACTIONAL)

    def placed(self, base_offset: int, *, append_time: int | None = None) -> "Batch":
        """The batch as a log keeps it.

        Args:
            base_offset: Where in the log it starts.
            append_time: Overrides the producer's timestamps, in milliseconds. Absent: they stay.
        """
        data = bytearray(self.data)
        _BASE_OFFSET.pack_into(data, 0, base_offset)
        _EPOCH.pack_into(data, _EPOCH_AT, 0)
        attributes, max_timestamp = self.attributes, self.max_timestamp
        if append_time is not None:
            attributes, max_timestamp = attributes | _LOG_APPEND_TIME, append_time
            _ATTRIBUTES.pack_into(data, _ATTRIBUTES_AT, attributes)
            _MAX_TIMESTAMP.pack_into(data, _MAX_TIMESTAMP_AT, max_timestamp)
            _CRC.pack_into(data, _CRC_AT, crc32c(memoryview(data)[_ATTRIBUTES_AT:]))
        return replace(
            self,
            data=bytes(data),
            base_offset=base_offset,
            attributes=attributes,
            max_timestamp=max_timestamp,
        )

    def first_at(self, timestamp: int) -> tuple[int, int]:
        """Offset and timestamp of the first record that is not older than `timestamp`.

        Records compressed by other means than gzip are not looked into: the whole batch is then
        as old as its first record, and the answer may be earlier than asked, never later.
        """
        if self.attributes & _LOG_APPEND_TIME:
            return self.base_offset, self.max_timestamp
        if self.base_timestamp < timestamp:
            for delta, time_delta in self._deltas():
                if self.base_timestamp + time_delta >= timestamp:
                    return self.base_offset + delta, self.base_timestamp + time_delta
        return self.base_offset, self.base_timestamp

    def latest(self) -> tuple[int, int]:
        """Offset and timestamp of the record with the greatest timestamp, as `first_at`."""
        return self.first_at(self.max_timestamp)[0], self.max_timestamp

    def _deltas(self) -> Iterator[tuple[int, int]]:
        """Offset and timestamp of each record, counted from the first one's."""
        body = self.data[_HEADER.size :]
        compression = self.attributes & _COMPRESSION_MASK
        try:
            if compression == _GZIP:
                body = gzip.decompress(body)
            elif compression != _UNCOMPRESSED:
                return
            at = 0
            for _ in range(self.count):
                length, at = _varint(body, at)
                time_delta, within = _varint(body, at + 1)
                delta, _ = _varint(body, within)
                yield delta, time_delta
                at += length
        except (IndexError, OSError, EOFError, zlib.error):
            return


def parse_batch(data: bytes) -> Batch:
    """The one batch that a producer sent for a partition.

    Raises:
        CorruptBatchError: The bytes are not one whole batch, or the checksum does not match.
        InvalidBatchError: It is a batch of an older format, a control batch, or its number of
            records contradicts itself.
    """
    if len(data) < _HEADER.size:
        raise CorruptBatchError(f"{len(data)} bytes are no record batch")
    (
        base_offset,
        length,
        _,
        magic,
        checksum,
        attributes,
        last_delta,
        base_timestamp,
        max_timestamp,
        producer_id,
        producer_epoch,
        base_sequence,
        count,
    ) = _HEADER.unpack_from(data)
    if magic != _MAGIC:
        raise InvalidBatchError(f"record batches must have the format {_MAGIC}, got {magic}")
    if length + _BYTES_BEFORE_LENGTH_COUNTS != len(data):
        raise CorruptBatchError(f"a batch of {length} bytes and 12 came in {len(data)} bytes")
    if checksum != crc32c(memoryview(data)[_ATTRIBUTES_AT:]):
        raise CorruptBatchError("the checksum does not match")
    if count < 1 or last_delta != count - 1:
        raise InvalidBatchError(f"{count} records cannot end at the offset {last_delta}")
    if attributes & _CONTROL:
        raise InvalidBatchError("clients may not write control records")
    return Batch(
        data,
        base_offset,
        count,
        attributes,
        base_timestamp,
        max_timestamp,
        producer_id,
        producer_epoch,
        base_sequence,
    )


def end_marker(producer_id: int, producer_epoch: int, *, committed: bool) -> Batch:
    """The control batch that ends a transaction in a partition.

    https://kafka.apache.org/documentation/#controlbatch
    """
    key, value = _MARKER_KEY.pack(0, int(committed)), _MARKER_VALUE.pack(0, 0)
    # Attributes, timestamp and offset of the record are 0; lengths are zigzag numbers.
    record = bytes([0, 0, 0, 2 * len(key)]) + key + bytes([2 * len(value)]) + value + b"\0"
    body = bytes([2 * len(record)]) + record
    now = int(time.time() * 1000)
    length = _HEADER.size + len(body) - _BYTES_BEFORE_LENGTH_COUNTS
    attributes = _TRANSACTIONAL | _CONTROL
    about = (attributes, 0, now, now, producer_id, producer_epoch, -1, 1)
    data = bytearray(_HEADER.pack(0, length, 0, _MAGIC, 0, *about) + body)
    _CRC.pack_into(data, _CRC_AT, crc32c(memoryview(data)[_ATTRIBUTES_AT:]))
    return Batch(bytes(data), 0, 1, attributes, now, now, producer_id, producer_epoch, -1)


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """A zigzag number, and where the next field starts."""
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            return (value >> 1) ^ -(value & 1), at
