"""The `cloudformation` service as the CDK CLI and boto3 use it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msk_local.server import Endpoint

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class CloudFormationService:
    """WSGI application for the SigV4 service ``cloudformation``.

    Args:
        endpoint: The local cloud the stacks are deployed to.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answers one request."""
        raise NotImplementedError
