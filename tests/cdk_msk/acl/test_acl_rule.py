"""What each bundle of rules is made of, entry by entry."""

import pytest

from cdk_msk.acl import AclRule
from msk_model.client import ClientShape, ConnectWorker


def entries(rule: AclRule) -> list[str]:
    """The entries of a rule: permission, operation and resource."""
    assert list(rule.findings()) == []
    bindings = rule.bindings("User:app")
    assert {one.principal for one in bindings} <= {"User:app"}
    return sorted(
        f"{one.permission} {one.operation} {one.resource_type} {one.pattern_type} "
        f"{one.resource_name}"
        for one in bindings
    )


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (AclRule.producer(topics=["orders"]), ["ALLOW WRITE TOPIC LITERAL orders"]),
        (
            AclRule.producer(topics=["orders-*", "*"][:1], transactional_ids=["tx"]),
            [
                "ALLOW WRITE TOPIC PREFIXED orders-",
                "ALLOW WRITE TRANSACTIONAL_ID LITERAL tx",
            ],
        ),
        (
            AclRule.consumer(topics=["*"], groups=["audit-*"]),
            ["ALLOW READ GROUP PREFIXED audit-", "ALLOW READ TOPIC LITERAL *"],
        ),
        (
            AclRule.streams(application_id="sum", input_topics=["in"], output_topics=["out"]),
            [
                "ALLOW CREATE TOPIC PREFIXED sum-",
                "ALLOW DELETE TOPIC PREFIXED sum-",
                "ALLOW READ GROUP LITERAL sum",
                "ALLOW READ TOPIC LITERAL in",
                "ALLOW READ TOPIC PREFIXED sum-",
                "ALLOW WRITE TOPIC LITERAL out",
                "ALLOW WRITE TOPIC PREFIXED sum-",
                "ALLOW WRITE TRANSACTIONAL_ID PREFIXED sum-",
            ],
        ),
        (
            AclRule.topic_administration(topics=["a"]),
            [
                "ALLOW ALTER TOPIC LITERAL a",
                "ALLOW ALTER_CONFIGS TOPIC LITERAL a",
                "ALLOW CREATE TOPIC LITERAL a",
                "ALLOW DELETE TOPIC LITERAL a",
            ],
        ),
        (
            AclRule.read_only(),
            [
                "ALLOW DESCRIBE CLUSTER LITERAL kafka-cluster",
                "ALLOW DESCRIBE GROUP LITERAL *",
                "ALLOW DESCRIBE TOPIC LITERAL *",
                "ALLOW DESCRIBE TRANSACTIONAL_ID LITERAL *",
                "ALLOW DESCRIBE_CONFIGS CLUSTER LITERAL kafka-cluster",
                "ALLOW DESCRIBE_CONFIGS TOPIC LITERAL *",
            ],
        ),
        (
            AclRule.allow(operations=["DESCRIBE"], topics=["a"], groups=["g*"], cluster=True),
            [
                "ALLOW DESCRIBE CLUSTER LITERAL kafka-cluster",
                "ALLOW DESCRIBE GROUP PREFIXED g",
                "ALLOW DESCRIBE TOPIC LITERAL a",
            ],
        ),
        (
            AclRule.deny(transactional_ids=["tx"], operations=["WRITE", "DESCRIBE"]),
            [
                "DENY DESCRIBE TRANSACTIONAL_ID LITERAL tx",
                "DENY WRITE TRANSACTIONAL_ID LITERAL tx",
            ],
        ),
        (AclRule.deny(topics=["secret"]), ["DENY ALL TOPIC LITERAL secret"]),
        (
            AclRule.of(ClientShape(name="app", produces=("orders",))),
            ["ALLOW WRITE TOPIC LITERAL orders"],
        ),
    ],
)
def test_bundles(rule: AclRule, expected: list[str]):
    """No more than Kafka asks of a client of that kind."""
    assert entries(rule) == expected


