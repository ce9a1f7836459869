"""What access control lists say about an operation, by the rules of Kafka's StandardAuthorizer.

https://github.com/apache/kafka/blob/4.3.0/metadata/src/main/java/org/apache/kafka/metadata/authorizer/StandardAuthorizerData.java
"""

from collections.abc import Iterable
from typing import NamedTuple

from msk_local.kafka.access.acl import (
    ANYBODY,
    WILDCARD,
    Acl,
    Operation,
    PatternType,
    Permission,
    ResourceType,
)
from msk_model.facts.acl_operations import allows

_SOME_NAME = "hardcode"
"""Kafka asks for a resource of this name to learn what holds where no entry says anything."""


class Caller(NamedTuple):
    """Who asks.

    Attributes:
        principal: As Kafka writes it, ``User:alice``.
        host: The address it comes from.
    """

    principal: str
    host: str


def authorize(
    acls: Iterable[Acl],
    caller: Caller,
    operation: Operation,
    resource_type: ResourceType,
    name: str,
    *,
    open_without_acl: bool,
) -> bool:
    """Whether a caller may do something to a resource.

    A DENY outweighs every ALLOW. Silence refuses as soon as any entry is about the resource,
    whomever it concerns.

    Args:
        acls: All entries there are.
        caller: Who asks.
        operation: What for.
        resource_type: Type of the resource.
        name: Its name.
        open_without_acl: The answer when no entry at all is about the resource.
    """
    about = [acl for acl in acls if acl.pattern.covers(resource_type, name)]
    if not about:
        return open_without_acl
    permissions = {acl.permission for acl in about if _concerns(acl, caller, operation)}
    return Permission.DENY not in permissions and Permission.ALLOW in permissions


def authorize_some(
    acls: Iterable[Acl],
    caller: Caller,
    operation: Operation,
    resource_type: ResourceType,
    *,
    open_without_acl: bool,
) -> bool:
    """Whether a caller may do something to at least one resource of a type, existing or not.

    Args:
        acls: All entries there are.
        caller: Who asks.
        operation: What for; implied operations do not count here.
        resource_type: The type.
        open_without_acl: The answer about a resource that no entry is about.
    """
    acls = list(acls)
    if authorize(
        acls, caller, operation, resource_type, _SOME_NAME, open_without_acl=open_without_acl
    ):
        return True
    own = [
        acl
        for acl in acls
        if acl.pattern.resource_type == resource_type
        and _is_from(acl, caller)
        and acl.operation in (operation, Operation.ALL)
    ]
    denied = {acl.pattern for acl in own if acl.permission == Permission.DENY}
    allowed = {acl.pattern for acl in own if acl.permission == Permission.ALLOW}
    return any(
        not any(_dominates(one.name, one.pattern_type, it.name, it.pattern_type) for one in denied)
        for it in allowed
    )


def _concerns(acl: Acl, caller: Caller, operation: Operation) -> bool:
    if not _is_from(acl, caller):
        return False
    if acl.operation in (operation, Operation.ALL):
        return True
    return acl.permission == Permission.ALLOW and operation.name in allows(acl.operation.name)


def _is_from(acl: Acl, caller: Caller) -> bool:
    return acl.principal in (caller.principal, ANYBODY) and acl.host in (caller.host, WILDCARD)


def _dominates(
    denied: str, denied_type: PatternType, allowed: str, allowed_type: PatternType
) -> bool:
    """Whether a denial covers everything that an entry allows."""
    if denied_type == PatternType.PREFIXED:
        return allowed.startswith(denied) and (allowed, allowed_type) != (
            WILDCARD,
            PatternType.LITERAL,
        )
    if denied == WILDCARD:
        return True
    return (denied, denied_type) == (allowed, allowed_type)
