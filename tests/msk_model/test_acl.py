"""Entries of Kafka's access control lists."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msk_model.acl import AclBinding, ResourcePattern, resource_pattern
from msk_model.facts import acl_operations

FIELDS = {
    "principal": "User:orders",
    "resource_type": "TOPIC",
    "resource_name": "orders",
    "pattern_type": "LITERAL",
    "operation": "READ",
    "permission": "ALLOW",
}


def test_every_operation_of_every_resource_makes_an_entry():
    """What the table lists is accepted, and travels as JSON without loss."""
    for kind in acl_operations.resource_types():
        name = "kafka-cluster" if kind == "CLUSTER" else "orders"
        for operation in acl_operations.operations(kind):
            named = {"resource_type": kind, "resource_name": name, "operation": operation}
            binding = AclBinding(**FIELDS | named)
            assert AclBinding.from_dict(json.loads(json.dumps(binding.as_dict()))) == binding
            assert binding.host == "*"


def test_entries_are_ordered_and_hashable():
    """Sets of entries can be compared, and listed always alike."""
    one, other = AclBinding(**FIELDS), AclBinding(**FIELDS | {"operation": "WRITE"})
    assert sorted({other, one, AclBinding(**FIELDS)}) == [one, other]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"principal": "orders"}, "principal must be like 'User:orders', got 'orders'"),
        ({"principal": "User:"}, "principal must be like"),
        ({"resource_type": "Topic"}, "got 'Topic'; did you mean TOPIC"),
        ({"operation": "IDEMPOTENT_WRITE"}, "operation on TOPIC must be one of READ, WRITE"),
        ({"resource_type": "GROUP", "operation": "WRITE"}, "operation on GROUP must be one of"),
        ({"pattern_type": "MATCH"}, "pattern_type must be one of LITERAL, PREFIXED"),
        ({"permission": "allow"}, "did you mean ALLOW"),
        ({"resource_name": ""}, "resource_name must not be empty"),
        ({"resource_name": "*", "pattern_type": "PREFIXED"}, "only with pattern_type LITERAL"),
        (
            {"resource_type": "CLUSTER", "operation": "CREATE"},
            "resource_name of a CLUSTER must be 'kafka-cluster'",
        ),
        ({"host": "10.0.0.0/16"}, "host must be '\\*' or one IP address"),
        ({"host": "example.com"}, "host must be"),
    ],
)
def test_refuses_what_kafka_would_refuse_or_never_match(changed, said):
    """A mistake is told with the value and what is allowed."""
    with pytest.raises(ValueError, match=said):
        AclBinding(**FIELDS | changed)


@pytest.mark.parametrize("host", ["10.1.2.3", "2001:db8::1"])
def test_hosts_are_addresses(host):
    """An entry may be about one address, of either family."""
    assert AclBinding(**FIELDS, host=host).host == host


@pytest.mark.parametrize("fields", [{}, FIELDS | {"colour": "red"}])
def test_refuses_other_fields(fields):
    """Fields that are missing or unknown are not guessed."""
    with pytest.raises(ValueError, match="cannot be read from"):
        AclBinding.from_dict(fields)


def test_names_as_users_write_them():
    """A star at the end is a prefix, and alone it is any name."""
    assert resource_pattern("orders") == ResourcePattern("orders", "LITERAL")
    assert resource_pattern("orders-*") == ResourcePattern("orders-", "PREFIXED")
    assert resource_pattern("*") == ResourcePattern("*", "LITERAL")


@settings(deadline=None, max_examples=100)
@given(st.text("ab*", max_size=6))
def test_a_star_elsewhere_is_refused(name):
    """A star that Kafka would take for a letter is refused, every other name is read."""
    if not name or "*" in name[:-1]:
        with pytest.raises(ValueError, match="a name may be"):
            resource_pattern(name)
    else:
        assert resource_pattern(name).name == (name.removesuffix("*") or "*")


def test_what_an_operation_includes():
    """Allowing one operation allows what it cannot do without; denying denies only itself."""
    assert acl_operations.allows("READ") == {"READ", "DESCRIBE"}
    assert acl_operations.allows("ALTER_CONFIGS") == {"ALTER_CONFIGS", "DESCRIBE_CONFIGS"}
    assert acl_operations.denies("READ") == {"READ"}
    assert {"READ", "IDEMPOTENT_WRITE", "ALL"} <= acl_operations.denies("ALL")
    assert acl_operations.operations("SUBJECT") == ()
