"""The rules of the authorizer: a table of Kafka's own, and an oracle that spells them out."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msk_local.kafka.access.acl import (
    Acl,
    Operation,
    Pattern,
    PatternType,
    Permission,
    ResourceType,
)
from msk_local.kafka.access.authorizer import Caller, authorize, authorize_some
from msk_model.facts.acl_operations import allows

ALICE = Caller("User:alice", "10.0.0.1")
OPERATIONS = [one for one in Operation if one > Operation.ALL]


def entry(
    name="orders",
    *,
    principal="User:alice",
    operation=Operation.READ,
    permission=Permission.ALLOW,
    pattern_type=PatternType.LITERAL,
    resource_type=ResourceType.TOPIC,
    host="*",
):
    """An entry that lets Alice read orders, but for what is said otherwise."""
    return Acl(Pattern(resource_type, name, pattern_type), principal, host, operation, permission)


def may_read(*acls, name="orders", open_without_acl=False, caller=ALICE):
    """Whether the caller may read the topic."""
    return authorize(
        acls,
        caller,
        Operation.READ,
        ResourceType.TOPIC,
        name,
        open_without_acl=open_without_acl,
    )


DENIED = Permission.DENY
PREFIXED = PatternType.PREFIXED


@pytest.mark.parametrize(
    ("acls", "expected"),
    [
        ([], "open"),
        ([entry()], "allowed"),
        ([entry(host="10.0.0.1")], "allowed"),
        ([entry(host="10.0.0.2")], "refused"),
        ([entry(principal="User:*")], "allowed"),
        ([entry(principal="User:bob")], "refused"),
        ([entry(principal="Group:alice")], "refused"),
        ([entry("*")], "allowed"),
        ([entry("*", principal="User:bob")], "refused"),
        ([entry("*", pattern_type=PREFIXED)], "open"),
        ([entry("ord", pattern_type=PREFIXED)], "allowed"),
        ([entry("orders", pattern_type=PREFIXED)], "allowed"),
        ([entry("orders-", pattern_type=PREFIXED)], "open"),
        ([entry("ord")], "open"),
        ([entry(resource_type=ResourceType.GROUP)], "open"),
        ([entry(operation=Operation.ALL)], "allowed"),
        ([entry(operation=Operation.WRITE)], "refused"),
        ([entry(), entry(permission=DENIED)], "refused"),
        ([entry(), entry("*", permission=DENIED)], "refused"),
        ([entry(), entry("o", pattern_type=PREFIXED, permission=DENIED)], "refused"),
        ([entry(), entry(principal="User:*", permission=DENIED)], "refused"),
        ([entry(), entry(operation=Operation.ALL, permission=DENIED)], "refused"),
        ([entry(), entry(permission=DENIED, host="10.0.0.2")], "allowed"),
        ([entry(), entry(permission=DENIED, operation=Operation.DESCRIBE)], "allowed"),
        ([entry(permission=DENIED, principal="User:bob")], "refused"),
    ],
)
@pytest.mark.parametrize("open_without_acl", [True, False], ids=["open", "closed"])
def test_each_rule_of_kafka(acls, expected, open_without_acl):
    """One entry too many or too few decides as Kafka's StandardAuthorizer does."""
    allowed = open_without_acl if expected == "open" else expected == "allowed"
    assert may_read(*acls, open_without_acl=open_without_acl) is allowed


@pytest.mark.parametrize(("held", "asked"), list(product(OPERATIONS, OPERATIONS)))
def test_allowing_implies_what_kafka_documents_and_denying_nothing(held, asked):
    """DESCRIBE comes with what uses it when allowed, and stays when that is denied."""

    def answer(*acls):
        return authorize(acls, ALICE, asked, ResourceType.TOPIC, "orders", open_without_acl=False)

    everything = entry(operation=Operation.ALL)
    assert answer(entry(operation=held)) is (asked.name in allows(held.name))
    assert answer(everything, entry(operation=held, permission=DENIED)) is (held != asked)


