"""The pre-signed addresses custom resources answer to."""

import json
import threading
import uuid
from collections.abc import Mapping
from typing import Any

from werkzeug.wrappers import Request, Response

from msk_local.server import PRIVATE_PATH, Endpoint


class Callbacks:
    """Hands out addresses that take one answer each."""

    PATH = f"{PRIVATE_PATH}/cloudformation/response/"

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._waiting: dict[str, _Answer] = {}

    def open(self) -> "_Answer":
        """An address nobody has answered to yet."""
        token = uuid.uuid4().hex
        answer = _Answer(f"{self._endpoint.url}{self.PATH}{token}")
        self._waiting[token] = answer
        return answer

    def take(self, request: Request) -> Response:
        """Accepts the answer to an address, once."""
        answer = self._waiting.pop(request.path.removeprefix(self.PATH), None)
        if answer is None or request.method != "PUT":
            return Response("AccessDenied: the address is unknown or was used", status=403)
        answer.give(json.loads(request.get_data()))
        return Response(status=200)


class _Answer:
    """The answer of one custom resource to one request."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._arrived = threading.Event()
        self._body: Mapping[str, Any] = {}

    def give(self, body: Mapping[str, Any]) -> None:
        """Notes the answer."""
        self._body = body
        self._arrived.set()

    def wait(self, seconds: float) -> Mapping[str, Any] | None:
        """The answer. Absent: none came in time."""
        return self._body if self._arrived.wait(seconds) else None
