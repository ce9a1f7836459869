"""The requests about quotas of clients, answered as Kafka's controller does.

https://github.com/apache/kafka/blob/4.3.0/metadata/src/main/java/org/apache/kafka/controller/ClientQuotaControlManager.java
"""

from collections.abc import Mapping
from typing import Any

from kio.schema.errors import ErrorCode

from msk_local.kafka.access.acl import Operation
from msk_local.kafka.access.quotas import (
    ENTITY_TYPES,
    IP,
    Changes,
    Entity,
    fault_of_entity,
    fault_of_quota,
)
from msk_local.kafka.front_door.mechanisms import Gate
from msk_local.kafka.front_door.outcome import Outcome
from msk_local.kafka.front_door.permissions import Permissions
from msk_local.kafka.protocol import Request

_REFUSED = {
    "error_code": ErrorCode.cluster_authorization_failed,
    "error_message": "Cluster authorization failed.",
}
_NO_ERROR = {"error_code": ErrorCode.none, "error_message": None}
_EXACT, _SPECIFIED = 0, 2
_MATCHES = {0: "MATCH_TYPE_EXACT", 1: "MATCH_TYPE_DEFAULT", 2: "MATCH_TYPE_SPECIFIED"}

Names = Mapping[str, str | None]


def describe(request: Request, may: Permissions, gate: Gate) -> Outcome:
    """DESCRIBE_CONFIGS on the cluster."""
    if not may.on_cluster(Operation.DESCRIBE_CONFIGS):
        return Outcome.refuses(request, {**_REFUSED, "entries": None})
    components = request.body.components
    if fault := _fault_of_filter(components):
        code, message = fault
        values = {"error_code": code, "error_message": message, "entries": None}
        return Outcome.answers(request, values)
    named = {c.entity_type: c.match for c in components if c.match_type != _SPECIFIED}
    kinds = {c.entity_type for c in components}

    def wanted(entity: Names) -> bool:
        if request.body.strict and entity.keys() != kinds:
            return False
        return kinds <= entity.keys() and all(entity[kind] == named[kind] for kind in named)

    entries = [
        {"entity": _entity(entity), "values": [{"key": k, "value": v} for k, v in values.items()]}
        for entity, values in gate.quotas.quotas.items()
        if wanted(dict(entity))
    ]
    return Outcome.answers(request, {**_NO_ERROR, "error_message": "", "entries": entries})


def alter(request: Request, may: Permissions, gate: Gate) -> Outcome:
    """ALTER_CONFIGS on the cluster; of each entity all changes are made, or none."""
    if not may.on_cluster(Operation.ALTER_CONFIGS):
        refusals = [{**_REFUSED, "entity": _entity(_parts(e))} for e in request.body.entries]
        return Outcome.refuses(request, {"entries": refusals})
    results = []
    for entry in request.body.entries:
        parts = _parts(entry)
        changes = {op.key: None if op.remove else op.value for op in entry.ops}
        fault = fault_of_entity(parts) or _fault_of_changes(tuple(sorted(parts)), changes)
        if fault is None and not request.body.validate_only:
            gate.quotas.alter(tuple(sorted(parts)), changes)
        error = {"error_code": ErrorCode.invalid_request, "error_message": fault}
        results.append({**(error if fault else _NO_ERROR), "entity": _entity(parts)})
    return Outcome.answers(request, {"entries": results})


def _fault_of_changes(entity: Entity, changes: Changes) -> str | None:
    faults = (
        fault_of_quota(entity, key, value) for key, value in changes.items() if value is not None
    )
    return next((fault for fault in faults if fault), None)


def _fault_of_filter(components: tuple[Any, ...]) -> tuple[ErrorCode, str] | None:
    kinds = [component.entity_type for component in components]
    for component in components:
        if fault := _fault_of_component(component):
            return fault
    twice = next((kind for kind in kinds if kinds.count(kind) > 1), None)
    if twice is not None:
        words = f"Entity type {twice} cannot appear more than once in the filter."
        return ErrorCode.invalid_request, words
    if IP in kinds and len(kinds) > 1:
        words = (
            "Invalid entity filter component combination. IP filter component should not be used "
            "with user or clientId filter component."
        )
        return ErrorCode.invalid_request, words
    return None


def _fault_of_component(component: Any) -> tuple[ErrorCode, str] | None:
    kind, how = component.entity_type, component.match_type
    if not kind:
        return ErrorCode.invalid_request, "Invalid empty entity type."
    if kind not in ENTITY_TYPES:
        return ErrorCode.unsupported_version, f"Unsupported entity type {kind}"
    if how not in _MATCHES:
        return ErrorCode.invalid_request, f"Unknown match type {how}"
    if how == _EXACT and component.match is None:
        words = f"Request specified {_MATCHES[how]}, but set match string to null."
        return ErrorCode.invalid_request, words
    if how != _EXACT and component.match is not None:
        words = f"Request specified {_MATCHES[how]}, but also specified a match string."
        return ErrorCode.invalid_request, words
    return None


def _parts(entry: Any) -> list[tuple[str, str | None]]:
    """The entity of an entry; of two parts of one type Kafka reads the last."""
    return list({part.entity_type: part.entity_name for part in entry.entity}.items())


def _entity(parts: Entity | list[tuple[str, str | None]]) -> list[dict[str, str | None]]:
    return [{"entity_type": kind, "entity_name": name} for kind, name in parts]
