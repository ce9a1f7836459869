"""A name and a password, and whose turn it is next."""

import json
import secrets
import string
from typing import NamedTuple, Self

from .errors import RotationError

ALTERNATE = "-alternate"
"""What the second Kafka user of a client has at the end of its name."""

_ALPHABET = string.ascii_letters + string.digits
_LENGTH = 32


class Credentials(NamedTuple):
    """What a Kafka user signs in with."""

    username: str
    password: str

    @classmethod
    def of(cls, text: str) -> Self:
        """Read the string of a secret.

        Raises:
            RotationError: It is not an object with a user name and a password.
        """
        try:
            content = json.loads(text)
            username, password = content["username"], content["password"]
        except (ValueError, TypeError, KeyError):
            username = password = None
        if not (isinstance(username, str) and isinstance(password, str) and username and password):
            # Without the text, and outside the handler of an error that quotes it: this is logged.
            msg = 'the secret must be JSON of the form {"username": …, "password": …}'
            raise RotationError(msg)
        return cls(username, password)

    @property
    def text(self) -> str:
        """The string of a secret."""
        return json.dumps(self._asdict())

    def successor(self) -> Self:
        """The other user of the pair, with a new password."""
        other = (
            self.username.removesuffix(ALTERNATE)
            if self.username.endswith(ALTERNATE)
            else f"{self.username}{ALTERNATE}"
        )
        return type(self)(other, "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH)))
