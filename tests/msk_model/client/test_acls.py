"""What Kafka's ACLs have to allow for a client."""

import pytest

from msk_model.client import ClientShape, ConnectWorker, acl_bindings
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


def test_iam_and_acls_mean_the_same():
    """Every action that IAM demands of a consumer is allowed by its ACLs, where Kafka has one."""
    bindings = acl_bindings(ClientShape(name="c", consumes=("t",), groups=("g",)), "User:c")
    may = {(one.resource_type, name) for one in bindings for name in allows(one.operation)}
    for name in ("DescribeTopic", "ReadData", "DescribeGroup", "AlterGroup"):
        assert (action(name).resource.upper(), action(name).acl) in may
