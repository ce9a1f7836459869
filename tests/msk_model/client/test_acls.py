"""What Kafka's ACLs have to allow for a client."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msk_model.client import ClientShape, ConnectWorker, acl_bindings, iam_access
from msk_model.facts.acl_operations import allows
from msk_model.facts.iam_actions import action

CASES = {
    "produce": (
        {"produces": ("orders", "raw-*")},
        {"TOPIC orders LITERAL WRITE", "TOPIC raw- PREFIXED WRITE"},
    ),
    "transact": (
        {"produces": ("orders",), "transactional_ids": ("tx-*",)},
        {"TOPIC orders LITERAL WRITE", "TRANSACTIONAL_ID tx- PREFIXED WRITE"},
    ),
    "consume": (
        {"consumes": ("orders",), "groups": ("billing",)},
        {"TOPIC orders LITERAL READ", "GROUP billing LITERAL READ"},
    ),
    "both": (
        {"produces": ("orders",), "consumes": ("orders",), "groups": ("g",)},
        {"TOPIC orders LITERAL READ", "TOPIC orders LITERAL WRITE", "GROUP g LITERAL READ"},
    ),
    "administer": (
        {"administers": ("orders",)},
        {f"TOPIC orders LITERAL {name}" for name in ("ALTER", "ALTER_CONFIGS", "CREATE", "DELETE")},
    ),
    "streams": (
        {"streams_application_id": "app", "consumes": ("in",)},
        {f"TOPIC app- PREFIXED {name}" for name in ("CREATE", "DELETE", "READ", "WRITE")}
        | {
            "TOPIC in LITERAL READ",
            "GROUP app LITERAL READ",
            "TRANSACTIONAL_ID app- PREFIXED WRITE",
        },
    ),
    "worker": (
        {"connect_worker": ConnectWorker(group_id="w", config_topic="c")},
        {"GROUP w LITERAL READ"}
        | {
            f"TOPIC {topic} LITERAL {name}"
            for topic in ("c", "w-offsets", "w-status")
            for name in ("CREATE", "DESCRIBE_CONFIGS", "READ", "WRITE")
        },
    ),
    "worker of sinks, exactly once": (
        {
            "connect_worker": ConnectWorker(
                group_id="w",
                config_topic="t",
                offset_topic="t",
                status_topic="t",
                exactly_once=True,
            ),
            "consumes": ("in",),
        },
        {f"TOPIC t LITERAL {name}" for name in ("CREATE", "DESCRIBE_CONFIGS", "READ", "WRITE")}
        | {
            "TOPIC in LITERAL READ",
            "GROUP w LITERAL READ",
            "GROUP connect- PREFIXED READ",
            "TRANSACTIONAL_ID connect-cluster-w LITERAL WRITE",
            "TRANSACTIONAL_ID w- PREFIXED WRITE",
        },
    ),
    "read only": (
        {"read_only": True},
        {
            "CLUSTER kafka-cluster LITERAL DESCRIBE",
            "CLUSTER kafka-cluster LITERAL DESCRIBE_CONFIGS",
            "TOPIC * LITERAL DESCRIBE",
            "TOPIC * LITERAL DESCRIBE_CONFIGS",
            "GROUP * LITERAL DESCRIBE",
            "TRANSACTIONAL_ID * LITERAL DESCRIBE",
        },
    ),
    "admin": (
        {"admin": True},
        {
            "CLUSTER kafka-cluster LITERAL ALTER",
            "CLUSTER kafka-cluster LITERAL ALTER_CONFIGS",
            "GROUP * LITERAL DELETE",
            "GROUP * LITERAL READ",
            "TRANSACTIONAL_ID * LITERAL WRITE",
        }
        | {
            f"TOPIC * LITERAL {name}"
            for name in ("ALTER", "ALTER_CONFIGS", "CREATE", "DELETE", "READ", "WRITE")
        },
    ),
    "nothing": ({}, set()),
}


@pytest.mark.parametrize(("fields", "expected"), CASES.values(), ids=CASES)
def test_entries_of_each_kind_of_client(fields, expected):
    """Exactly the entries Kafka asks for, and none that another one includes."""
    bindings = acl_bindings(ClientShape(name="orders", **fields), "User:orders", host="10.0.0.1")
    written = {
        f"{one.resource_type} {one.resource_name} {one.pattern_type} {one.operation}"
        for one in bindings
    }
    assert written == expected
    assert list(bindings) == sorted(bindings)
    assert {(one.principal, one.permission, one.host) for one in bindings} <= {
        ("User:orders", "ALLOW", "10.0.0.1")
    }


NAMES = st.lists(st.sampled_from(["a", "b", "c-*"]), unique=True, max_size=2).map(tuple)
CLIENTS = st.builds(
    ClientShape,
    name=st.just("client"),
    produces=NAMES,
    consumes=NAMES,
    groups=NAMES,
    transactional_ids=NAMES,
    idempotent=st.booleans(),
    streams_application_id=st.sampled_from([None, "app"]),
    connect_worker=st.sampled_from(
        [None, ConnectWorker(group_id="w"), ConnectWorker(group_id="w", exactly_once=True)]
    ),
    administers=NAMES,
    admin=st.booleans(),
    read_only=st.booleans(),
)


def by_acls(client):
    """Every operation that is allowed, with the resource as users write it."""
    return {
        (one.resource_type, one.resource_name + "*" * (one.pattern_type == "PREFIXED"), operation)
        for one in acl_bindings(client, "User:client")
        for operation in allows(one.operation)
    }


def by_iam(client):
    """The same, read from policy statements, by what MSK calls equivalent."""
    return {
        (kind.upper().replace("-", "_"), name, action(one.removeprefix("kafka-cluster:")).acl)
        for kind, names, actions in iam_access(client)
        for name in names or ("kafka-cluster",)
        for one in actions
    }


@settings(deadline=None, max_examples=150)
@given(CLIENTS)
def test_iam_and_acls_mean_the_same(client):
    """What a policy allows is what ACLs allow, but for what only AWS asks for or Kafka dropped."""
    only_aws = {("CLUSTER", "kafka-cluster", "DESCRIBE")} if client.connect_worker else set()
    from_iam = {one for one in by_iam(client) if one[2]}
    assert from_iam - only_aws <= by_acls(client)
    assert by_acls(client) <= from_iam
