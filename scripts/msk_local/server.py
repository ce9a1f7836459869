"""The HTTP server of the local cloud: our own services first, moto for the rest."""

import io
import os
import re
import threading
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from botocore.config import Config
from moto.core.base_backend import BackendDict
from moto.core.model_instances import reset_model_data
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import BaseWSGIServer, make_server

from msk_local.moto_gaps import (
    BucketPolicies,
    EventHistory,
    PrivateCertificates,
    SavedQueries,
    order_dimensions,
)
from msk_local.protocols.errors import NotMineError
from msk_local.session import LocalSession

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_CREDENTIAL = re.compile(r"Credential=[^/,\s]+/\d{8}/[^/,\s]+/([^/,\s]+)/aws4_request")
_QUERY_CREDENTIAL = re.compile(r"X-Amz-Credential=[^&]+?(?:/|%2F)([\w-]+)(?:/|%2F)aws4_request")
_MANAGED_POLICIES = "MOTO_IAM_LOAD_MANAGED_POLICIES"
_LONGEST_FUNCTION_SECONDS = 960
PRIVATE_PATH = "/.msk-local"
"""Unsigned requests to ``/.msk-local/<service>/…`` go to that service."""


class Endpoint:
    """Where a local cloud is reached, and as whom.

    Args:
        url: Address of the server, without a trailing slash.
        account: The account everything lives in. Absent: moto's default.
        region: The region everything lives in.
    """

    def __init__(
        self, url: str, *, account: str = DEFAULT_ACCOUNT_ID, region: str = "us-east-1"
    ) -> None:
        self.url = url
        self.account = account
        self.region = region
        self._clients: dict[str, Any] = {}
        self._lock = threading.Lock()

    def client(self, service: str) -> Any:
        """The boto3 client of `service`, acting as the account's administrator."""
        with self._lock:
            if service not in self._clients:
                self._clients[service] = LocalSession(self.url, region=self.region).client(
                    service,
                    config=Config(
                        read_timeout=_LONGEST_FUNCTION_SECONDS,
                        retries={"total_max_attempts": 1},
                        max_pool_connections=50,
                    ),
                )
            return self._clients[service]

    def arn(self, service: str, resource: str) -> str:
        """The ARN of a resource in this account and region."""
        return f"arn:aws:{service}:{self.region}:{self.account}:{resource}"


class LocalServer:
    """An HTTP server on loopback that answers for every AWS service.

    The service is read from the credential scope of the request's signature. The address is
    known, and `services` may still be filled, until `start` is called.

    Args:
        services: WSGI application per SigV4 service name. One that raises `NotMineError` leaves
            the request to moto, as does a service that is not listed.
    """

    def __init__(self, services: Mapping[str, "WSGIApplication"]) -> None:
        self._services = services
        certificates = PrivateCertificates()
        self._gaps: Mapping[str, WSGIApplication] = {
            "s3": BucketPolicies(),
            "cloudtrail": EventHistory(),
            "acm": certificates,
            "acm-pca": certificates,
            "logs": SavedQueries(),
        }
        order_dimensions()
        self._moto = DomainDispatcherApplication(create_backend_app)
        self._server: BaseWSGIServer = make_server(
            "127.0.0.1", 0, self._route, threaded=True, request_handler=_QuietRequestHandler
        )
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """Address of the server."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def start(self) -> None:
        """Begins with an empty cloud and serves until `stop`."""
        _forget_everything()
        self._thread = threading.Thread(
            target=self._server.serve_forever,
            kwargs={"poll_interval": 0.05},
            name="msk-local-server",
            daemon=True,
        )
        self._thread.start()

    def stop(self) -> None:
        """Stops serving; does nothing the second time."""
        if self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._thread = None
        self._server.server_close()

    def _route(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        service = _service(environ)
        application = self._services.get(service) or self._gaps.get(service)
        if application is None:
            return self._moto(environ, start_response)  # type: ignore[no-any-return]
        body = _read_body(environ)
        environ["wsgi.input"] = io.BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        try:
            return application(environ, start_response)
        except NotMineError:
            environ["wsgi.input"] = io.BytesIO(body)
            environ.pop("werkzeug.request", None)
            return self._moto(environ, start_response)  # type: ignore[no-any-return]


def _forget_everything() -> None:
    """Empties moto; from then on it knows AWS's managed policies, which `cdk bootstrap` attaches.

    Not while it is emptied: that would load them once for each backend that is thrown away.
    """
    os.environ.pop(_MANAGED_POLICIES, None)
    BackendDict.reset()
    reset_model_data()
    os.environ[_MANAGED_POLICIES] = "true"


def _service(environ: "WSGIEnvironment") -> str:
    """The SigV4 service a request is signed for; empty when it is not signed."""
    match = _CREDENTIAL.search(environ.get("HTTP_AUTHORIZATION", "")) or _QUERY_CREDENTIAL.search(
        environ.get("QUERY_STRING", "")
    )
    if match:
        return match[1].lower()
    path = str(environ.get("PATH_INFO", ""))
    return path.split("/")[2] if path.startswith(f"{PRIVATE_PATH}/") else ""


def _read_body(environ: "WSGIEnvironment") -> bytes:
    stream = environ["wsgi.input"]
    if environ.get("wsgi.input_terminated"):
        return bytes(stream.read())
    return bytes(stream.read(int(environ.get("CONTENT_LENGTH") or 0)))


class _QuietRequestHandler(MotoRequestHandler):
    """Serves without a line on the terminal per request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Says nothing: the terminal belongs to the command that is running."""
