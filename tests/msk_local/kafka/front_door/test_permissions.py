"""Permissions follow the policies and the lists they come from."""

import asyncio

import pytest

from msk_local.kafka.access.acl import (
    Acl,
    Operation,
    Pattern,
    PatternType,
    Permission,
    ResourceType,
)
from msk_local.kafka.access.acl_store import AclStore
from msk_local.kafka.access.authorizer import Caller
from msk_local.kafka.access.resources import ClusterResources
from msk_local.kafka.front_door.permissions import IAM_ACTIONS, AclPermissions, PolicyPermissions
from msk_model.facts.iam_actions import action, all_actions

RESOURCES = ClusterResources.of("arn:aws:kafka:us-east-1:123456789012:cluster/demo/uuid")


def allow(action, resource="*"):
    return [{"Effect": "Allow", "Action": f"kafka-cluster:{action}", "Resource": resource}]


def test_each_kind_of_resource_is_asked_by_its_arn():
    """A statement on one kind of resource allows nothing on another of the same name."""
    permissions = PolicyPermissions(lambda: allow("*", RESOURCES.topic("x")), RESOURCES)
    permissions.read()
    assert permissions.on_topic(Operation.READ, "x")
    assert not permissions.on_topic(Operation.READ, "y")
    assert not permissions.on_group(Operation.READ, "x")
    assert not permissions.on_transactional_id(Operation.WRITE, "x")
    assert not permissions.may_connect()


def test_nothing_is_allowed_before_the_policies_are_read():
    """Permissions start empty."""
    assert not PolicyPermissions(lambda: allow("*"), RESOURCES).may_connect()


def test_a_refresh_forgets_what_was_decided_on_older_policies():
    """A change is seen at the first refresh after a second, and not looked for before."""
    now, policies = [0.0], [allow("Connect")]
    permissions = PolicyPermissions(lambda: policies[0], RESOURCES, clock=lambda: now[0])
    asyncio.run(permissions.refresh())
    assert permissions.may_connect()
    policies[0] = []
    asyncio.run(permissions.refresh())
    assert permissions.may_connect()
    now[0] = 1.0
    asyncio.run(permissions.refresh())
    assert not permissions.may_connect()


def permissions_of(*statements, resources=RESOURCES):
    """The permissions of a user with these statements."""
    permissions = PolicyPermissions(lambda: statements, resources)
    permissions.read()
    return permissions


def test_every_action_of_msk_has_its_operation():
    """Nothing that a policy can grant is without effect: only Connect is no operation."""
    assert sorted(IAM_ACTIONS.values()) == sorted(
        one.name for one in all_actions() if one.name != "Connect"
    )


@pytest.mark.parametrize("question", IAM_ACTIONS, ids=lambda q: f"{q[0].name}-{q[1].name}".lower())
def test_an_operation_needs_its_action_and_what_that_needs_there(question):
    """An action alone is not enough where MSK documents another one beside it."""
    resource_type, operation = question
    name = IAM_ACTIONS[question]
    needs = [n for n in action(name).needs if action(n).resource == action(name).resource]
    alone, together = allow(name), allow("*")
    granted = [f"kafka-cluster:{one}" for one in (name, *needs)]
    exactly = [{"Effect": "Allow", "Action": granted, "Resource": "*"}]
    asked = (operation, resource_type, "x")
    assert permissions_of(*alone).allows(*asked) == (not needs)
    assert permissions_of(*exactly).allows(*asked)
    assert permissions_of(*together).allows(*asked)


def test_what_msk_has_no_action_for_no_policy_allows():
    """Not even a policy for everything makes a client a broker."""
    everything = permissions_of(*allow("*"))
    assert not everything.on_cluster(Operation.CLUSTER_ACTION)
    assert not everything.allows_some(Operation.WRITE, ResourceType.TOPIC)


def test_serverless_clusters_lack_some_actions():
    """A policy for everything does not reach what a serverless cluster does not have."""
    arn = "arn:aws:kafka:us-east-1:123456789012:cluster/demo/uuid-s1"
    permissions = permissions_of(*allow("*"), resources=ClusterResources.of(arn))
    assert not permissions.on_cluster(Operation.ALTER)
    assert permissions.on_cluster(Operation.DESCRIBE)


def test_acls_count_from_the_moment_they_change(tmp_path):
    """No decision outlives the lists, or the rule for resources without any, that it rests on."""
    acls = AclStore(tmp_path / "acls.json", open_without_acl=True)
    alice = AclPermissions(acls, Caller("User:alice", "127.0.0.1"))
    entry = Acl(
        Pattern(ResourceType.TOPIC, "x", PatternType.LITERAL),
        "User:bob",
        "*",
        Operation.READ,
        Permission.ALLOW,
    )
    answers = [alice.on_topic(Operation.READ, "x")]
    for change in (
        lambda: acls.add([entry]),
        lambda: acls.remove([entry]),
        lambda: setattr(acls, "open_without_acl", False),
        lambda: acls.add([entry._replace(principal="User:alice")]),
    ):
        change()
        answers.append(alice.on_topic(Operation.READ, "x"))
    assert answers == [True, False, True, False, True]


def test_operations_are_told_in_bits(tmp_path):
    """A client that asks learns each operation it may use, those that others imply included."""
    acls = AclStore(tmp_path / "acls.json", open_without_acl=False)
    pattern = Pattern(ResourceType.GROUP, "x", PatternType.LITERAL)
    acls.add([Acl(pattern, "User:alice", "*", Operation.READ, Permission.ALLOW)])
    alice = AclPermissions(acls, Caller("User:alice", "127.0.0.1"))
    told = alice.authorized_operations(ResourceType.GROUP, "x")
    assert told == 1 << Operation.READ | 1 << Operation.DESCRIBE
