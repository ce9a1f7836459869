"""The `lambda` service: what moto cannot do without Docker."""

import base64
import json
import logging
import threading
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Protocol

from botocore.exceptions import BotoCoreError, ClientError
from werkzeug.wrappers import Request, Response

from msk_local.functions.runner import FunctionRunner
from msk_local.protocols import NotMineError, RestJsonProtocol, ServiceError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_CLUSTER = ":kafka:"
_LOG = logging.getLogger(__name__)
_LOG_TAIL = 4096


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

    def __init__(self, runner: FunctionRunner, mappings: EventSourceMappingsApi) -> None:
        self._runner = runner
        self._mappings = mappings
        self._protocol = RestJsonProtocol("lambda", invalid="InvalidParameterValueException")

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answers one request, or raises NotMineError."""
        return self._answer(Request(environ))(environ, start_response)

    def _answer(self, request: Request) -> Response:
        operation = self._protocol.operation(request)
        if operation not in _OPERATIONS:
            raise NotMineError
        try:
            _, parameters = self._protocol.parse(request)
            return _OPERATIONS[operation](self, parameters)
        except ServiceError as error:
            return self._protocol.error(error)

    def _invoke(self, parameters: dict[str, Any]) -> Response:
        name = parameters["FunctionName"]
        if "Qualifier" in parameters:
            name = f"{name}:{parameters['Qualifier']}"
        payload = json.loads(parameters.get("Payload") or b"{}")
        self._runner.require(name)
        match parameters.get("InvocationType", "RequestResponse"):
            case "DryRun":
                return Response(status=HTTPStatus.NO_CONTENT)
            case "Event":
                threading.Thread(
                    target=self._invoke_later, args=(name, payload), daemon=True
                ).start()
                return Response(status=HTTPStatus.ACCEPTED)
        result = self._runner.invoke(name, payload)
        response = Response(json.dumps(result.payload), content_type="application/json")
        response.headers["X-Amz-Executed-Version"] = "$LATEST"
        if result.function_error:
            response.headers["X-Amz-Function-Error"] = result.function_error
        if parameters.get("LogType") == "Tail":
            tail = result.logs.encode()[-_LOG_TAIL:]
            response.headers["X-Amz-Log-Result"] = base64.b64encode(tail).decode()
        return response

    def _invoke_later(self, name: str, payload: Any) -> None:
        try:
            self._runner.invoke(name, payload)
        except (ServiceError, BotoCoreError, ClientError) as error:
            # The function was deleted, or the cloud stopped, after the event was accepted.
            _LOG.warning("%s was not called with its event: %s", name, error)

    def _configured(self, parameters: dict[str, Any]) -> Response:
        """Notes the log group, which moto forgets, and leaves the rest to moto."""
        if group := parameters.get("LoggingConfig", {}).get("LogGroup"):
            name = str(parameters["FunctionName"]).rpartition(":function:")[2]
            self._runner.log_to(name.partition(":")[0], group)
        raise NotMineError

    def _create_mapping(self, parameters: dict[str, Any]) -> Response:
        if _CLUSTER not in parameters.get("EventSourceArn", ""):
            raise NotMineError
        mapping = self._mappings.create(parameters)
        return self._protocol.respond("CreateEventSourceMapping", mapping)

    def _get_mapping(self, parameters: dict[str, Any]) -> Response:
        mapping = self._mappings.get(self._own(parameters))
        return self._protocol.respond("GetEventSourceMapping", mapping)

    def _update_mapping(self, parameters: dict[str, Any]) -> Response:
        uuid = self._own(parameters)
        change = {key: value for key, value in parameters.items() if key != "UUID"}
        mapping = self._mappings.update(uuid, change)
        return self._protocol.respond("UpdateEventSourceMapping", mapping)

    def _delete_mapping(self, parameters: dict[str, Any]) -> Response:
        mapping = self._mappings.delete(self._own(parameters))
        return self._protocol.respond("DeleteEventSourceMapping", mapping)

    def _list_mappings(self, parameters: dict[str, Any]) -> Response:
        function, source = parameters.get("FunctionName"), parameters.get("EventSourceArn")
        own = self._mappings.list(function_name=function, event_source_arn=source)
        if not own:
            raise NotMineError
        return self._protocol.respond("ListEventSourceMappings", {"EventSourceMappings": own})

    def _own(self, parameters: dict[str, Any]) -> str:
        uuid = str(parameters["UUID"])
        if not self._mappings.owns(uuid):
            raise NotMineError
        return uuid


_OPERATIONS: Mapping[str | None, Callable[[LambdaService, dict[str, Any]], Response]] = {
    "Invoke": LambdaService._invoke,
    "CreateFunction": LambdaService._configured,
    "UpdateFunctionConfiguration": LambdaService._configured,
    "CreateEventSourceMapping": LambdaService._create_mapping,
    "GetEventSourceMapping": LambdaService._get_mapping,
    "UpdateEventSourceMapping": LambdaService._update_mapping,
    "DeleteEventSourceMapping": LambdaService._delete_mapping,
    "ListEventSourceMappings": LambdaService._list_mappings,
}
