"""One entry of a cluster's ACLs, as the custom resource writes it and as Kafka numbers it."""

from collections.abc import Iterator
from typing import NamedTuple, Self

from kafka.admin import ACLOperation, ACLPermissionType, ACLResourcePatternType, ResourceType


class Codes(NamedTuple):
    """An entry in the numbers of Kafka's protocol, which may be younger than Kafka's client."""

    resource_type: int
    resource_name: str
    pattern_type: int
    principal: str
    host: str
    operation: int
    permission: int


class Binding(NamedTuple):
    """One principal allowed or denied one operation on some resources, from some host.

    The fields have Kafka's names and the texts of its enumerations.
    """

    principal: str
    resource_type: str
    resource_name: str
    pattern_type: str
    operation: str
    permission: str
    host: str

    @classmethod
    def read(cls, principal: str, rule: str) -> Iterator[Self]:
        """The entries of ``ALLOW READ,DESCRIBE * TOPIC LITERAL orders``, one for each operation.

        The name comes last: names of groups may have spaces in them.
        """
        permission, operations, host, resource_type, pattern_type, name = rule.split(" ", 5)
        for operation in operations.split(","):
            yield cls(principal, resource_type, name, pattern_type, operation, permission, host)

    def __str__(self) -> str:
        """For whoever reads the events of a stack."""
        name = f"{self.resource_name}*" if self.pattern_type == "PREFIXED" else self.resource_name
        place = "" if self.host == "*" else f" from {self.host}"
        return (
            f"{self.permission} {self.operation} on {self.resource_type} {name} "
            f"for {self.principal}{place}"
        )

    @property
    def codes(self) -> Codes:
        """The same for a request."""
        return Codes(
            resource_type=ResourceType[self.resource_type].value,
            resource_name=self.resource_name,
            pattern_type=ACLResourcePatternType[self.pattern_type].value,
            principal=self.principal,
            host=self.host,
            operation=ACLOperation[self.operation].value,
            permission=ACLPermissionType[self.permission].value,
        )
