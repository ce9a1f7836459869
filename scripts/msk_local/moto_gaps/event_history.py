"""CloudTrail's event history, which the CDK CLI searches when a deployment has failed."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from werkzeug.wrappers import Response

from msk_local.protocols.errors import NotMineError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class EventHistory:
    """WSGI application for the SigV4 service ``cloudtrail``: no events; the rest is moto's."""

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answers LookupEvents, or raises NotMineError."""
        if not str(environ.get("HTTP_X_AMZ_TARGET", "")).endswith(".LookupEvents"):
            raise NotMineError
        response = Response(json.dumps({"Events": []}), content_type="application/x-amz-json-1.1")
        return response(environ, start_response)
