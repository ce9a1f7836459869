"""Each kind of client does all it is for with its statements, and nothing beside."""

import functools
import time
import uuid

import pytest
from confluent_kafka import (
    ConsumerGroupTopicPartitions,
    KafkaException,
    Producer,
    TopicPartition,
)
from confluent_kafka.admin import (
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    NewPartitions,
    NewTopic,
    ResourceType,
)

from msk_model.client import ClientShape, ConnectWorker, iam_access

SECONDS = 180
HIDDEN = {"_NOENT", "_PURGE_QUEUE", "_FATAL"}
"""What librdkafka says of a topic that it is not shown, and of records it could not write."""
UNKNOWN = "UNKNOWN_TOPIC_OR_PART"
TAIL = "demo/11111111-2222-3333-4444-555555555555-1"
ACCOUNT = "arn:aws:kafka:us-east-1:123456789012"


def statements(client):
    """The policy of a client, word for word what grants write into templates."""
    return [
        {
            "Effect": "Allow",
            "Action": list(one.actions),
            "Resource": [f"{ACCOUNT}:{one.resource}/{TAIL}/{name}" for name in one.names]
            or f"{ACCOUNT}:cluster/{TAIL}",
        }
        for one in iam_access(client)
    ]


class Actor:
    """One client with its own policy, and everything clients do, each told as done or refused."""

    def __init__(self, clients, client):
        self.clients = clients
        self.config = clients.iam(*statements(client))

    def can(self, deed, *arguments):
        """Whether a deed is allowed; another failure than a refusal is no answer."""
        refused = self._errors(deed, *arguments)
        until = time.monotonic() + SECONDS
        # Brokers learn of a new topic one after the other; one that has not yet is no answer either.
        while UNKNOWN in refused and time.monotonic() < until:
            time.sleep(0.1)
            refused = self._errors(deed, *arguments)
        assert all(name in HIDDEN or "AUTHORIZATION_FAILED" in name for name in refused), refused
        return not refused

    def _errors(self, deed, *arguments):
        try:
            errors = getattr(self, deed)(*arguments)
        except KafkaException as error:
            errors = [error.args[0]]
        return {error.name() for error in errors or []}

    def write(self, topic):
        errors = []
        self._producer.produce(topic, b"x", on_delivery=lambda error, _: errors.append(error))
        assert self._producer.flush(SECONDS) == 0
        return [error for error in errors if error]

    def write_idempotently(self, topic):
        return self.clients.produce(self.config, topic, [b"x"], **{"enable.idempotence": True})

    def transact(self, topic, transactional_id):
        errors = []
        producer = Producer({**self.config, "transactional.id": transactional_id})
        producer.init_transactions(SECONDS)
        producer.begin_transaction()
        producer.produce(topic, b"x", on_delivery=lambda error, _: errors.append(error))
        producer.flush(SECONDS)
        if any(errors):
            return errors
        producer.commit_transaction(SECONDS)
        return []

    def read(self, topic, group):
        self.clients.consume(self.config, topic, 1, group=group)

    def define(self, topic):
        self._admin.create_topics([NewTopic(topic, 1, 3)])[topic].result(SECONDS)

    def grow(self, topic):
        self._admin.create_partitions([NewPartitions(topic, 2)])[topic].result(SECONDS)

    def delete(self, topic):
        self._admin.delete_topics([topic])[topic].result(SECONDS)

    def empty(self, topic):
        (done,) = self._admin.delete_records([TopicPartition(topic, 0, 1)]).values()
        done.result(SECONDS)

    def see(self, topic):
        found = self._admin.list_topics(topic, SECONDS).topics[topic]
        return [found.error] if found.error else []

    def see_settings(self, topic):
        (seen,) = self._admin.describe_configs([ConfigResource(ResourceType.TOPIC, topic)]).values()
        seen.result(SECONDS)

    def set(self, topic):
        entry = ConfigEntry("retention.ms", "1000000", incremental_operation=AlterConfigOpType.SET)
        resource = ConfigResource(ResourceType.TOPIC, topic, incremental_configs=[entry])
        (done,) = self._admin.incremental_alter_configs([resource]).values()
        done.result(SECONDS)

    def see_offsets(self, group):
        request = [ConsumerGroupTopicPartitions(group)]
        (seen,) = self._admin.list_consumer_group_offsets(request).values()
        seen.result(SECONDS)

    def delete_group(self, group):
        (done,) = self._admin.delete_consumer_groups([group]).values()
        done.result(SECONDS)

    @functools.cached_property
    def _producer(self):
        return Producer(self.config)

    @functools.cached_property
    def _admin(self):
        return self.clients.admin(self.config)


class World:
    """Topics with a record each, a group with an offset, and names nobody has used."""

    def __init__(self, clients, prefix):
        self.clients = clients
        self.admin = Actor(clients, ClientShape(name="admin", admin=True))
        self.prefix = prefix

    def name(self, rest):
        return f"{self.prefix}-{rest}"

    def topic(self, rest):
        topic = self.name(rest)
        self.admin.define(topic)
        assert self.admin.can("write", topic)
        return topic

    def actor(self, **fields):
        return Actor(self.clients, ClientShape(name="client", **fields))


@pytest.fixture
def world(clients):
    return World(clients, f"w{uuid.uuid4().hex[:8]}")


def refused_everywhere(actor, world, topic, group):
    """What no client may do on topics and groups that are not its own."""
    unseen = world.name("unseen")
    for deed, arguments in {
        "write": [topic],
        "transact": [topic, world.name("stranger")],
        "read": [topic, group],
        "define": [unseen],
        "grow": [topic],
        "empty": [topic],
        "delete": [topic],
        "see_settings": [topic],
        "set": [topic],
        "see_offsets": [group],
        "delete_group": [group],
    }.items():
        assert not actor.can(deed, *arguments), deed


