"""What a guard decided about one request."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from msk_local.kafka.protocol import Request, compose_response


@dataclass(frozen=True)
class Outcome:
    """Send something on to the broker, answer at the door, or both.

    Attributes:
        forward: The request body for the broker. `None`: the broker never sees the request.
        answer: The response when nothing is forwarded.
        amend: Applied to the broker's response. Absent: it goes to the client as it came.
        refused: Whether any part of the request was refused.
    """

    forward: Any | None
    answer: Any | None = None
    amend: Callable[[Any], Any] | None = None
    refused: bool = False

    @classmethod
    def passes(cls, request: Request, amend: Callable[[Any], Any] | None = None) -> Self:
        """The request goes on as it is."""
        return cls(request.body, amend=amend)

    @classmethod
    def answers(cls, request: Request, values: Mapping[str, Any]) -> Self:
        """The door itself does what is asked; the client gets a response of these values."""
        return cls(None, answer=compose_response(request.api_key, request.version, values))

    @classmethod
    def refuses(cls, request: Request, values: Mapping[str, Any]) -> Self:
        """The broker never sees the request; the client gets a response of these values."""
        answer = compose_response(request.api_key, request.version, values)
        return cls(None, answer=answer, refused=True)
