"""Runs deployed Python functions, one persistent child process each."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msk_local.server import Endpoint


@dataclass(frozen=True)
class InvocationResult:
    """What one invocation gave back.

    Attributes:
        payload: The returned value, or Lambda's error object.
        function_error: ``Unhandled`` when the function failed. Absent: it succeeded.
        logs: What the function wrote to its output and error streams.
    """

    payload: Any
    function_error: str | None
    logs: str


class FunctionRunner:
    """Runs functions deployed to the local cloud.

    Args:
        endpoint: The local cloud the functions live in and talk to.
        directory: Where code is unpacked and logs are written.
        environment: Environment variables every function gets besides its own.
    """

    def __init__(
        self, endpoint: Endpoint, directory: Path, *, environment: dict[str, str] | None = None
    ) -> None:
        self._endpoint = endpoint
        self._directory = directory
        self._environment = environment or {}

    def invoke(self, function: str, payload: Any) -> InvocationResult:
        """Runs a function once and waits for it.

        Args:
            function: Name or ARN, with or without a qualifier.
            payload: The event, anything JSON can carry.

        Raises:
            ServiceError: ``ResourceNotFoundException`` for a function that does not exist.
        """
        raise NotImplementedError

    def stop(self) -> None:
        """Ends every child process."""