names = st.sampled_from(["a", "ab", "abc", "b", "*", "hardcode", "h"])
operations = st.sampled_from([Operation.READ, Operation.WRITE, Operation.DESCRIBE, Operation.ALL])
entries = st.builds(
    entry,
    names,
    principal=st.sampled_from(["User:alice", "User:bob", "User:*"]),
    operation=operations,
    permission=st.sampled_from([Permission.ALLOW, Permission.DENY]),
    pattern_type=st.sampled_from([PatternType.LITERAL, PREFIXED]),
    resource_type=st.sampled_from([ResourceType.TOPIC, ResourceType.GROUP]),
    host=st.sampled_from(["*", "10.0.0.1", "10.0.0.2"]),
)


def oracle(acls, caller, operation, resource_type, name, open_without_acl):
    """The rules once more, as a person would explain them, and without a shared line of code."""
    about, allowed = False, False
    for (kind, pattern, how), principal, host, op, permission in acls:
        if kind.name != resource_type.name:
            continue
        if how.name == "LITERAL" and pattern not in {name, "*"}:
            continue
        if how.name == "PREFIXED" and name[: len(pattern)] != pattern:
            continue
        about = True
        if principal not in {"User:*", caller.principal}:
            continue
        if host not in {"*", caller.host}:
            continue
        describing = operation.name == "DESCRIBE" and op.name in {"READ", "WRITE"}
        if op.name == "ALL" or op == operation or (permission.name == "ALLOW" and describing):
            if permission.name == "DENY":
                return False
            allowed = True
    return allowed if about else open_without_acl


@given(
    st.lists(entries, max_size=6),
    st.builds(Caller, st.sampled_from(["User:alice", "User:bob"]), st.just("10.0.0.1")),
    operations.filter(lambda operation: operation != Operation.ALL),
    st.sampled_from(["a", "ab", "abcd", "b", "*"]),
    st.booleans(),
)
@settings(deadline=None, max_examples=400)
def test_decides_as_the_oracle(acls, caller, operation, name, open_without_acl):
    """Whatever entries there are, in whatever order, the answer is the oracle's."""
    kind = ResourceType.TOPIC
    expected = oracle(acls, caller, operation, kind, name, open_without_acl)
    for ordered in (acls, acls[::-1]):
        decided = authorize(
            ordered, caller, operation, kind, name, open_without_acl=open_without_acl
        )
        assert decided is expected


@given(st.lists(entries, max_size=6), st.booleans())
@settings(deadline=None, max_examples=400)
def test_some_resource_is_one_that_can_be_named(acls, open_without_acl):
    """Who may do it somewhere finds a name for it; who finds one by an own entry may do it."""
    kind, operation = ResourceType.TOPIC, Operation.WRITE
    somewhere = authorize_some(acls, ALICE, operation, kind, open_without_acl=open_without_acl)
    # Every name the entries tell apart: their own, and longer ones that only prefixes reach.
    candidates = {acl.pattern.name + tail for acl in acls for tail in ("", "~")} | {"hardcode"}
    found = {
        name
        for name in candidates
        if authorize(acls, ALICE, operation, kind, name, open_without_acl=open_without_acl)
    }
    if somewhere:
        assert found
    elif not open_without_acl:
        assert not found


@pytest.mark.parametrize(
    ("acls", "expected"),
    [
        ([], False),
        ([entry("a")], True),
        ([entry("a", pattern_type=PREFIXED)], True),
        ([entry("*")], True),
        ([entry("*"), entry("*", permission=DENIED)], False),
        ([entry("a"), entry("*", permission=DENIED)], False),
        ([entry("a"), entry("a", permission=DENIED)], False),
        ([entry("ab"), entry("a", permission=DENIED, pattern_type=PREFIXED)], False),
        ([entry("a"), entry("ab", permission=DENIED, pattern_type=PREFIXED)], True),
        ([entry("a", pattern_type=PREFIXED), entry("a", permission=DENIED)], True),
        ([entry("*"), entry("a", permission=DENIED, pattern_type=PREFIXED)], True),
        ([entry("a", principal="User:bob")], False),
        ([entry("a", host="10.0.0.2")], False),
        ([entry("a", operation=Operation.WRITE)], False),
        ([entry("a", operation=Operation.ALL)], True),
    ],
)
def test_some_resource_by_kafkas_own_rules(acls, expected):
    """An allowance counts unless one denial covers all of it."""
    answer = authorize_some(acls, ALICE, Operation.READ, ResourceType.TOPIC, open_without_acl=False)
    assert answer is expected
