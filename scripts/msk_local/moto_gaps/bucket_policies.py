"""Bucket policies, kept whole but enforced by moto only as far as they allow.

moto evaluates a denial without its conditions: "deny when not over TLS" would deny everything.
"""

import json
import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from moto.s3.models import s3_backends
from werkzeug.wrappers import Request, Response

from msk_local.protocols.errors import NotMineError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_NO_POLICY = (
    "<Error><Code>NoSuchBucketPolicy</Code>"
    "<Message>The bucket policy does not exist</Message></Error>"
)
_MALFORMED = (
    "<Error><Code>MalformedPolicy</Code>"
    "<Message>This policy contains invalid Json</Message></Error>"
)


class BucketPolicies:
    """WSGI application for the SigV4 service ``s3``: bucket policies; the rest is moto's."""

    def __init__(self) -> None:
        self._policies: dict[str, bytes] = {}
        self._lock = threading.Lock()

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answers Put-, Get- and DeleteBucketPolicy, or raises NotMineError."""
        request = Request(environ)
        bucket, _, key = request.path.lstrip("/").partition("/")
        if key or not bucket:
            raise NotMineError
        with self._lock:
            if "policy" in request.args:
                return self._answer(request, bucket)(environ, start_response)
            if request.method == "DELETE" and not request.args:
                self._policies.pop(bucket, None)
        raise NotMineError

    def _answer(self, request: Request, bucket: str) -> Response:
        if bucket not in s3_backends.bucket_accounts:
            raise NotMineError  # moto says that there is no such bucket
        if request.method == "PUT":
            try:
                policy = json.loads(request.get_data())
            except ValueError:
                return Response(_MALFORMED, status=400, content_type="application/xml")
            self._policies[bucket] = request.get_data()
            _give_to_moto(bucket, _allowing(policy))
            return Response(status=204)
        if request.method == "DELETE":
            self._policies.pop(bucket, None)
            _give_to_moto(bucket, None)
            return Response(status=204)
        if bucket not in self._policies:
            return Response(_NO_POLICY, status=404, content_type="application/xml")
        return Response(self._policies[bucket], content_type="application/json")


def _allowing(policy: dict[str, Any]) -> bytes:
    """A policy without its denials."""
    statements = policy.get("Statement", [])
    listed = statements if isinstance(statements, list) else [statements]
    allowing = [one for one in listed if one.get("Effect") == "Allow"]
    return json.dumps({**policy, "Statement": allowing}).encode()


def _give_to_moto(bucket: str, policy: bytes | None) -> None:
    """Lets moto know a policy: it asks one before it delivers access logs to a bucket."""
    partition, account = s3_backends.bucket_accounts[bucket]
    s3_backends[account][partition].buckets[bucket].policy = policy
