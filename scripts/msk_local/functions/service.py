"""The `lambda` service: what moto cannot do without Docker."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from msk_local.functions.runner import FunctionRunner


class EventSourceMappingsApi(Protocol):
    """Event source mappings that read from Amazon MSK.

    Requests and answers have the members of Lambda's API as boto3 spells them (`UUID`,
    `EventSourceArn`, `FunctionName`, …). `create` is only called with the ARN of a cluster;
    the other three are asked whether the mapping is theirs (`owns`) first.
    """

    def owns(self, uuid: str) -> bool:
        """Whether a mapping with this id was created here."""
        ...

    def create(self, request: dict[str, Any]) -> dict[str, Any]:
        """Answers CreateEventSourceMapping. Raises ServiceError as Lambda does."""
        ...

    def get(self, uuid: str) -> dict[str, Any]:
        """Answers GetEventSourceMapping."""
        ...

    def update(self, uuid: str, request: dict[str, Any]) -> dict[str, Any]:
        """Answers UpdateEventSourceMapping; `request` is without the `UUID`."""
        ...

    def delete(self, uuid: str) -> dict[str, Any]:
        """Answers DeleteEventSourceMapping: the mapping as it was, `State` ``Deleting``."""
        ...

    def list(
        self, *, function_name: str | None = None, event_source_arn: str | None = None
    ) -> list[dict[str, Any]]:
        """The mappings of a function (name or ARN), of a cluster, or all of them."""
        ...


class LambdaService:
    """WSGI application for the SigV4 service ``lambda``.

    Answers Invoke, and event source mappings whose source is a cluster; everything else is moto's.

    Args:
        runner: Runs the functions.
        mappings: Event source mappings that read from Amazon MSK.
    """

    def __init__(self, runner: "FunctionRunner", mappings: EventSourceMappingsApi) -> None:
        self._runner = runner
        self._mappings = mappings

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answers one request, or raises NotMineError."""
        raise NotImplementedError