def test_connecting_is_all_there_is(world):
    """Who may only connect sees no topic and does nothing."""
    topic = world.topic("orders")
    actor = world.actor()
    assert not actor.can("see", topic)
    assert not actor.can("write_idempotently", topic)
    refused_everywhere(actor, world, topic, world.name("readers"))


def test_producer(world):
    """A producer writes to its topics, by name and by prefix, idempotently or not."""
    own, prefixed, other = world.topic("own"), world.topic("raw-1"), world.topic("other")
    actor = world.actor(produces=(own, world.name("raw-*")))
    for topic in (own, prefixed):
        assert actor.can("write", topic)
        assert actor.can("write_idempotently", topic)
        assert actor.can("see", topic)
    group = world.name("readers")
    assert not actor.can("read", own, group)
    assert not actor.can("transact", own, world.name("tx"))
    refused_everywhere(actor, world, other, group)


def test_plain_producer(world):
    """One that is not to be idempotent cannot be."""
    own = world.topic("own")
    actor = world.actor(produces=(own,), idempotent=False)
    assert actor.can("write", own)
    assert not actor.can("write_idempotently", own)


def test_transactional_producer(world):
    """Transactions are open under the ids that were granted, and no others."""
    own, other = world.topic("own"), world.topic("other")
    actor = world.actor(produces=(own,), transactional_ids=(world.name("tx-*"),))
    assert actor.can("transact", own, world.name("tx-1"))
    assert not actor.can("transact", own, world.name("ty-1"))
    assert not actor.can("transact", other, world.name("tx-2"))


def test_consumer(world):
    """A consumer reads its topics in its groups: neither others there, nor those elsewhere."""
    own, other = world.topic("own"), world.topic("other")
    actor = world.actor(consumes=(own,), groups=(world.name("billing"),))
    assert actor.can("read", own, world.name("billing"))
    assert actor.can("see_offsets", world.name("billing"))
    group = world.name("readers")
    assert not actor.can("read", own, group)
    assert not actor.can("read", other, world.name("billing"))
    assert not actor.can("write", own)
    assert not actor.can("delete_group", world.name("billing"))
    refused_everywhere(actor, world, other, group)


def test_streams_application(world):
    """It owns what begins with its id and a dash, reads its inputs and writes its outputs."""
    inputs, outputs, other = world.topic("in"), world.topic("out"), world.topic("app2-changelog")
    application = world.name("app")
    actor = world.actor(streams_application_id=application, consumes=(inputs,), produces=(outputs,))
    repartition = f"{application}-sum-repartition"
    assert actor.can("define", repartition)
    assert actor.can("write", repartition)
    assert actor.can("transact", repartition, f"{application}-6b1f-1")
    assert actor.can("transact", outputs, f"{application}-6b1f-1")
    assert actor.can("read", inputs, application)
    assert actor.can("read", repartition, application)
    assert actor.can("empty", repartition)
    assert actor.can("delete", repartition)
    assert not actor.can("write", inputs)
    assert not actor.can("read", outputs, application)
    assert not actor.can("delete", inputs)
    refused_everywhere(actor, world, other, world.name("app2"))


def test_connect_worker(world):
    """Workers keep their state and run sinks in groups of their own; sources write theirs."""
    inputs, outputs = world.topic("in"), world.topic("out")
    worker = ConnectWorker(group_id=world.name("workers"))
    sinks = world.name("connect-orders")
    actor = world.actor(
        connect_worker=worker, consumes=(inputs,), produces=(outputs,), groups=(sinks,)
    )
    for topic in worker.internal_topics:
        assert actor.can("define", topic)
        assert actor.can("see_settings", topic)
        assert actor.can("write", topic)
    assert actor.can("read", worker.internal_topics[0], worker.group_id)
    assert not actor.can("delete", worker.internal_topics[1])
    assert actor.can("read", inputs, sinks)
    assert actor.can("write", outputs)
    assert not actor.can("write", inputs)


def test_administrator_of_topics(world):
    """It defines, changes and deletes its topics, and touches no record."""
    other = world.topic("other")
    own = world.name("own")
    actor = world.actor(administers=(own,))
    for deed in ("define", "see", "see_settings", "set", "grow"):
        assert actor.can(deed, own)
    assert not actor.can("write", own)
    assert not actor.can("read", own, world.name("billing"))
    assert actor.can("delete", own)
    refused_everywhere(actor, world, other, world.name("readers"))


def test_reader_of_everything_but_records(world):
    """It sees topics, settings and offsets, and neither reads a record nor changes a thing."""
    topic = world.topic("orders")
    group = world.name("readers")
    actor = world.actor(read_only=True)
    assert actor.can("see", topic)
    assert actor.can("see_settings", topic)
    assert actor.can("see_offsets", group)
    for deed, arguments in {
        "write": [topic],
        "read": [topic, group],
        "define": [world.name("new")],
        "set": [topic],
        "delete": [topic],
        "delete_group": [group],
    }.items():
        assert not actor.can(deed, *arguments), deed


def test_admin(world):
    """An administrator may do everything."""
    topic = world.name("orders")
    group = world.name("readers")
    admin = world.admin
    for deed, arguments in {
        "define": [topic],
        "write_idempotently": [topic],
        "transact": [topic, world.name("tx")],
        "read": [topic, group],
        "see_offsets": [group],
        "set": [topic],
        "empty": [topic],
        "delete_group": [group],
        "delete": [topic],
    }.items():
        assert admin.can(deed, *arguments), deed
