"""What Kafka's ACLs have to allow for a client."""

from collections.abc import Mapping

from msk_model.acl import ANY, CLUSTER_NAME, AclBinding, ResourcePattern, resource_pattern
from msk_model.client.client_shape import ClientShape
from msk_model.client.shares import shares
from msk_model.facts.acl_operations import allows
from msk_model.facts.iam_actions import Resource, acl_access

_TYPES: Mapping[Resource, str] = {
    "cluster": "CLUSTER",
    "topic": "TOPIC",
    "group": "GROUP",
    "transactional-id": "TRANSACTIONAL_ID",
}


def acl_bindings(client: ClientShape, principal: str, *, host: str = ANY) -> tuple[AclBinding, ...]:
    """The entries for `client`, sorted, and no more than Kafka asks for.

    An operation that another entry on the same resources includes is left out.

    Args:
        client: What it does.
        principal: As whom: ``User:orders``.
        host: From which address. Absent: from anywhere.
    """
    allowed: dict[tuple[str, ResourcePattern], set[str]] = {}
    for share in shares(client):
        for one in acl_access(share.verb, transactional=share.transactional):
            names = (
                (CLUSTER_NAME,) if one.resource == "cluster" else share.names.get(one.resource, ())
            )
            for name in names:
                resource = (_TYPES[one.resource], resource_pattern(name))
                allowed.setdefault(resource, set()).add(one.operation)
    return tuple(
        sorted(
            AclBinding(
                principal=principal,
                resource_type=resource_type,
                resource_name=pattern.name,
                pattern_type=pattern.pattern_type,
                operation=operation,
                permission="ALLOW",
                host=host,
            )
            for (resource_type, pattern), operations in allowed.items()
            for operation in operations
            if not any(operation in allows(one) for one in operations - {operation})
        )
    )
