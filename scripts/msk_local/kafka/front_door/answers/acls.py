"""The requests about access control lists, answered as Kafka's controller does.

https://github.com/apache/kafka/blob/4.3.0/core/src/main/scala/kafka/server/AclApis.scala
"""

from enum import IntEnum
from itertools import groupby
from typing import Any

from kio.schema.errors import ErrorCode

from msk_local.kafka.access.acl import (
    CLUSTER_NAME,
    Acl,
    AclFilter,
    Operation,
    Pattern,
    PatternType,
    Permission,
    ResourceType,
)
from msk_local.kafka.front_door.mechanisms import Gate
from msk_local.kafka.front_door.outcome import Outcome
from msk_local.kafka.front_door.permissions import Permissions
from msk_local.kafka.protocol import MalformedFrameError, Request

_REFUSED = {
    "error_code": ErrorCode.cluster_authorization_failed,
    "error_message": "Cluster authorization failed.",
}
_NO_ERROR = {"error_code": ErrorCode.none, "error_message": None}
_DONE = {"error_code": ErrorCode.none, "error_message": ""}
_IN_FILTERS_ONLY = ("ANY", "MATCH")


def describe(request: Request, may: Permissions, gate: Gate) -> Outcome:
    """DESCRIBE on the cluster."""
    if not may.on_cluster(Operation.DESCRIBE):
        return Outcome.refuses(request, {**_REFUSED, "resources": []})
    wanted = _filter(request.body)
    found = [acl for acl in gate.acls.acls if wanted.matches(acl)]
    resources = [
        {
            "resource_type": pattern.resource_type,
            "resource_name": pattern.name,
            "pattern_type": pattern.pattern_type,
            "acls": [_entry(acl) for acl in acls],
        }
        for pattern, acls in groupby(found, key=lambda acl: acl.pattern)
    ]
    return Outcome.answers(request, {**_DONE, "resources": resources})


def create(request: Request, may: Permissions, gate: Gate) -> Outcome:
    """ALTER on the cluster; entries without a fault are added, whatever the others have."""
    asked = [_acl(creation) for creation in request.body.creations]
    if not may.on_cluster(Operation.ALTER):
        return Outcome.refuses(request, {"results": [_REFUSED for _ in asked]})
    if any(_is_filter(acl) for acl in asked):
        # No Kafka client can ask for it; Kafka itself stumbles over the whole request.
        fault = {"error_code": ErrorCode.unknown_server_error, "error_message": None}
        return Outcome.answers(request, {"results": [fault for _ in asked]})
    faults = [_fault_of(acl) for acl in asked]
    gate.acls.add(acl for acl, fault in zip(asked, faults, strict=True) if fault is None)
    results = [_DONE if fault is None else _outcome(fault) for fault in faults]
    return Outcome.answers(request, {"results": results})


def delete(request: Request, may: Permissions, gate: Gate) -> Outcome:
    """ALTER on the cluster; each filter is told all entries it found."""
    filters = [_filter(each) for each in request.body.filters]
    if not may.on_cluster(Operation.ALTER):
        refused = {**_REFUSED, "matching_acls": []}
        return Outcome.refuses(request, {"filter_results": [refused for _ in filters]})
    acls = gate.acls.acls
    found = [[acl for acl in acls if each.matches(acl)] for each in filters]
    gate.acls.remove(acl for matching in found for acl in matching)
    results = [
        {**_outcome(_fault_of_filter(each)), "matching_acls": [_matching(acl) for acl in matching]}
        for each, matching in zip(filters, found, strict=True)
    ]
    return Outcome.answers(request, {"filter_results": results})


def _fault_of(acl: Acl) -> str | None:
    """Why Kafka does not take an entry; `None` when it does."""
    if acl.pattern.resource_type == ResourceType.CLUSTER and acl.pattern.name != CLUSTER_NAME:
        return f"The only valid name for the CLUSTER resource is {CLUSTER_NAME}"
    if not acl.pattern.name:
        return "Invalid empty resource name"
    unknown = (name for name, word in _words(acl) if word == 0)
    if (name := next(unknown, None)) is not None:
        return f"Invalid {name} UNKNOWN"
    if ":" not in acl.principal:
        return (
            f"Could not parse principal from `{acl.principal}` "
            f"(no colon is present separating the principal type from the principal name)"
        )
    return None


def _fault_of_filter(wanted: AclFilter) -> str | None:
    """Why Kafka deletes nothing for a filter; `None` when it does."""
    if 0 in (wanted.resource_type, wanted.pattern_type):
        return "Unknown patternFilter."
    return "Unknown entryFilter." if 0 in (wanted.operation, wanted.permission) else None


def _is_filter(acl: Acl) -> bool:
    return any(word.name in _IN_FILTERS_ONLY for _, word in _words(acl))


def _words(acl: Acl) -> tuple[tuple[str, IntEnum], ...]:
    """The words of an entry, with Kafka's names for what they are."""
    return (
        ("resourceType", acl.pattern.resource_type),
        ("patternType", acl.pattern.pattern_type),
        ("operation", acl.operation),
        ("permissionType", acl.permission),
    )


def _outcome(fault: str | None) -> dict[str, Any]:
    if fault is None:
        return _NO_ERROR
    return {"error_code": ErrorCode.invalid_request, "error_message": fault}


def _acl(creation: Any) -> Acl:
    """An entry as a request has it.

    Raises:
        MalformedFrameError: It says UNKNOWN; Kafka hangs up on that, and on nothing else.
    """
    pattern_type = creation.resource_pattern_type
    if 0 in (creation.resource_type, pattern_type, creation.operation, creation.permission_type):
        raise MalformedFrameError("an ACL of an unknown kind")
    return Acl(
        Pattern(
            ResourceType(creation.resource_type), creation.resource_name, PatternType(pattern_type)
        ),
        creation.principal,
        creation.host,
        Operation(creation.operation),
        Permission(creation.permission_type),
    )


def _filter(asked: Any) -> AclFilter:
    """A filter as a request has it; raises as `_acl` does."""
    kind, how = asked.resource_type_filter, asked.pattern_type_filter
    if 0 in (kind, how, asked.operation, asked.permission_type):
        raise MalformedFrameError("a filter of an unknown kind")
    return AclFilter(
        resource_type=ResourceType(kind),
        name=asked.resource_name_filter,
        pattern_type=PatternType(how),
        principal=asked.principal_filter,
        host=asked.host_filter,
        operation=Operation(asked.operation),
        permission=Permission(asked.permission_type),
    )


def _entry(acl: Acl) -> dict[str, Any]:
    return {
        "principal": acl.principal,
        "host": acl.host,
        "operation": acl.operation,
        "permission_type": acl.permission,
    }


def _matching(acl: Acl) -> dict[str, Any]:
    return {
        **_NO_ERROR,
        **_entry(acl),
        "resource_type": acl.pattern.resource_type,
        "resource_name": acl.pattern.name,
        "pattern_type": acl.pattern.pattern_type,
    }
