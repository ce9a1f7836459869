"""The embedded broker's port: frames in, handlers, frames out."""

import asyncio
import logging

from msk_local.kafka.broker.embedded.handlers import HANDLERS
from msk_local.kafka.broker.embedded.node import Node
from msk_local.kafka.protocol import (
    ApiKey,
    MalformedFrameError,
    compose_response,
    parse_request,
    read_frame,
    response_frame,
    write_frame,
)
from msk_local.kafka.protocol.frames import correlation_id_of, peek_api
from msk_local.kafka.protocol.versions import api_versions_response

_STREAM_BUFFER_BYTES = 4 * 1024 * 1024
_VERSIONS = {api: versions for api, (versions, _) in HANDLERS.items()}
_LOG = logging.getLogger(__name__)


async def listen(node: Node) -> asyncio.Server:
    """Open the port of all brokers of a node, and tell the node its number."""
    connections: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(_serve(node, reader, writer))
        connections.add(task)
        task.add_done_callback(connections.discard)

    server = await asyncio.start_server(accept, node.host, 0, limit=_STREAM_BUFFER_BYTES)
    node.port = server.sockets[0].getsockname()[1]
    return server


async def _serve(node: Node, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while (frame := await read_frame(reader)) is not None:
            answer = await answer_to(node, frame)
            if answer is not None:
                await write_frame(writer, answer)
    except MalformedFrameError as reason:
        _LOG.warning("closed a connection: %s", reason)
    except OSError as reason:
        _LOG.info("lost a connection: %s", reason)
    except Exception:  # noqa: BLE001 - one request must never end the broker for others
        _LOG.exception("closed a connection after a fault of the broker")
    finally:
        writer.close()


async def answer_to(node: Node, frame: bytes) -> bytes | None:
    """The response to a request frame, or `None` for records nobody wants acknowledged.

    Raises:
        MalformedFrameError: The frame is no request this broker understands.
    """
    api_key, version = peek_api(frame)
    if api_key == ApiKey.API_VERSIONS:
        return response_frame(correlation_id_of(frame), api_versions_response(version, _VERSIONS))
    versions, handle = HANDLERS.get(api_key, (None, None))
    if versions is None or handle is None or version not in versions:
        raise MalformedFrameError(f"api {api_key} version {version} is not known")
    request = parse_request(frame)
    values = await handle(node, request)
    if api_key == ApiKey.PRODUCE and request.body.acks == 0:
        return None
    response = compose_response(api_key, version, values)
    return response_frame(request.correlation_id, response)
