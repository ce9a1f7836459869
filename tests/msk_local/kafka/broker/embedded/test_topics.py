"""Topics and where their partitions lie."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msk_local.kafka.broker.embedded.topics import MOST_PARTITIONS, TopicError, Topics


def create(topics, name="orders", partitions=1, copies=1, **configs):
    return topics.create(
        name, partition_count=partitions, replication_factor=copies, configs=configs
    )


@given(brokers=st.integers(1, 9), partitions=st.integers(1, 30), data=st.data())
@settings(deadline=None, max_examples=100)
def test_copies_lie_on_different_brokers_and_leaders_are_spread(brokers, partitions, data):
    """No broker holds a partition twice, and none leads two more than another."""
    copies = data.draw(st.integers(1, brokers))
    topic = create(Topics(brokers, {}), partitions=partitions, copies=copies)
    leaders = [0] * (brokers + 1)
    for partition in topic.partitions:
        assert len(set(partition.replicas)) == copies
        assert all(1 <= broker <= brokers for broker in partition.replicas)
        leaders[partition.replicas[0]] += 1
    assert max(leaders[1:]) - min(leaders[1:]) <= 1


def test_brokers_give_topics_their_defaults():
    """What a topic was not given it has from the brokers, and from Kafka what they lack."""
    topics = Topics(3, {"num.partitions": "4", "message.max.bytes": "7"})
    topic = create(topics, partitions=-1, copies=-1, **{"retention.ms": "5"})
    assert (len(topic.partitions), topic.replication_factor) == (4, 3)
    assert (topic.number("max.message.bytes"), topic.number("retention.ms")) == (7, 5)
    assert topic.setting("cleanup.policy") == "delete"
    topics.set_server_properties({"message.max.bytes": "8"})
    assert topic.number("max.message.bytes") == 8


@pytest.mark.parametrize(
    "arguments",
    [
        {"name": ""},
        {"name": ".."},
        {"name": "a b"},
        {"name": "x" * 250},
        {"partitions": 0},
        {"partitions": MOST_PARTITIONS + 1},
        {"copies": 2},
        {"copies": 0},
        {"cleanup.policy": "burn"},
        {"preallocate": "perhaps"},
        {"min.cleanable.dirty.ratio": "2"},
        {"retention.ms": None},
    ],
    ids=str,
)
def test_rejects_impossible_topics(arguments):
    """Names, counts and settings no topic can have are refused, and nothing is made."""
    topics = Topics(1, {})
    with pytest.raises(TopicError):
        create(topics, **arguments)
    assert topics.by_name == {}


def test_validating_makes_nothing():
    """A dry run leaves the cluster as it was."""
    topics = Topics(1, {})
    topics.create("t", partition_count=1, replication_factor=1, configs={}, validate_only=True)
    assert topics.by_name == {}


def test_topics_grow_and_never_shrink():
    """Partitions are added at the end; the same number or fewer is refused."""
    topics = Topics(1, {})
    topic = create(topics, partitions=2)
    before = list(topic.partitions)
    topics.grow("orders", 3)
    assert topic.partitions[:2] == before
    assert len(topic.partitions) == 3
    for count in (3, 1):
        with pytest.raises(TopicError, match="would not be an increase"):
            topics.grow("orders", count)


def test_copies_need_their_brokers():
    """A cluster does not shrink below the copies of a topic."""
    topics = Topics(3, {})
    create(topics, copies=3)
    with pytest.raises(ValueError, match="broker_count must be at least 3"):
        topics.set_broker_count(2)
    topics.set_broker_count(6)
    assert topics.broker_count == 6
