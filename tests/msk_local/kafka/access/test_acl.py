"""Filters find the entries Kafka's find."""

import pytest

from msk_local.kafka.access.acl import (
    Acl,
    AclFilter,
    Operation,
    Pattern,
    PatternType,
    Permission,
    ResourceType,
)

ENTRIES = {
    "any": ("*", PatternType.LITERAL),
    "orders": ("orders", PatternType.LITERAL),
    "orders-eu": ("orders-eu", PatternType.LITERAL),
    "ord…": ("ord", PatternType.PREFIXED),
    "orders…": ("orders", PatternType.PREFIXED),
    "payments…": ("payments", PatternType.PREFIXED),
}


def entry(name, pattern_type):
    """An entry about topics."""
    pattern = Pattern(ResourceType.TOPIC, name, pattern_type)
    return Acl(pattern, "User:alice", "*", Operation.READ, Permission.ALLOW)


def found(**fields):
    """The entries that a filter for anything finds, narrowed by fields."""
    anything = AclFilter(
        ResourceType.ANY, None, PatternType.ANY, None, None, Operation.ANY, Permission.ANY
    )
    wanted = anything._replace(**fields)
    return {label for label, pattern in ENTRIES.items() if wanted.matches(entry(*pattern))}


EVERY = set(ENTRIES)
LITERAL = {"any", "orders", "orders-eu"}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, EVERY),
        ({"pattern_type": PatternType.LITERAL}, LITERAL),
        ({"pattern_type": PatternType.PREFIXED}, EVERY - LITERAL),
        ({"pattern_type": PatternType.MATCH}, EVERY),
        ({"name": "orders"}, {"orders", "orders…"}),
        ({"name": "orders", "pattern_type": PatternType.LITERAL}, {"orders"}),
        ({"name": "orders", "pattern_type": PatternType.PREFIXED}, {"orders…"}),
        (
            {"name": "orders", "pattern_type": PatternType.MATCH},
            {"any", "orders", "ord…", "orders…"},
        ),
        (
            {"name": "orders-eu", "pattern_type": PatternType.MATCH},
            {"any", "orders-eu", "ord…", "orders…"},
        ),
        ({"name": "*"}, {"any"}),
        ({"name": "*", "pattern_type": PatternType.MATCH}, {"any"}),
        ({"name": "", "pattern_type": PatternType.MATCH}, {"any"}),
        ({"resource_type": ResourceType.TOPIC}, EVERY),
        ({"resource_type": ResourceType.GROUP}, set()),
        ({"principal": "User:alice"}, EVERY),
        ({"principal": "User:*"}, set()),
        ({"host": "*"}, EVERY),
        ({"host": "10.0.0.1"}, set()),
        ({"operation": Operation.READ}, EVERY),
        ({"operation": Operation.DESCRIBE}, set()),
        ({"permission": Permission.ALLOW}, EVERY),
        ({"permission": Permission.DENY}, set()),
    ],
)
def test_filters(fields, expected):
    """Each field of a filter narrows what is found, and only MATCH looks from a resource."""
    assert found(**fields) == expected
