"""One entry of Kafka's access control lists."""

import ipaddress
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import NamedTuple, Self

from msk_model.facts.acl_operations import operations, resource_types
from msk_model.nearest import nearest

ANY = "*"
"""Any resource, any host; ``User:*`` is any principal."""
CLUSTER_NAME = "kafka-cluster"
"""What Kafka calls the one resource of the type ``CLUSTER``."""
_PATTERN_TYPES = ("LITERAL", "PREFIXED")
_PERMISSIONS = ("ALLOW", "DENY")


class ResourcePattern(NamedTuple):
    """Which resources an entry is about."""

    name: str
    """The name, or the beginning of it; ``*`` with ``LITERAL`` is every resource of the type."""
    pattern_type: str
    """``LITERAL`` or ``PREFIXED``."""


@dataclass(frozen=True, kw_only=True, order=True)
class AclBinding:
    """One principal allowed or denied one operation on some resources, from some host.

    The fields are Kafka's own, with the names of its enumerations:
    https://kafka.apache.org/documentation/#security_authz

    Attributes:
        principal: Who: ``User:orders`` of SCRAM, ``User:CN=orders`` of a certificate, ``User:*``
            for everybody.
        resource_type: ``TOPIC``, ``GROUP``, ``TRANSACTIONAL_ID``, ``CLUSTER`` or
            ``DELEGATION_TOKEN``.
        resource_name: The name, or how it begins; ``*`` for any; ``kafka-cluster`` of ``CLUSTER``.
        pattern_type: ``LITERAL``: the name is the whole name. ``PREFIXED``: it is how names begin.
        operation: ``READ``, ``WRITE`` … as `msk_model.facts.acl_operations` lists them by type.
        permission: ``ALLOW`` or ``DENY``. A DENY outweighs every ALLOW.
        host: IP address the client comes from. Absent: ``*``, from anywhere. Kafka knows neither
            host names nor ranges here.

    Raises:
        ValueError: Kafka would refuse the entry, or never match it.
    """

    principal: str
    resource_type: str
    resource_name: str
    pattern_type: str
    operation: str
    permission: str
    host: str = ANY

    def __post_init__(self) -> None:
        kind, separator, name = self.principal.partition(":")
        if not (kind and separator and name):
            raise ValueError(f"principal must be like 'User:orders', got {self.principal!r}")
        _one_of("resource_type", self.resource_type, resource_types())
        _one_of(
            f"operation on {self.resource_type}", self.operation, operations(self.resource_type)
        )
        _one_of("pattern_type", self.pattern_type, _PATTERN_TYPES)
        _one_of("permission", self.permission, _PERMISSIONS)
        self._check_resource()
        if self.host != ANY and not _is_address(self.host):
            raise ValueError(
                f"host must be '*' or one IP address, got {self.host!r}; Kafka compares addresses, "
                "never names or ranges"
            )

    def _check_resource(self) -> None:
        if not self.resource_name:
            raise ValueError("resource_name must not be empty; '*' is any")
        if self.pattern_type == "PREFIXED" and self.resource_name == ANY:
            raise ValueError("resource_name '*' is any name only with pattern_type LITERAL")
        cluster = (CLUSTER_NAME, "LITERAL")
        if self.resource_type == "CLUSTER" and self.pattern != cluster:
            raise ValueError(
                f"resource_name of a CLUSTER must be {CLUSTER_NAME!r} with pattern_type LITERAL, "
                f"got {self.resource_name!r} with {self.pattern_type}"
            )

    @property
    def pattern(self) -> ResourcePattern:
        """Which resources of its type the entry is about."""
        return ResourcePattern(self.resource_name, self.pattern_type)

    def as_dict(self) -> dict[str, str]:
        """The fields by name, to travel as JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, fields: Mapping[str, str]) -> Self:
        """What `as_dict` gave.

        Raises:
            ValueError: A field is missing or unknown, or the entry is none.
        """
        try:
            return cls(**fields)
        except TypeError as error:
            raise ValueError(f"an ACL entry cannot be read from {dict(fields)!r}") from error


def resource_pattern(name: str) -> ResourcePattern:
    """Read a name as users write it.

    Args:
        name: ``orders`` is that one; ``orders-*`` every name that begins so; ``*`` every name.

    Raises:
        ValueError: The name is empty or has a ``*`` that is not its end; Kafka has no such pattern.
    """
    if name == ANY:
        return ResourcePattern(ANY, "LITERAL")
    prefix = name.removesuffix(ANY)
    if not prefix or ANY in prefix:
        raise ValueError(
            f"a name may be 'orders', 'orders-*' or '*', got {name!r}; Kafka matches whole names "
            "and beginnings, nothing else"
        )
    return ResourcePattern(prefix, "LITERAL" if prefix == name else "PREFIXED")


def _one_of(what: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        meant = nearest(value.upper(), allowed)
        hint = f"; did you mean {meant}?" if meant else ""
        raise ValueError(f"{what} must be one of {', '.join(allowed)}, got {value!r}{hint}")


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
