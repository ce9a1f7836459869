"""One client's connection, from its first byte to its last."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from msk_local.kafka.access.distinguished_name import principal_of
from msk_local.kafka.access.quotas import CONSUMER_BYTE_RATE, PRODUCER_BYTE_RATE
from msk_local.kafka.access.throttle import Throttle
from msk_local.kafka.authentication import Authentication
from msk_local.kafka.front_door.addresses import READDRESSED, readdress
from msk_local.kafka.front_door.answers import ANSWERS, answered
from msk_local.kafka.front_door.client import Client
from msk_local.kafka.front_door.guards import GUARDS
from msk_local.kafka.front_door.handshake import SASL_APIS, Handshake
from msk_local.kafka.front_door.mechanisms import MECHANISMS, Gate
from msk_local.kafka.front_door.outcome import Outcome
from msk_local.kafka.front_door.traffic import Traffic
from msk_local.kafka.front_door.versions import offered
from msk_local.kafka.protocol import (
    ApiKey,
    MalformedFrameError,
    Request,
    amended,
    parse_request,
    parse_response,
    read_frame,
    request_frame,
    response_frame,
    write_frame,
)
from msk_local.kafka.protocol.frames import MAX_FRAME_BYTES, correlation_id_of, peek_api
from msk_local.kafka.protocol.versions import Versions, api_versions_response

STREAM_BUFFER_BYTES = 4 * 1024 * 1024
_MAX_FRAME_BYTES_OF_A_STRANGER = 524_288
"""Kafka's default ``sasl.server.max.receive.size``."""
_SECONDS_BEFORE_REFUSED_CLOSE = 0.1
"""Kafka's default ``connection.failed.authentication.delay.ms``."""

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Listener:
    """What all connections that come in by one port have in common.

    Attributes:
        authentication: How clients prove who they are.
        gate: The cluster they want into.
        upstream: Address of the broker behind the port, looked up when a client has come in.
        ports: The port of every broker of the cluster for this authentication, now.
        versions: What the broker behind the door understands.
        throttle: What clients have used of their quotas at that broker.
        broker: Id of the broker behind the port.
        traffic: Where it is counted what passes.
    """

    authentication: Authentication
    gate: Gate
    upstream: Callable[[], tuple[str, int]]
    ports: Callable[[], Mapping[int, int]]
    versions: Versions
    throttle: Throttle
    broker: int
    traffic: Traffic


class _Closed(Exception):  # noqa: N818 - not an error: how the loop of a connection ends
    """The connection is to be closed; the message says why."""


