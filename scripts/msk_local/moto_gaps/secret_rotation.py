"""Rotation of secrets by functions, which moto would run in Docker."""

import json
import logging
import re
import threading
import uuid
from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from moto.backends import get_backend
from moto.secretsmanager.models import FakeSecret
from werkzeug.wrappers import Request, Response

from msk_local.protocols.errors import NotMineError, ServiceError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from msk_local.functions import FunctionRunner

_LOG = logging.getLogger(__name__)
_PRINCIPAL: Final = "secretsmanager.amazonaws.com"
_CURRENT, _PENDING = "AWSCURRENT", "AWSPENDING"
_STEPS: Final = ("createSecret", "setSecret", "testSecret", "finishSecret")
_RATE = re.compile(r"rate\((\d+) days?\)")


class SecretRotation:
    """WSGI application for the SigV4 service ``secretsmanager``: RotateSecret; the rest is moto's.

    A rotation has ended when RotateSecret answers, rather than some minutes later. As on AWS it
    answers with success whether or not the function did its work: a version with the label
    AWSPENDING alone is left of one that did not, and the next RotateSecret tries that one again.

    Args:
        account: The account secrets live in.
        region: The Region they live in.
        runner: Runs the functions.
    """

    def __init__(self, *, account: str, region: str, runner: "FunctionRunner") -> None:
        self._account = account
        self._region = region
        self._runner = runner
        self._lock = threading.Lock()

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answers RotateSecret, or raises NotMineError."""
        _point_to_current(self._secrets())
        if not str(environ.get("HTTP_X_AMZ_TARGET", "")).endswith(".RotateSecret"):
            raise NotMineError
        try:
            body = self._rotate(json.loads(Request(environ).get_data()))
            status = HTTPStatus.OK
        except ServiceError as error:
            body = {"__type": error.code, "message": error.message}
            status = HTTPStatus.BAD_REQUEST
        content = json.dumps(body)
        response = Response(content, status, content_type="application/x-amz-json-1.1")
        return response(environ, start_response)

    def _rotate(self, parameters: Mapping[str, Any]) -> dict[str, str]:
        token = parameters.get("ClientRequestToken") or str(uuid.uuid4())
        immediately = parameters.get("RotateImmediately", True)
        with self._lock:
            secret = self._secret(parameters["SecretId"])
            function = parameters.get("RotationLambdaARN") or secret.rotation_lambda_arn
            self._require_invocable(function)
            _configure(secret, function, parameters.get("RotationRules", {}))
            incomplete = _incomplete(secret)
            if incomplete is None and token in secret.versions:
                return _answer(secret, token)  # asked again, after it was done
            if incomplete is None:
                secret.versions[token] = _new_version(secret, token, with_value=not immediately)
        if incomplete not in {None, token}:
            self._run(secret, function, str(incomplete), _STEPS)
            raise ServiceError(
                "InvalidRequestException",
                "A previous rotation isn't complete. That rotation will be reattempted.",
            )
        self._run(secret, function, token, _STEPS if immediately else ("testSecret",))
        if not immediately:
            del secret.versions[token]
        return _answer(secret, token)

    def _run(self, secret: FakeSecret, function: str, token: str, steps: Sequence[str]) -> None:
        for step in steps:
            event = {"Step": step, "SecretId": secret.arn, "ClientRequestToken": token}
            result = self._runner.invoke(function, event)
            if result.function_error:
                _LOG.warning("%s of %s failed: %s", step, secret.name, result.payload)
                return

    def _secret(self, secret_id: str) -> FakeSecret:
        found = next((s for s in self._secrets() if secret_id in {s.name, s.arn}), None)
        if found is None or found.is_deleted():
            raise ServiceError(
                "ResourceNotFoundException", "Secrets Manager can't find the specified secret."
            )
        return found

    def _secrets(self) -> list[FakeSecret]:
        store = get_backend("secretsmanager")[self._account][self._region].secrets
        return [secret for secret in list(dict.values(store)) if isinstance(secret, FakeSecret)]

    def _require_invocable(self, function: str) -> None:
        if not function:
            raise ServiceError(
                "InvalidRequestException",
                "No Lambda rotation function ARN is associated with this secret.",
            )
        self._runner.require(function)
        backend = get_backend("lambda")[self._account][self._region]
        name = function.rpartition(":function:")[2].partition(":")[0]
        statements = backend.get_function(name).policy.statements
        if not any(one["Principal"] == {"Service": _PRINCIPAL} for one in statements):
            raise ServiceError(
                "AccessDeniedException",
                "Secrets Manager cannot invoke the specified Lambda function. Ensure that the "
                f"function policy grants access to the principal {_PRINCIPAL}.",
            )


def _point_to_current(secrets: Iterable[FakeSecret]) -> None:
    """Let moto answer with the current version who asks for none, after its label has moved."""
    for secret in secrets:
        for version_id, version in list(secret.versions.items()):
            if _CURRENT in version["version_stages"]:
                secret.set_default_version_id(version_id)


def _answer(secret: FakeSecret, token: str) -> dict[str, str]:
    return {"ARN": secret.arn, "Name": secret.name, "VersionId": token}


def _configure(secret: FakeSecret, function: str, rules: Mapping[str, Any]) -> None:
    secret.rotation_requested = secret.rotation_enabled = True
    secret.rotation_lambda_arn = function
    rate = _RATE.fullmatch(rules.get("ScheduleExpression", ""))
    days = rules.get("AutomaticallyAfterDays") or (rate and int(rate[1]))
    if days:
        secret.auto_rotate_after_days = days


def _incomplete(secret: FakeSecret) -> str | None:
    """The version of a rotation that has begun and not ended."""
    for version_id, version in secret.versions.items():
        if _PENDING in version["version_stages"] and _CURRENT not in version["version_stages"]:
            return str(version_id)
    return None


def _new_version(secret: FakeSecret, token: str, *, with_value: bool) -> dict[str, Any]:
    """A version to rotate to; with the current value, one to try the function with."""
    secret.remove_version_stages_from_old_versions([_PENDING])
    version: dict[str, Any] = {"version_id": token, "version_stages": [_PENDING], "createdate": 0}
    if with_value:
        current = next(v for v in secret.versions.values() if _CURRENT in v["version_stages"])
        version["secret_string"] = current.get("secret_string")
    return version
