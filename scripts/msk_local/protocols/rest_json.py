"""The AWS REST-JSON protocol: a path, query string and JSON body in, JSON out."""

import base64
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

from botocore.validate import ParamValidator
from werkzeug.wrappers import Request, Response

from msk_local.protocols.errors import NotMineError, ServiceError
from msk_local.session import bare_session


class RestJsonProtocol:
    """Reads requests and writes answers of one service that speaks REST-JSON.

    Args:
        service: The service as boto3 names it, e.g. ``kafka``.
        invalid: The error code for parameters that break the service's model.
    """

    def __init__(self, service: str, *, invalid: str = "BadRequestException") -> None:
        self._model = bare_session().get_service_model(service)
        self._invalid = invalid
        self._routes = sorted(
            (_Route(self._model.operation_model(name)) for name in self._model.operation_names),
            key=lambda route: route.variables,
        )

    def operation(self, request: Request) -> str | None:
        """The operation a request asks for. Absent: none the service's model knows."""
        route = self._route(request)
        return route.operation.name if route else None

    def parse(self, request: Request) -> tuple[str, dict[str, Any]]:
        """The operation a request asks for and its parameters, checked against the model.

        Blobs arrive as bytes.

        Raises:
            NotMineError: No operation has such a method and path.
            ServiceError: The parameters break the model.
        """
        route = self._route(request)
        if route is None:
            raise NotMineError(f"{request.method} {_raw_path(request)}")
        shape = route.operation.input_shape
        parameters = _read_request(shape, request, route.labels(request)) if shape else {}
        report = ParamValidator().validate(parameters, shape) if shape else None
        if report is not None and report.has_errors():
            raise ServiceError(self._invalid, report.generate_report())
        return route.operation.name, parameters

    def respond(self, operation: str, result: Mapping[str, Any]) -> Response:
        """The answer to a successful request."""
        model = self._model.operation_model(operation)
        body = _write(model.output_shape, result) if model.output_shape else {}
        status = model.http.get("responseCode", 200)
        return Response(json.dumps(body), status=status, content_type="application/json")

    def error(self, error: ServiceError) -> Response:
        """The answer to a refused request."""
        body = {"message": error.message, "Message": error.message, **error.members}
        response = Response(json.dumps(body), error.status, content_type="application/json")
        response.headers["x-amzn-errortype"] = error.code
        return response

    def _route(self, request: Request) -> "_Route | None":
        return next((route for route in self._routes if route.matches(request)), None)


class _Route:
    """The method and path of one operation."""

    def __init__(self, operation: Any) -> None:
        self.operation = operation
        path, _, query = operation.http["requestUri"].partition("?")
        self._method = operation.http["method"]
        self._query = [flag.partition("=")[0] for flag in query.split("&") if flag]
        self.variables = path.count("{")
        pattern = re.sub(
            r"\\\{(\w+)(\\\+)?\\\}",
            lambda m: f"(?P<{m[1]}>.+)" if m[2] else f"(?P<{m[1]}>[^/]+)",
            re.escape(path.rstrip("/")),
        )
        self._pattern = re.compile(f"{pattern}/?")

    def matches(self, request: Request) -> bool:
        return (
            request.method == self._method
            and self._pattern.fullmatch(_raw_path(request)) is not None
            and all(flag in request.args for flag in self._query)
        )

    def labels(self, request: Request) -> dict[str, str]:
        match = self._pattern.fullmatch(_raw_path(request))
        return {k: unquote(v) for k, v in match.groupdict().items()} if match else {}


def _raw_path(request: Request) -> str:
    """The path before decoding: an ARN in it carries encoded slashes."""
    raw = str(request.environ.get("REQUEST_URI") or request.path)
    return raw.partition("?")[0]


def _read_request(shape: Any, request: Request, labels: Mapping[str, str]) -> dict[str, Any]:
    payload = shape.serialization.get("payload")
    body = {} if payload else _json(request)
    parameters: dict[str, Any] = {}
    for name, member in shape.members.items():
        key = member.serialization.get("name", name)
        value: Any
        match member.serialization.get("location"):
            case "uri":
                value = labels.get(key)
            case "querystring":
                value = _query_value(member, request.args.getlist(key))
            case "header":
                value = request.headers.get(key)
            case _ if name == payload:
                value = request.get_data() if member.type_name == "blob" else _json(request)
            case _:
                value = body.get(key)
        if value is not None:
            parameters[name] = _read(member, value)
    return parameters


def _query_value(shape: Any, values: list[str]) -> Any:
    if not values:
        return None
    return values if shape.type_name == "list" else values[0]


def _json(request: Request) -> dict[str, Any]:
    data = request.get_data()
    try:
        loaded = json.loads(data) if data else {}
    except ValueError as error:
        raise ServiceError("SerializationException", f"the body is not JSON: {error}") from None
    return loaded if isinstance(loaded, dict) else {}


def _read(shape: Any, value: Any) -> Any:
    match shape.type_name:
        case "structure" if isinstance(value, Mapping):
            return {
                name: _read(member, value[key])
                for name, member in shape.members.items()
                if value.get(key := member.serialization.get("name", name)) is not None
            }
        case "list" if isinstance(value, list):
            return [_read(shape.member, item) for item in value]
        case "map" if isinstance(value, Mapping):
            return {key: _read(shape.value, item) for key, item in value.items()}
        case _:
            return _read_scalar(shape, value) if isinstance(value, str) else value


def _read_scalar(shape: Any, text: str) -> Any:
    match shape.type_name:
        case "blob":
            return base64.b64decode(text)
        case "integer" | "long" if text.lstrip("-").isdigit():
            return int(text)
        case "boolean":
            return text.lower() == "true"
        case _:
            return text


def _write(shape: Any, value: Any) -> Any:
    match shape.type_name:
        case "structure":
            return {
                member.serialization.get("name", name): _write(member, value[name])
                for name, member in shape.members.items()
                if value.get(name) is not None
            }
        case "list":
            return [_write(shape.member, item) for item in value]
        case "map":
            return {key: _write(shape.value, item) for key, item in value.items()}
        case "blob":
            return base64.b64encode(value).decode()
        case "timestamp" if isinstance(value, datetime):
            moment = value.astimezone(UTC)
            iso = shape.serialization.get("timestampFormat") == "iso8601"
            return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if iso else moment.timestamp()
        case _:
            return value