class Connection:
    """Reads requests one after the other, as brokers do, and answers each before the next.

    Args:
        reader: From the client.
        writer: To the client.
        listener: Where it came in.
    """

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, listener: Listener
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._listener = listener
        self._handshake: Handshake | None = None
        host = str((writer.get_extra_info("peername") or ("",))[0])
        own: Versions = {}
        if listener.authentication in MECHANISMS:
            self._handshake = Handshake(listener.authentication, listener.gate, host)
            own = {int(api): versions for api, versions in SASL_APIS.items()}
        self._anybody = listener.gate.client_without_iam(_principal(writer), host)
        self._versions = offered(listener.versions, {**own, **answered(listener.gate)})
        self._broker: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def serve(self) -> None:
        """Serve the client until either side closes the connection."""
        try:
            while (frame := await self._next_frame()) is not None:
                await self._serve_one(frame)
        except (MalformedFrameError, _Closed) as reason:
            _LOG.info("closed a connection: %s", reason)
        except OSError as reason:
            _LOG.debug("lost a connection: %s", reason)
        except Exception:  # noqa: BLE001 - one client's frame must never end the door for others
            _LOG.exception("closed a connection after a fault of the front door")
        finally:
            self._writer.close()
            if self._broker:
                self._broker[1].close()

    async def _next_frame(self) -> bytes | None:
        stranger = self._client() is None
        limit = _MAX_FRAME_BYTES_OF_A_STRANGER if stranger else MAX_FRAME_BYTES
        return await read_frame(self._reader, max_bytes=limit)

    def _client(self) -> Client | None:
        return self._handshake.client if self._handshake else self._anybody

    async def _serve_one(self, frame: bytes) -> None:
        api_key, version = peek_api(frame)
        if api_key == ApiKey.API_VERSIONS:
            answer = api_versions_response(version, self._versions)
            await self._send(response_frame(correlation_id_of(frame), answer))
            return
        if version not in self._versions.get(api_key, ()):
            raise _Closed(f"api {api_key} version {version} does not pass the front door")
        request = parse_request(frame)
        if api_key in SASL_APIS and self._handshake:
            await self._authenticate(request, self._handshake)
            return
        client = self._client()
        if client is None:
            raise _Closed("a request before the client has authenticated")
        if self._handshake and self._handshake.expired():
            raise _Closed(f"the session of {client.principal} has expired")
        await client.permissions.refresh()
        await self._exchange(request, client)

    async def _authenticate(self, request: Request, handshake: Handshake) -> None:
        answer = await handshake.answer(request)
        await self._send(response_frame(request.correlation_id, answer))
        if handshake.failed:
            # As Kafka does: a client that sent more meanwhile shall still read why.
            await asyncio.sleep(_SECONDS_BEFORE_REFUSED_CLOSE)
            raise _Closed("the client was refused")

    async def _exchange(self, request: Request, client: Client) -> None:
        outcome = self._judge(request, client)
        if outcome.refused:
            _LOG.info("refused %s part of %s", client.principal, ApiKey(request.api_key).name)
        silent = request.api_key == ApiKey.PRODUCE and request.body.acks == 0
        if outcome.forward is not None:
            await self._forward(request, outcome.forward)
        if silent and outcome.refused:
            raise _Closed("records without acknowledgement were refused")
        answer = b"" if silent else await self._response(request, outcome)
        self._count(request, outcome, answer)
        seconds = self._wait_after(request, answer, client)
        if not silent:
            await self._send(_throttled(answer, request, seconds))
        # As Kafka does: the client is told, and not listened to meanwhile.
        await asyncio.sleep(seconds)

    def _count(self, request: Request, outcome: Outcome, answer: bytes) -> None:
        """Count records that went through; what cannot be counted goes through all the same."""
        if outcome.forward is None:
            return
        try:
            if request.api_key == ApiKey.PRODUCE:
                self._listener.traffic.written(self._listener.broker, outcome.forward)
            elif request.api_key == ApiKey.FETCH:
                response = parse_response(request.api_key, request.version, answer)
                self._listener.traffic.read(self._listener.broker, response)
        except Exception:  # noqa: BLE001 - counting must not cost a client its answer
            _LOG.warning("could not count %s", ApiKey(request.api_key).name, exc_info=True)

    def _wait_after(self, request: Request, answer: bytes, client: Client) -> float:
        """Seconds that the quotas of a client make it wait after a request; mostly 0."""
        wait_after = self._listener.throttle.wait_after
        whose = (client.name, request.client_id or "")
        if request.api_key == ApiKey.PRODUCE:
            return wait_after(PRODUCER_BYTE_RATE, *whose, len(request.frame))
        if request.api_key == ApiKey.FETCH:
            return wait_after(CONSUMER_BYTE_RATE, *whose, len(answer))
        return 0.0

    def _judge(self, request: Request, client: Client) -> Outcome:
        if request.api_key in ANSWERS:
            _, answer = ANSWERS[request.api_key]
            return answer(request, client.permissions, self._listener.gate)
        _, guard = GUARDS[request.api_key]
        return guard(request, client.permissions)

    async def _forward(self, request: Request, body: Any) -> None:
        if self._broker is None:
            self._broker = await asyncio.open_connection(
                *self._listener.upstream(), limit=STREAM_BUFFER_BYTES
            )
        unchanged = body is request.body
        frame = request.frame if unchanged else request_frame(request, body)
        await write_frame(self._broker[1], frame)

    async def _response(self, request: Request, outcome: Outcome) -> bytes:
        if outcome.forward is None or self._broker is None:
            return response_frame(request.correlation_id, outcome.answer)
        frame = await read_frame(self._broker[0])
        if frame is None:
            raise _Closed("the broker closed the connection")
        if outcome.amend is None and request.api_key not in READDRESSED:
            return frame
        response = parse_response(request.api_key, request.version, frame)
        if outcome.amend:
            response = outcome.amend(response)
        if request.api_key in READDRESSED:
            response = readdress(response, self._listener.ports())
        return response_frame(request.correlation_id, response)

    async def _send(self, frame: bytes) -> None:
        await write_frame(self._writer, frame)


def _throttled(frame: bytes, request: Request, seconds: float) -> bytes:
    """A response that tells the client how long it has to wait, where its version can."""
    if not seconds:
        return frame
    response = parse_response(request.api_key, request.version, frame)
    if not hasattr(response, "throttle_time"):
        return frame
    told = amended(response, throttle_time=int(seconds * 1000))
    return response_frame(request.correlation_id, told)


def _principal(writer: asyncio.StreamWriter) -> str:
    """Who a client without SASL is: the subject of the certificate it has shown, or nobody."""
    tls = writer.get_extra_info("ssl_object")
    certificate = tls.getpeercert(binary_form=True) if tls else None
    return principal_of(certificate) if certificate else "User:ANONYMOUS"
