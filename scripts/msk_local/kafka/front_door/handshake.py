"""The SASL exchange at the beginning of a connection, and again when a session runs out."""

import asyncio
import logging
from typing import Any

from kio.schema.errors import ErrorCode

from msk_local.kafka.access.failure import AuthenticationError
from msk_local.kafka.authentication import Authentication
from msk_local.kafka.front_door.client import Client
from msk_local.kafka.front_door.mechanisms import MECHANISMS, Gate, Mechanism
from msk_local.kafka.protocol import ApiKey, Request, VersionRange, compose_response

SASL_APIS = {
    ApiKey.SASL_HANDSHAKE: VersionRange(1, 1),
    ApiKey.SASL_AUTHENTICATE: VersionRange(0, 2),
}
"""Version 0 of the handshake, whose tokens have no header, is older than every client in use."""

_LOG = logging.getLogger(__name__)


class Handshake:
    """Negotiates a mechanism and walks through it; one client may do so several times.

    Args:
        authentication: Of the listener.
        gate: The cluster to be let into.
        host: The address of the client.
    """

    def __init__(self, authentication: Authentication, gate: Gate, host: str) -> None:
        self._offered = MECHANISMS[authentication]
        self._gate = gate
        self._host = host
        self._mechanism: Mechanism | None = None
        self.client: Client | None = None
        """Who was authenticated last."""
        self.failed = False
        """Whether the client was refused, after which the connection is closed."""

    async def answer(self, request: Request) -> Any:
        """The response to a SaslHandshake or SaslAuthenticate request."""
        if request.api_key == ApiKey.SASL_HANDSHAKE:
            return self._negotiate(request)
        try:
            message, client = await self._step(request.body.auth_bytes)
            self._accept(client)
        except AuthenticationError as error:
            self.failed = True
            _LOG.info("refused a client: %s", error)
            return compose_response(
                request.api_key,
                request.version,
                {
                    "error_code": ErrorCode.sasl_authentication_failed,
                    "error_message": str(error),
                    "auth_bytes": b"",
                },
            )
        return compose_response(
            request.api_key,
            request.version,
            {
                "error_code": ErrorCode.none,
                "error_message": None,
                "auth_bytes": message,
                "session_lifetime": self._remaining_ms() if client else 0,
            },
        )

    def expired(self) -> bool:
        """Whether the session of the authenticated client has run out."""
        return (
            self.client is not None
            and self.client.expires is not None
            and (self.client.expires <= self._gate.now())
        )

    def _negotiate(self, request: Request) -> Any:
        make = self._offered.get(request.body.mechanism)
        self._mechanism = make(self._gate, self._host) if make else None
        self.failed = make is None
        error = ErrorCode.none if make else ErrorCode.unsupported_sasl_mechanism
        return compose_response(
            request.api_key,
            request.version,
            {"error_code": error, "mechanisms": list(self._offered)},
        )

    async def _step(self, message: bytes) -> tuple[bytes, Client | None]:
        if self._mechanism is None:
            raise AuthenticationError("SaslAuthenticate must follow SaslHandshake")
        return await asyncio.to_thread(self._mechanism.step, message)

    def _accept(self, client: Client | None) -> None:
        if client is None:
            return
        if self.client is not None and client.principal != self.client.principal:
            raise AuthenticationError("a connection cannot change its principal")
        self._mechanism = None
        self.client = client

    def _remaining_ms(self) -> int:
        if self.client is None or self.client.expires is None:
            return 0
        remaining = self.client.expires - self._gate.now()
        return max(0, int(remaining.total_seconds() * 1000))
