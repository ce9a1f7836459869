"""Signing in to a broker, which is all of Kafka's protocol that a rotation needs.

https://kafka.apache.org/protocol
"""

import socket
import ssl
import struct
from typing import Final

from .credentials import Credentials
from .scram import Exchange, ScramError

SECONDS: Final = 10.0
"""How long a broker may take for any of its answers."""

_MECHANISM = b"SCRAM-SHA-512"
_CLIENT_ID = b"cdk-msk-rotation"
# Key and version of the requests. Brokers of every release of Kafka that MSK runs know them.
_SASL_HANDSHAKE = (17, 1)
_SASL_AUTHENTICATE = (36, 0)


class Refused(Exception):  # noqa: N818 - an answer, not an error
    """The broker does not let the user in."""


def refusal(address: str, credentials: Credentials) -> str | None:
    """Why a broker, ``host:port``, does not let the user in. None: it does."""
    try:
        _sign_in(address, credentials)
    except (Refused, ScramError, OSError, EOFError) as error:
        return f"{address}: {type(error).__name__}: {error}"
    return None


def _sign_in(address: str, credentials: Credentials) -> None:
    host, _, port = address.strip().rpartition(":")
    # The system's authorities, Amazon's among them, and SSL_CERT_FILE's.
    trust = ssl.create_default_context()
    with (
        socket.create_connection((host, int(port)), SECONDS) as plain,
        trust.wrap_socket(plain, server_hostname=host) as connection,
    ):
        exchange = Exchange(credentials)
        _handshake(connection)
        server_first = _authenticate(connection, exchange.first())
        exchange.verify(_authenticate(connection, exchange.final(server_first)))


def _handshake(connection: socket.socket) -> None:
    answer = _ask(connection, _SASL_HANDSHAKE, struct.pack(">h", len(_MECHANISM)) + _MECHANISM)
    (code,) = struct.unpack_from(">h", answer)
    if code:
        msg = f"it does not speak {_MECHANISM.decode()} (error {code})"
        raise Refused(msg)


def _authenticate(connection: socket.socket, message: bytes) -> bytes:
    answer = _ask(connection, _SASL_AUTHENTICATE, struct.pack(">i", len(message)) + message)
    code, length = struct.unpack_from(">hh", answer)
    rest = answer[4 + max(length, 0) :]
    if code:
        reason = answer[4 : 4 + max(length, 0)].decode(errors="replace")
        raise Refused(reason or f"error {code}")
    return rest[4:]


def _ask(connection: socket.socket, api: tuple[int, int], body: bytes) -> bytes:
    """Send a request and return the body of the answer to it."""
    header = struct.pack(">hhih", *api, 0, len(_CLIENT_ID)) + _CLIENT_ID
    connection.sendall(struct.pack(">i", len(header) + len(body)) + header + body)
    (size,) = struct.unpack(">i", _read(connection, 4))
    return _read(connection, size)[4:]


def _read(connection: socket.socket, count: int) -> bytes:
    received = b""
    while len(received) < count:
        more = connection.recv(count - len(received))
        if not more:
            msg = "the broker closed the connection"
            raise EOFError(msg)
        received += more
    return received
