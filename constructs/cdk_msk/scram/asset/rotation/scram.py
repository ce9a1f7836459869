"""The client's half of SCRAM, RFC 5802.

https://www.rfc-editor.org/rfc/rfc5802
"""

import base64
import hashlib
import hmac
import secrets

from .credentials import Credentials

_WITHOUT_CHANNEL_BINDING = "n,,"


class ScramError(Exception):
    """The server did not prove that it knows the password."""


class Exchange:
    """One sign-in: `first`, then `final` with the server's answer, then `verify` with the next.

    Args:
        credentials: Whose.
        digest: The hash function, by Python's name.
        nonce: What makes the exchange unique. Absent: random.
    """

    def __init__(
        self, credentials: Credentials, *, digest: str = "sha512", nonce: str | None = None
    ) -> None:
        self._password = credentials.password.encode()
        self._digest = digest
        self._nonce = nonce or secrets.token_urlsafe(24)
        username = credentials.username.replace("=", "=3D").replace(",", "=2C")
        self._first = f"n={username},r={self._nonce}"
        self._expected = b""

    def first(self) -> bytes:
        """The message that begins the exchange."""
        return f"{_WITHOUT_CHANNEL_BINDING}{self._first}".encode()

    def final(self, server_first: bytes) -> bytes:
        """The message that proves that the client knows the password.

        Raises:
            ScramError: The answer belongs to another exchange.
        """
        said = _fields(server_first)
        if not said["r"].startswith(self._nonce):
            msg = "the server's nonce does not begin with the client's"
            raise ScramError(msg)
        binding = base64.b64encode(_WITHOUT_CHANNEL_BINDING.encode()).decode()
        without_proof = f"c={binding},r={said['r']}"
        exchanged = b",".join([self._first.encode(), server_first, without_proof.encode()])
        salted = hashlib.pbkdf2_hmac(
            self._digest, self._password, base64.b64decode(said["s"]), int(said["i"])
        )
        client_key = self._hmac(salted, b"Client Key")
        signature = self._hmac(hashlib.new(self._digest, client_key).digest(), exchanged)
        proof = bytes(a ^ b for a, b in zip(client_key, signature, strict=True))
        self._expected = self._hmac(self._hmac(salted, b"Server Key"), exchanged)
        return f"{without_proof},p={base64.b64encode(proof).decode()}".encode()

    def verify(self, server_final: bytes) -> None:
        """Hear the server prove that it knows the password too.

        Raises:
            ScramError: It does not.
        """
        said = _fields(server_final)
        if not hmac.compare_digest(base64.b64decode(said.get("v", "")), self._expected):
            msg = f"the server does not prove itself: {said.get('e', 'wrong signature')}"
            raise ScramError(msg)

    def _hmac(self, key: bytes, message: bytes) -> bytes:
        return hmac.digest(key, message, self._digest)


def _fields(message: bytes) -> dict[str, str]:
    return {one[0]: one[2:] for one in message.decode().split(",")}
