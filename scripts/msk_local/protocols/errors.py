"""The two ways a service declines a request."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any


class ServiceError(Exception):
    """An error as a service reports it to its clients.

    Attributes:
        code: The error code of the service's model, e.g. ``ValidationError``.
        message: What went wrong, for people.
        status: The HTTP status the error travels with.
        members: Further members of the error's shape, e.g. ``invalidParameter``.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        status: int = HTTPStatus.BAD_REQUEST,
        members: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
        self.members = dict(members or {})


class NotMineError(Exception):
    """Raised by a WSGI application before it answers: moto is to handle this request."""
