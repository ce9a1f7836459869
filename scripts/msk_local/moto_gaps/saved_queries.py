"""Saved queries of CloudWatch Logs Insights."""

import json
import threading
import time
import uuid
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from werkzeug.wrappers import Request, Response

from msk_local.protocols.errors import NotMineError, ServiceError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_KEPT = ("name", "queryString", "logGroupNames", "queryLanguage", "parameters")


class SavedQueries:
    """WSGI application for the SigV4 service ``logs``: query definitions; the rest is moto's.

    They are kept and shown. moto runs queries, but knows few commands of their language.
    """

    def __init__(self) -> None:
        self._queries: dict[str, dict[str, Any]] = {}
        self._lock = threading.Lock()

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answers the operations on query definitions, or raises NotMineError."""
        operation = str(environ.get("HTTP_X_AMZ_TARGET", "")).rpartition(".")[2]
        answer = {
            "PutQueryDefinition": self._put,
            "DescribeQueryDefinitions": self._describe,
            "DeleteQueryDefinition": self._delete,
        }.get(operation)
        if answer is None:
            raise NotMineError
        try:
            with self._lock:
                body, status = answer(json.loads(Request(environ).get_data())), HTTPStatus.OK
        except ServiceError as error:
            body = {"__type": error.code, "message": error.message}
            status = HTTPStatus.BAD_REQUEST
        response = Response(json.dumps(body), status, content_type="application/x-amz-json-1.1")
        return response(environ, start_response)

    def _put(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        query_id = parameters.get("queryDefinitionId")
        if query_id is not None:
            self._require(query_id)
        query_id = query_id or str(uuid.uuid4())
        self._queries[query_id] = {
            "queryDefinitionId": query_id,
            "lastModified": int(time.time() * 1000),
            **{key: parameters[key] for key in _KEPT if key in parameters},
        }
        return {"queryDefinitionId": query_id}

    def _describe(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        prefix = parameters.get("queryDefinitionNamePrefix", "")
        found = [one for one in self._queries.values() if one["name"].startswith(prefix)]
        return {"queryDefinitions": sorted(found, key=lambda one: str(one["name"]))}

    def _delete(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        self._require(parameters["queryDefinitionId"])
        del self._queries[parameters["queryDefinitionId"]]
        return {"success": True}

    def _require(self, query_id: str) -> None:
        if query_id not in self._queries:
            raise ServiceError(
                "ResourceNotFoundException", f"The query definition {query_id} does not exist."
            )
