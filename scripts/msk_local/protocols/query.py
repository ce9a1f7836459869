"""The AWS Query protocol: form fields in, XML out."""

import base64
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from werkzeug.wrappers import Request, Response

from msk_local.protocols.errors import ServiceError
from msk_local.session import bare_session

_SERVER_ERRORS = 500


class QueryProtocol:
    """Reads requests and writes answers of one service that speaks AWS Query.

    Args:
        service: The service as boto3 names it, e.g. ``cloudformation``.
    """

    def __init__(self, service: str) -> None:
        self._model = bare_session().get_service_model(service)

    def parse(self, request: Request) -> tuple[str, dict[str, Any]]:
        """The operation a request asks for and its parameters.

        Raises:
            ServiceError: ``InvalidAction`` for an operation the service does not have.
        """
        fields = {**request.args.to_dict(), **request.form.to_dict()}
        operation = fields.get("Action", "")
        if operation not in self._model.operation_names:
            raise ServiceError("InvalidAction", f"Could not find operation {operation!r}")
        shape = self._model.operation_model(operation).input_shape
        parameters = _read(shape, fields, "") if shape else None
        return operation, parameters or {}

    def respond(self, operation: str, result: Mapping[str, Any]) -> Response:
        """The answer to a successful request."""
        shape = self._model.operation_model(operation).output_shape
        root = Element(f"{operation}Response", xmlns=self._model.metadata["xmlNamespace"])
        if shape is not None:
            body = SubElement(root, shape.serialization.get("resultWrapper", f"{operation}Result"))
            _write_members(body, shape, result)
        metadata = SubElement(root, "ResponseMetadata")
        SubElement(metadata, "RequestId").text = str(uuid.uuid4())
        return Response(tostring(root), content_type="text/xml")

    def error(self, error: ServiceError) -> Response:
        """The answer to a refused request."""
        root = Element("ErrorResponse", xmlns=self._model.metadata["xmlNamespace"])
        body = SubElement(root, "Error")
        SubElement(body, "Type").text = "Sender" if error.status < _SERVER_ERRORS else "Receiver"
        SubElement(body, "Code").text = error.code
        SubElement(body, "Message").text = error.message
        SubElement(root, "RequestId").text = str(uuid.uuid4())
        return Response(tostring(root), status=error.status, content_type="text/xml")


def _read(shape: Any, fields: Mapping[str, str], prefix: str) -> Any:
    """What `fields` say about `shape` under `prefix`; `None` when they say nothing."""
    if shape.type_name == "structure":
        members = {
            name: value
            for name, member in shape.members.items()
            if (value := _read(member, fields, _join(prefix, _name(member, name)))) is not None
        }
        return members or None
    if shape.type_name == "list":
        return _read_list(shape, fields, prefix)
    if shape.type_name == "map":
        return _read_map(shape, fields, prefix)
    text = fields.get(prefix)
    return None if text is None else _scalar(shape, text)


def _read_list(shape: Any, fields: Mapping[str, str], prefix: str) -> list[Any] | None:
    if fields.get(prefix) == "":
        return []
    items: list[Any] = []
    while True:
        where = _join(prefix, f"{_name(shape.member, 'member')}.{len(items) + 1}")
        item = _read(shape.member, fields, where)
        if item is None:
            return items or None
        items.append(item)


def _read_map(shape: Any, fields: Mapping[str, str], prefix: str) -> dict[str, Any] | None:
    entries: dict[str, Any] = {}
    while True:
        where = _join(prefix, f"entry.{len(entries) + 1}")
        key = fields.get(f"{where}.{_name(shape.key, 'key')}")
        if key is None:
            return entries or None
        entries[key] = _read(shape.value, fields, f"{where}.{_name(shape.value, 'value')}")


def _scalar(shape: Any, text: str) -> Any:
    match shape.type_name:
        case "boolean":
            return text.lower() == "true"
        case "integer" | "long":
            return int(text)
        case "float" | "double":
            return float(text)
        case "blob":
            return base64.b64decode(text)
        case _:
            return text


def _write_members(parent: Element, shape: Any, values: Mapping[str, Any]) -> None:
    for name, member in shape.members.items():
        if values.get(name) is not None:
            _write(SubElement(parent, _name(member, name)), member, values[name])


def _write(element: Element, shape: Any, value: Any) -> None:
    if shape.type_name == "structure":
        _write_members(element, shape, value)
    elif shape.type_name == "list":
        for item in value:
            _write(SubElement(element, _name(shape.member, "member")), shape.member, item)
    elif shape.type_name == "map":
        for key, item in value.items():
            entry = SubElement(element, "entry")
            _write(SubElement(entry, _name(shape.key, "key")), shape.key, key)
            _write(SubElement(entry, _name(shape.value, "value")), shape.value, item)
    else:
        element.text = _text(value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return str(value)


def _name(shape: Any, default: str) -> str:
    return str(shape.serialization.get("name", default))


def _join(prefix: str, name: str) -> str:
    return f"{prefix}.{name}" if prefix else name
