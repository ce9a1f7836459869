"""Keys and values are checked against the schemas of a Glue registry before a function sees them.

What the local cloud can check: that the schema exists in the registry, that the role may read it,
and that JSON is JSON; not that a record follows its schema. Avro and Protobuf it hands on as they
were written, and cannot turn into JSON.

https://docs.aws.amazon.com/lambda/latest/dg/services-consume-kafka-events.html
"""

import base64
import json
import zlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from botocore.exceptions import ClientError

from msk_local.event_source_mapping.event import Record
from msk_local.event_source_mapping.mapping import Mapping
from msk_local.event_source_mapping.problem import ProblemError
from msk_local.event_source_mapping.role import ExecutionRole
from msk_local.kafka import Identities
from msk_local.server import Endpoint

NOT_FOUND: Final = "SCHEMA_NOT_FOUND"
NOT_READABLE: Final = "DESERIALIZATION_ERROR"
_VERSION: Final = 3
_PLAIN, _ZLIB = 0, 5
_HEADER_BYTES: Final = 18
"""Version, compression and the id of a schema version, in front of what Glue's clients write."""


class UnfitError(Exception):
    """A record does not follow a schema; its text is Lambda's code for the reason."""


class Schemas:
    """The schemas of a mapping; without a registry every record is taken as it is.

    Args:
        endpoint: The local cloud.
        identities: Says what the function's role may do.
        mapping: Names the registry, and what is checked.
    """

    def __init__(self, endpoint: Endpoint, identities: Identities, mapping: Mapping) -> None:
        self._endpoint = endpoint
        self._identities = identities
        self._mapping = mapping
        self._known: dict[str, str] = {}

    def split(self, records: Sequence[Record]) -> tuple[list[Record], dict[str, list[Record]]]:
        """The records as the function gets them, and those it never gets, by the reason.

        Raises:
            ProblemError: The role may not read a schema, or the local cloud cannot decode it.
        """
        if self._mapping.schema_registry is None:
            return list(records), {}
        fit: list[Record] = []
        unfit: dict[str, list[Record]] = {}
        for record in records:
            try:
                fit.append(self._checked(record, self._mapping.schema_registry))
            except UnfitError as error:
                unfit.setdefault(str(error), []).append(record)
        return fit, unfit

    def _checked(self, record: Record, registry: dict[str, Any]) -> Record:
        body, key, value = dict(record.body), record.raw_key, record.raw_value
        for config in registry.get("SchemaValidationConfigs", []):
            name = config["Attribute"].lower()
            raw = key if name == "key" else value
            if raw is None:  # a tombstone follows every schema
                continue
            schema_id, content = _opened(raw)
            data_format = self._data_format(schema_id, registry["SchemaRegistryURI"])
            _require_readable(content, data_format, registry.get("EventRecordFormat", "JSON"))
            body[name] = base64.b64encode(content).decode()
            body[f"{name}SchemaMetadata"] = {"dataFormat": data_format, "schemaId": schema_id}
            key, value = (content, value) if name == "key" else (key, content)
        size = len(json.dumps(body)) + 2
        return replace(record, body=body, size=size, raw_key=key, raw_value=value)

    def _data_format(self, schema_id: str, registry_arn: str) -> str:
        if schema_id in self._known:
            return self._known[schema_id]
        role = ExecutionRole(self._endpoint, self._identities, self._mapping.function_arn)
        role.require("glue:GetRegistry", registry_arn)
        role.require("glue:GetSchemaVersion", registry_arn)
        glue = self._endpoint.client("glue")
        try:
            version = glue.get_schema_version(SchemaVersionId=schema_id)
        except ClientError as error:
            raise UnfitError(NOT_FOUND) from error
        schema_arn = version["SchemaArn"]
        if not schema_arn.startswith(f"{registry_arn.replace(':registry/', ':schema/')}/"):
            raise UnfitError(NOT_FOUND)
        role.require("glue:GetSchemaVersion", schema_arn)
        self._known[schema_id] = str(version["DataFormat"])
        return self._known[schema_id]


def _opened(raw: bytes) -> tuple[str, bytes]:
    """The id of the schema, and what stands behind it."""
    if len(raw) < _HEADER_BYTES or raw[0] != _VERSION or raw[1] not in (_PLAIN, _ZLIB):
        raise UnfitError(NOT_READABLE)
    schema_id, content = str(UUID(bytes=raw[2:_HEADER_BYTES])), raw[_HEADER_BYTES:]
    if raw[1] == _PLAIN:
        return schema_id, content
    try:
        return schema_id, zlib.decompress(content)
    except zlib.error as error:
        raise UnfitError(NOT_READABLE) from error


def _require_readable(content: bytes, data_format: str, record_format: str) -> None:
    if data_format == "JSON":
        try:
            json.loads(content)
        except ValueError as error:
            raise UnfitError(NOT_READABLE) from error
    elif record_format == "JSON":
        raise ProblemError(
            f"PROBLEM: The local cloud cannot turn {data_format} into JSON. Take records as SOURCE."
        )
