"""A topic that MSK does not find yet, or not any more."""

from types import SimpleNamespace

import pytest

from msk_local.cloudformation.errors import ResourceError
from msk_local.cloudformation.provisioner import Outcome
from msk_local.cloudformation.resources import msk_topic

PROPERTIES = {
    "ClusterArn": "cluster",
    "TopicName": "orders",
    "PartitionCount": 3,
    "ReplicationFactor": 3,
}


class NotFoundError(Exception):
    """MSK finds no topic."""


class UnknownTopicError(Exception):
    """The brokers know no topic."""


class LaggingKafka:
    """An API that answers DescribeTopic from brokers that are some requests behind."""

    exceptions = SimpleNamespace(
        NotFoundException=NotFoundError,
        UnknownTopicOrPartitionException=UnknownTopicError,
    )

    def __init__(self, behind):
        self.exists, self.shown, self.behind, self.left = False, False, behind, 0

    def create_topic(self, **_):
        self.exists, self.left = True, self.behind
        return {"TopicArn": "topic"}

    def delete_topic(self, **_):
        if not self.exists:
            raise UnknownTopicError
        self.exists, self.left = False, self.behind

    def describe_topic(self, **_):
        self.left -= 1
        if self.left < 0:
            self.shown = self.exists
        if not self.shown:
            raise NotFoundError
        return {"Status": "ACTIVE"}


@pytest.fixture(autouse=True)
def hurry(monkeypatch):
    """Seconds are too long for a test."""
    monkeypatch.setattr(msk_topic, "_POLL_SECONDS", 0.001)
    monkeypatch.setattr(msk_topic, "_TIMEOUT_SECONDS", 0.2)


def _context(kafka):
    return SimpleNamespace(client=lambda _: kafka, record=lambda _: None)


def test_not_found_means_not_yet_and_then_gone():
    """Creating waits until the topic is found, deleting until it is not."""
    kafka = LaggingKafka(behind=3)
    topic = msk_topic.Topic()
    outcome = topic.create(PROPERTIES, _context(kafka))
    assert outcome == Outcome("topic", {"TopicArn": "topic"})
    assert kafka.shown
    topic.delete(outcome, PROPERTIES, _context(kafka))
    assert not kafka.shown


def test_a_topic_that_is_gone_already_is_deleted():
    """Somebody deleted it with a Kafka client."""
    msk_topic.Topic().delete(Outcome("topic"), PROPERTIES, _context(LaggingKafka(behind=0)))


def test_a_topic_that_never_comes_fails():
    """The wait has an end, and the resource fails then."""
    with pytest.raises(ResourceError, match="orders did not become active"):
        msk_topic.Topic().create(PROPERTIES, _context(LaggingKafka(behind=10**6)))
