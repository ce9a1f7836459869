"""The server's side of SCRAM-SHA-512 (RFC 5802, RFC 7677), as Kafka brokers speak it."""

import base64
import binascii
import hashlib
import hmac
import re
import secrets
from collections.abc import Callable

from msk_local.kafka.access.failure import AuthenticationError

_HASH = "sha512"
_ITERATIONS = 8192
_CLIENT_FIRST = re.compile(
    r"(?P<gs2>[ny],(?:a=(?P<authorization>[^,]*))?,)"
    r"(?P<bare>n=(?P<username>[^,]+),r=(?P<nonce>[\x21-\x2b\x2d-\x7e]+)(?P<extensions>,.+)?)"
)
_CLIENT_FINAL = re.compile(
    r"(?P<bare>c=(?P<binding>[^,]*),r=(?P<nonce>[^,]+)(?:,[^,]+)*?),p=(?P<proof>[A-Za-z0-9+/=]+)"
)
_REFUSAL = "Authentication failed: invalid credentials with SASL mechanism SCRAM-SHA-512"


class ScramConversation:
    """One client proving that it knows a password, in two steps.

    Args:
        password_of: Finds the password of a user, `None` for a user who does not exist.
    """

    def __init__(self, password_of: Callable[[str], str | None]) -> None:
        self._password_of = password_of
        self._server_nonce = secrets.token_urlsafe(24)
        self._salt = secrets.token_bytes(32)
        self._gs2_header = ""
        self._client_first_bare = ""
        self._server_first = ""
        self.username = ""
        """Who the client says it is; proven once `finish` returned."""

    def begin(self, message: bytes) -> bytes:
        """Answer the client's first message with salt and iteration count.

        A user who does not exist gets an answer like any other, and fails in `finish`.

        Raises:
            AuthenticationError: The message is not one of SCRAM, or asks for what Kafka lacks.
        """
        found = _CLIENT_FIRST.fullmatch(_text(message))
        if found is None or found["extensions"]:
            raise AuthenticationError("the first SCRAM message cannot be understood")
        self.username = _unescaped(found["username"])
        if found["authorization"] and _unescaped(found["authorization"]) != self.username:
            raise AuthenticationError("a SCRAM client can only act as itself")
        self._gs2_header = found["gs2"]
        self._client_first_bare = found["bare"]
        salt = base64.b64encode(self._salt).decode()
        nonce = found["nonce"] + self._server_nonce
        self._server_first = f"r={nonce},s={salt},i={_ITERATIONS}"
        return self._server_first.encode()

    def finish(self, message: bytes) -> bytes:
        """Check the client's proof, and give the server's.

        Raises:
            AuthenticationError: The proof is wrong, or the user does not exist.
        """
        found = _CLIENT_FINAL.fullmatch(_text(message))
        if found is None:
            raise AuthenticationError("the final SCRAM message cannot be understood")
        binding = base64.b64encode(self._gs2_header.encode()).decode()
        nonce = self._server_first.split(",", 1)[0].removeprefix("r=")
        if found["binding"] != binding or not _same(found["nonce"], nonce):
            raise AuthenticationError("the final SCRAM message belongs to another conversation")
        password = self._password_of(self.username)
        salted = hashlib.pbkdf2_hmac(
            _HASH, (password or secrets.token_hex()).encode(), self._salt, _ITERATIONS
        )
        signed = ",".join((self._client_first_bare, self._server_first, found["bare"])).encode()
        client_key = hmac.digest(salted, b"Client Key", _HASH)
        stored_key = hashlib.new(_HASH, client_key).digest()
        expected = _exclusive_or(client_key, hmac.digest(stored_key, signed, _HASH))
        if not hmac.compare_digest(expected, _decoded(found["proof"])) or password is None:
            raise AuthenticationError(_REFUSAL)
        server_key = hmac.digest(salted, b"Server Key", _HASH)
        return b"v=" + base64.b64encode(hmac.digest(server_key, signed, _HASH))


def _text(message: bytes) -> str:
    try:
        return message.decode("utf-8")
    except UnicodeDecodeError as error:
        raise AuthenticationError("a SCRAM message must be UTF-8") from error


def _unescaped(name: str) -> str:
    if re.search(r"=(?!2C|3D)", name):
        raise AuthenticationError("a name in a SCRAM message must escape '=' and ','")
    return name.replace("=2C", ",").replace("=3D", "=")


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise AuthenticationError(_REFUSAL) from error


def _exclusive_or(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
