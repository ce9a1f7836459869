"""Kafka's access control lists: one entry, and the filters that find entries.

Numbers and meaning are those of the protocol: https://kafka.apache.org/protocol
(``org.apache.kafka.common.acl`` and ``org.apache.kafka.common.resource``).
"""

import enum
from typing import NamedTuple, Self

WILDCARD = "*"
"""Any resource, any host."""
ANYBODY = "User:*"
"""The principal of an entry about everyone."""
CLUSTER_NAME = "kafka-cluster"
"""What Kafka calls the only resource of the type CLUSTER."""


class _Code(enum.IntEnum):
    """A word of the protocol; numbers without a meaning are all the one of UNKNOWN."""

    @classmethod
    def _missing_(cls, value: object) -> Self:  # noqa: ARG003 - all of them are alike
        return cls(0)


class ResourceType(_Code):
    """What an entry is about; ANY in filters only."""

    UNKNOWN = 0
    ANY = 1
    TOPIC = 2
    GROUP = 3
    CLUSTER = 4
    TRANSACTIONAL_ID = 5
    DELEGATION_TOKEN = 6
    USER = 7


class PatternType(_Code):
    """How the name of an entry is read; ANY and MATCH in filters only."""

    UNKNOWN = 0
    ANY = 1
    MATCH = 2
    """Every entry that concerns a resource of the filter's name."""
    LITERAL = 3
    PREFIXED = 4


class Operation(_Code):
    """What is done to a resource; ANY in filters only."""

    UNKNOWN = 0
    ANY = 1
    ALL = 2
    READ = 3
    WRITE = 4
    CREATE = 5
    DELETE = 6
    ALTER = 7
    DESCRIBE = 8
    CLUSTER_ACTION = 9
    DESCRIBE_CONFIGS = 10
    ALTER_CONFIGS = 11
    IDEMPOTENT_WRITE = 12
    CREATE_TOKENS = 13
    DESCRIBE_TOKENS = 14
    TWO_PHASE_COMMIT = 15


class Permission(_Code):
    """What an entry does about it; ANY in filters only."""

    UNKNOWN = 0
    ANY = 1
    DENY = 2
    ALLOW = 3


class Pattern(NamedTuple):
    """The resources an entry is about."""

    resource_type: ResourceType
    name: str
    pattern_type: PatternType

    def covers(self, resource_type: ResourceType, name: str) -> bool:
        """Whether a resource is one of them."""
        if self.resource_type != resource_type:
            return False
        if self.pattern_type == PatternType.PREFIXED:
            return name.startswith(self.name)
        return self.name in (name, WILDCARD)


class Acl(NamedTuple):
    """One entry.

    Attributes:
        pattern: What it is about.
        principal: As Kafka writes it, ``User:alice``, ``User:CN=app``, ``User:*``.
        host: Address of the client, or ``*``.
        operation: What it allows or denies.
        permission: Which of the two.
    """

    pattern: Pattern
    principal: str
    host: str
    operation: Operation
    permission: Permission


class AclFilter(NamedTuple):
    """Which entries somebody wants to see or to delete.

    Attributes:
        resource_type: Their type, or ANY.
        name: Their name, or a resource's with MATCH. `None`: any.
        pattern_type: Their pattern type, ANY, or MATCH.
        principal: Whose. `None`: anybody's.
        host: From where. `None`: from anywhere, which is not the same as ``*``.
        operation: Of what, or ANY.
        permission: Of which effect, or ANY.
    """

    resource_type: ResourceType
    name: str | None
    pattern_type: PatternType
    principal: str | None
    host: str | None
    operation: Operation
    permission: Permission

    def matches(self, acl: Acl) -> bool:
        """Whether the filter finds an entry."""
        return (
            self._matches_pattern(acl.pattern)
            and self.principal in (None, acl.principal)
            and self.host in (None, acl.host)
            and self.operation in (Operation.ANY, acl.operation)
            and self.permission in (Permission.ANY, acl.permission)
        )

    def _matches_pattern(self, pattern: Pattern) -> bool:
        if self.resource_type not in (ResourceType.ANY, pattern.resource_type):
            return False
        if self.pattern_type == PatternType.MATCH:
            return self.name is None or pattern.covers(pattern.resource_type, self.name)
        wanted = (PatternType.ANY, pattern.pattern_type)
        return self.pattern_type in wanted and self.name in (None, pattern.name)
