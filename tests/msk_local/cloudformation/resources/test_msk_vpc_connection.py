"""A connection to a cluster, which takes a while and may never come."""

from types import SimpleNamespace

import pytest

from msk_local.cloudformation.errors import ResourceError
from msk_local.cloudformation.provisioner import Outcome
from msk_local.cloudformation.resources import msk_vpc_connection

PROPERTIES = {
    "TargetClusterArn": "cluster",
    "Authentication": "SASL_IAM",
    "VpcId": "vpc",
    "ClientSubnets": ["subnet"],
    "SecurityGroups": ["group"],
}


class NotFoundError(Exception):
    """MSK finds no connection."""


class Kafka:
    """An API whose connections go through some states."""

    exceptions = SimpleNamespace(NotFoundException=NotFoundError)

    def __init__(self, *states):
        self.states, self.tags = list(states), {}

    def create_vpc_connection(self, **arguments):
        self.tags = arguments.get("Tags", {})
        return {"VpcConnectionArn": "connection"}

    def describe_vpc_connection(self, **_):
        return {"State": self.states.pop(0) if len(self.states) > 1 else self.states[0]}

    def delete_vpc_connection(self, **_):
        if not self.states:
            raise NotFoundError
        self.states.clear()

    def tag_resource(self, **arguments):
        self.tags |= arguments["Tags"]

    def untag_resource(self, **arguments):
        self.tags = {k: v for k, v in self.tags.items() if k not in arguments["TagKeys"]}


@pytest.fixture
def context(monkeypatch):
    """Surroundings whose API is `kafka`, and seconds that are too long for a test."""
    monkeypatch.setattr(msk_vpc_connection, "_POLL_SECONDS", 0.001)
    monkeypatch.setattr(msk_vpc_connection, "_TIMEOUT_SECONDS", 0.2)

    def make(kafka):
        tags = lambda properties: properties.get("Tags", {})  # noqa: E731
        return SimpleNamespace(client=lambda _: kafka, record=lambda _: None, tag_map=tags)

    return make


@pytest.fixture
def provisioner():
    return msk_vpc_connection.VpcConnection()


def test_waits_until_it_is_available(provisioner, context):
    """What needs the connection comes after it."""
    kafka = Kafka("CREATING", "AVAILABLE")
    outcome = provisioner.create(PROPERTIES, context(kafka))
    assert outcome == Outcome("connection", {"Arn": "connection"})


def test_a_connection_that_never_comes(provisioner, context):
    """The state it stayed in is the reason."""
    with pytest.raises(ResourceError, match="stayed FAILED"):
        provisioner.create(PROPERTIES, context(Kafka("FAILED")))


def test_tags_change(provisioner, context):
    """Tags are all that changes in place."""
    kafka = Kafka("AVAILABLE")
    old, new = {**PROPERTIES, "Tags": {"a": "1", "b": "2"}}, {**PROPERTIES, "Tags": {"b": "3"}}
    current = provisioner.create(old, context(kafka))
    assert provisioner.update(current, old, new, context(kafka)) == current
    assert kafka.tags == {"b": "3"}


def test_deleting_what_is_gone(provisioner, context):
    """A connection somebody else deleted is no error."""
    kafka = Kafka("AVAILABLE")
    for _ in range(2):
        provisioner.delete(Outcome("connection", {}), PROPERTIES, context(kafka))
    assert kafka.states == []