def test_connect_workers():
    """Their group and three topics, and what the connectors write and read."""
    worker = ConnectWorker(group_id="etl", exactly_once=True)
    found = entries(AclRule.connect_worker(worker, source_topics=["db-*"], sink_topics=["orders"]))

    assert {
        "ALLOW READ GROUP LITERAL etl",
        "ALLOW READ GROUP PREFIXED connect-",
        "ALLOW WRITE TOPIC LITERAL etl-configs",
        "ALLOW WRITE TOPIC LITERAL etl-offsets",
        "ALLOW WRITE TOPIC LITERAL etl-status",
        "ALLOW WRITE TOPIC PREFIXED db-",
        "ALLOW READ TOPIC LITERAL orders",
        "ALLOW WRITE TRANSACTIONAL_ID LITERAL connect-cluster-etl",
    } <= set(found)
    assert "ALLOW READ TOPIC PREFIXED db-" not in found


def test_admins_leave_the_brokers_their_own():
    """Everything a client can do; CLUSTER_ACTION is what brokers do among themselves."""
    found = entries(AclRule.admin())

    assert {"ALLOW ALTER CLUSTER LITERAL kafka-cluster", "ALLOW READ TOPIC LITERAL *"} <= set(found)
    assert not [one for one in found if "CLUSTER_ACTION" in one or " ALL CLUSTER" in one]


@pytest.mark.parametrize(
    "rule",
    [
        AclRule.producer(topics=["a"], host="10.0.0.7"),
        AclRule.consumer(topics=["a"], groups=["g"], host="10.0.0.7"),
        AclRule.streams(application_id="a", host="10.0.0.7"),
        AclRule.connect_worker(ConnectWorker(group_id="g"), host="10.0.0.7"),
        AclRule.topic_administration(topics=["a"], host="10.0.0.7"),
        AclRule.read_only(host="10.0.0.7"),
        AclRule.admin(host="10.0.0.7"),
        AclRule.allow(operations=["READ"], topics=["a"], host="10.0.0.7"),
        AclRule.deny(topics=["a"], host="10.0.0.7"),
        AclRule.of(ClientShape(name="a", admin=True), host="10.0.0.7"),
    ],
)
def test_hosts(rule: AclRule):
    """Every entry of a rule is for the address it names."""
    assert {one.host for one in rule.bindings("User:app")} == {"10.0.0.7"}


@pytest.mark.parametrize(
    ("rule", "field", "must"),
    [
        (AclRule.producer(topics=[]), "topics", "name at least one topic"),
        (AclRule.consumer(topics=[], groups=[]), "topics", "name at least one topic"),
        (AclRule.topic_administration(topics=[]), "topics", "name at least one topic"),
        (AclRule.of(ClientShape(name="a")), "produces", "name topics when nothing else"),
        (AclRule.consumer(topics=["a"], groups=[]), "groups", "name at least one group"),
        (AclRule.producer(topics=["a*b"]), "topics", "end in their one"),
        (AclRule.producer(topics=["a", "a*"]), "topics", "not widen a name"),
        (
            AclRule.producer(topics=["a"], idempotent=False, transactional_ids=["t"]),
            "idempotent",
            "be True",
        ),
        (AclRule.streams(application_id="a b"), "application_id", "be 1 to 128 letters"),
        (AclRule.allow(operations=[], topics=["a"]), "operations", "name at least one operation"),
        (AclRule.deny(), "topics", "name what the operations are on"),
        (AclRule.deny(cluster=True), "operations", "leave CLUSTER_ACTION"),
        (AclRule.deny(topics=["b*", "bc"]), "topics", "not widen a name"),
    ],
)
def test_findings_name_the_argument(rule: AclRule, field: str, must: str):
    """What cannot work is said of the argument that the caller wrote."""
    (finding,) = rule.findings()
    assert finding.field == field
    assert must in finding.must


def test_one_string_is_not_a_list_of_names():
    """Python would take its letters for topics."""
    with pytest.raises(ValueError, match=r"topics must be a sequence of names, got 'orders'"):
        AclRule.producer(topics="orders")


def test_rules_are_values():
    """The same arguments make the same rule."""
    assert AclRule.consumer(topics=["a"], groups=["g"]) == AclRule.consumer(
        topics=["a"], groups=["g"]
    )
    assert AclRule.deny(topics=["a"]) != AclRule.allow(operations=["ALL"], topics=["a"])
    assert len({AclRule.admin(), AclRule.admin(), AclRule.read_only()}) == 2
