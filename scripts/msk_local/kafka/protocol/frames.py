"""Length-prefixed frames, and the header every request and response starts with."""

import asyncio
import io
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kio.index import KioIndexError, load_request_schema, load_response_schema
from kio.serial import entity_reader, entity_writer
from kio.serial.errors import SerialError

from msk_local.kafka.protocol.bounds import check_bounds
from msk_local.kafka.protocol.messages import compose

_LENGTH = struct.Struct(">i")
_API_AND_VERSION = struct.Struct(">hh")
_UNREADABLE = (KioIndexError, SerialError, ValueError, ArithmeticError, MemoryError, TypeError)
MAX_FRAME_BYTES = 104_857_600
"""Kafka's default ``socket.request.max.bytes``."""


class MalformedFrameError(ValueError):
    """Bytes that are no message of the protocol; the connection they came by must be closed."""


@dataclass(frozen=True)
class Request:
    """A request as it arrived.

    Attributes:
        api_key: Number of the request type; not necessarily a known one.
        version: Version of the message.
        correlation_id: What the response must repeat.
        client_id: The name the client gave itself.
        body: The typed message of `kio` for this version.
        frame: The bytes it was read from, without the length.
    """

    api_key: int
    version: int
    correlation_id: int
    client_id: str | None
    body: Any
    frame: bytes


async def read_frame(
    reader: asyncio.StreamReader, *, max_bytes: int = MAX_FRAME_BYTES
) -> bytes | None:
    """The next frame, or `None` when the peer closed the connection between two frames.

    Raises:
        MalformedFrameError: The announced length is negative or above `max_bytes`, or the
            connection ends within a frame.
    """
    try:
        prefix = await reader.readexactly(_LENGTH.size)
    except asyncio.IncompleteReadError:
        return None
    (length,) = _LENGTH.unpack(prefix)
    if not 0 <= length <= max_bytes:
        raise MalformedFrameError(f"a frame of {length} bytes, {max_bytes} are allowed")
    try:
        return await reader.readexactly(length)
    except asyncio.IncompleteReadError as incomplete:
        raise MalformedFrameError("the connection ended within a frame") from incomplete


async def write_frame(writer: asyncio.StreamWriter, frame: bytes) -> None:
    """Send a frame, its length first, and wait while the peer is slow to read."""
    writer.write(_LENGTH.pack(len(frame)))
    writer.write(frame)
    await writer.drain()


def peek_api(frame: bytes) -> tuple[int, int]:
    """Api key and version of a request frame.

    Raises:
        MalformedFrameError: The frame is too short to have them.
    """
    if len(frame) < _API_AND_VERSION.size + _LENGTH.size:
        raise MalformedFrameError(f"a request of {len(frame)} bytes has no header")
    api_key, version = _API_AND_VERSION.unpack_from(frame)
    return api_key, version


def correlation_id_of(frame: bytes) -> int:
    """The correlation id of a request frame that `peek_api` accepted."""
    (correlation_id,) = _LENGTH.unpack_from(frame, _API_AND_VERSION.size)
    return int(correlation_id)


def parse_request(frame: bytes) -> Request:
    """The request in a frame.

    Bytes after its last field are ignored, as brokers do: librdkafka sends some with Metadata.

    Raises:
        MalformedFrameError: It is not a request of any known type and version.
    """
    api_key, version = peek_api(frame)
    try:
        schema: Any = load_request_schema(api_key, version)
        check_bounds(schema, frame, check_bounds(schema.__header_schema__, frame, 0))
        header, size = entity_reader(schema.__header_schema__)(frame, 0)
        body, _ = entity_reader(schema)(frame, size)
    except _UNREADABLE as error:
        raise MalformedFrameError(f"api {api_key} version {version}: {error}") from error
    return Request(api_key, version, header.correlation_id, header.client_id, body, frame)


def request_frame(request: Request, body: Any) -> bytes:
    """`request` again, with another body of the same type."""
    schema: Any = type(body)
    buffer = io.BytesIO()
    header = schema.__header_schema__
    entity_writer(header)(
        buffer,
        header(
            request_api_key=request.api_key,
            request_api_version=request.version,
            correlation_id=request.correlation_id,
            client_id=request.client_id,
        ),
    )
    entity_writer(schema)(buffer, body)
    return buffer.getvalue()


def first_request_frame(api_key: int, version: int, values: Mapping[str, Any]) -> bytes:
    """A request of the data plane's own, with plain values as in `compose`."""
    body = compose(load_request_schema(api_key, version), values)
    return request_frame(Request(api_key, version, 0, "msk-local", body, b""), body)


def parse_response(api_key: int, version: int, frame: bytes) -> Any:
    """The typed response in a frame that answers a request of this type and version."""
    schema: Any = load_response_schema(api_key, version)
    _, size = entity_reader(schema.__header_schema__)(frame, 0)
    body, _ = entity_reader(schema)(frame, size)
    return body


def response_frame(correlation_id: int, body: Any) -> bytes:
    """The frame that answers the request with this correlation id."""
    schema: Any = type(body)
    buffer = io.BytesIO()
    header = schema.__header_schema__
    entity_writer(header)(buffer, header(correlation_id=correlation_id))
    entity_writer(schema)(buffer, body)
    return buffer.getvalue()
