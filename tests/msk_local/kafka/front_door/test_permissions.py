"""Permissions follow the policies they come from."""

import asyncio

from msk_local.kafka.access.resources import ClusterResources
from msk_local.kafka.front_door.permissions import PolicyPermissions

RESOURCES = ClusterResources.of("arn:aws:kafka:us-east-1:123456789012:cluster/demo/uuid")


def allow(action, resource="*"):
    return [{"Effect": "Allow", "Action": f"kafka-cluster:{action}", "Resource": resource}]


def test_each_kind_of_resource_is_asked_by_its_arn():
    """A statement on one kind of resource allows nothing on another of the same name."""
    permissions = PolicyPermissions(lambda: allow("*", RESOURCES.topic("x")), RESOURCES)
    permissions.read()
    assert permissions.on_topic("ReadData", "x")
    assert not permissions.on_topic("ReadData", "y")
    assert not permissions.on_group("AlterGroup", "x")
    assert not permissions.on_transactional_id("AlterTransactionalId", "x")
    assert not permissions.on_cluster("Connect")


def test_nothing_is_allowed_before_the_policies_are_read():
    """Permissions start empty."""
    assert not PolicyPermissions(lambda: allow("*"), RESOURCES).on_cluster("Connect")


def test_a_refresh_forgets_what_was_decided_on_older_policies():
    """A change is seen at the first refresh after a second, and not looked for before."""
    now, policies = [0.0], [allow("Connect")]
    permissions = PolicyPermissions(lambda: policies[0], RESOURCES, clock=lambda: now[0])
    asyncio.run(permissions.refresh())
    assert permissions.on_cluster("Connect")
    policies[0] = []
    asyncio.run(permissions.refresh())
    assert permissions.on_cluster("Connect")
    now[0] = 1.0
    asyncio.run(permissions.refresh())
    assert not permissions.on_cluster("Connect")
