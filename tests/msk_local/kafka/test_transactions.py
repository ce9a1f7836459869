"""Transactions of real producers, of IAM and of ACL principals, on both kinds of brokers."""

import time
import uuid

import pytest
from confluent_kafka import (
    OFFSET_INVALID,
    Consumer,
    KafkaError,
    KafkaException,
    Producer,
    TopicPartition,
)
from confluent_kafka.admin import (
    AclBinding,
    AclOperation,
    AclPermissionType,
    ResourcePatternType,
    ResourceType,
)

SECONDS = 180
ACCOUNT = "arn:aws:kafka:us-east-1:123456789012"


def eventually(condition):
    """Wait until a condition holds, and give what it gave."""
    deadline = time.monotonic() + SECONDS
    while not (value := condition()):
        assert time.monotonic() < deadline, "the condition did not come true"
    return value


def transactional(config, transactional_id=None, **settings):
    """A producer that is ready to begin a transaction."""
    identity = {"transactional.id": transactional_id or f"t-{uuid.uuid4()}"}
    producer = Producer({**config, **identity, **settings})
    producer.init_transactions(SECONDS)
    return producer


def read(config, topic, until, *, isolation="read_committed"):
    """The values from the beginning of a topic up to and including one."""
    consumer = Consumer(
        {
            **config,
            "group.id": f"unused-{uuid.uuid4()}",
            "isolation.level": isolation,
            "enable.auto.commit": False,
            "auto.offset.reset": "earliest",
        }
    )
    values = []

    def reached():
        message = consumer.poll(0.5)
        if message is not None:
            assert message.error() is None
            values.append(message.value())
        return until in values

    try:
        consumer.assign([TopicPartition(topic, 0, 0)])
        eventually(reached)
    finally:
        consumer.close()
    return values


def test_only_committed_records_are_read_by_who_wants_those(clients):
    """An aborted transaction is invisible to read_committed, and visible to everybody else."""
    topic, config = clients.topic(), clients.scram()
    producer = transactional(config)
    for value, ends in ((b"1", "commit"), (b"2", "abort"), (b"3", "commit")):
        producer.begin_transaction()
        producer.produce(topic, value)
        assert producer.flush(SECONDS) == 0
        getattr(producer, f"{ends}_transaction")(SECONDS)
    assert clients.produce(config, topic, [b"4"]) == []
    assert read(config, topic, b"4") == [b"1", b"3", b"4"]
    everything = read(config, topic, b"4", isolation="read_uncommitted")
    assert everything == [b"1", b"2", b"3", b"4"]


def test_an_open_transaction_holds_back_what_comes_after_it(clients):
    """Until it ends, read_committed sees nothing from its first record on."""
    topic, config = clients.topic(), clients.scram()
    producer = transactional(config)
    producer.begin_transaction()
    producer.produce(topic, b"open")
    assert producer.flush(SECONDS) == 0
    assert clients.produce(config, topic, [b"later"]) == []
    partition = TopicPartition(topic, 0)
    ends = {}
    for isolation in ("read_committed", "read_uncommitted"):
        consumer = Consumer({**config, "group.id": "unused", "isolation.level": isolation})
        ends[isolation] = consumer.get_watermark_offsets(partition, SECONDS)[1]
        consumer.close()
    assert ends == {"read_committed": 0, "read_uncommitted": 2}
    producer.commit_transaction(SECONDS)
    assert read(config, topic, b"later") == [b"open", b"later"]


def test_a_new_producer_fences_the_one_before(clients):
    """The second producer of an id aborts what the first left open, and ends its life."""
    topic, config, name = clients.topic(), clients.scram(), f"t-{uuid.uuid4()}"
    first = transactional(config, name)
    first.begin_transaction()
    first.produce(topic, b"lost")
    assert first.flush(SECONDS) == 0
    second = transactional(config, name)
    second.begin_transaction()
    second.produce(topic, b"kept")
    second.commit_transaction(SECONDS)
    with pytest.raises(KafkaException) as fenced:
        first.commit_transaction(SECONDS)
    assert fenced.value.args[0].fatal()
    assert fenced.value.args[0].code() in {KafkaError._FENCED, KafkaError.INVALID_PRODUCER_EPOCH}
    assert read(config, topic, b"kept") == [b"kept"]


def test_offsets_are_committed_with_what_was_made_of_them(clients):
    """Consume, transform, produce: offsets count with the commit, and not with an abort."""
    source, target, config = clients.topic(), clients.topic(), clients.scram()
    group = f"group-{uuid.uuid4()}"
    assert clients.produce(config, source, [b"1", b"2"]) == []
    consumer = Consumer(
        {
            **config,
            "group.id": group,
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
            "session.timeout.ms": 45_000,
        }
    )
    producer = transactional(config)
    try:
        consumer.subscribe([source])
        message = eventually(lambda: consumer.poll(0.5))
        partition = TopicPartition(source, 0)
        committed = []
        for ends in ("abort", "commit"):
            producer.begin_transaction()
            producer.produce(target, message.value() + ends.encode())
            offset = [TopicPartition(source, 0, message.offset() + 1)]
            member = consumer.consumer_group_metadata()
            producer.send_offsets_to_transaction(offset, member, SECONDS)
            getattr(producer, f"{ends}_transaction")(SECONDS)
            committed.append(consumer.committed([partition], SECONDS)[0].offset)
    finally:
        consumer.close()
    assert committed == [OFFSET_INVALID, 1]
    assert read(config, target, b"1commit") == [b"1commit"]


def test_a_transaction_that_takes_too_long_is_aborted(clients):
    """Its records are never read as committed, and hold nobody back for ever."""
    topic, config = clients.topic(), clients.scram()
    producer = transactional(config, **{"transaction.timeout.ms": 1000})
    producer.begin_transaction()
    producer.produce(topic, b"late")
    producer.flush(SECONDS)
    assert clients.produce(config, topic, [b"next"]) == []
    assert read(config, topic, b"next") == [b"next"]


def iam(*rights):
    """Statements for actions on a kind of resource by name."""
    return [
        {
            "Effect": "Allow",
            "Action": [f"kafka-cluster:{action}" for action in actions],
            "Resource": f"{ACCOUNT}:{kind}/demo/*{name and '/'}{name}",
        }
        for kind, name, actions in rights
    ]


def test_iam_producers_need_the_actions_of_their_transactional_id(clients):
    """With the documented actions a transaction is committed; on another id it does not begin."""
    topic = clients.topic()
    config = clients.iam(
        *iam(
            ("cluster", "", ["Connect", "WriteDataIdempotently"]),
            ("topic", topic, ["DescribeTopic", "WriteData"]),
            ("transactional-id", "mine-*", ["DescribeTransactionalId", "AlterTransactionalId"]),
        )
    )
    producer = transactional(config, f"mine-{uuid.uuid4()}")
    producer.begin_transaction()
    producer.produce(topic, b"x")
    producer.commit_transaction(SECONDS)
    assert read(clients.scram(), topic, b"x") == [b"x"]
    with pytest.raises(KafkaException) as refused:
        transactional(config, f"others-{uuid.uuid4()}")
    assert refused.value.args[0].code() == KafkaError.TRANSACTIONAL_ID_AUTHORIZATION_FAILED


def test_scram_producers_need_acls_on_topic_and_transactional_id(clients):
    """WRITE on both commits; a topic that is another's ends the transaction with its error."""
    mine, other, prefix = clients.topic(), clients.topic(), f"t-{uuid.uuid4()}"
    admin = clients.admin()

    def entry(kind, name, principal, pattern_type=ResourcePatternType.LITERAL):
        return AclBinding(
            kind, name, pattern_type, principal, "*", AclOperation.WRITE, AclPermissionType.ALLOW
        )

    acls = [
        entry(ResourceType.TOPIC, mine, "User:alice"),
        entry(ResourceType.TOPIC, other, "User:bob"),
        entry(ResourceType.TRANSACTIONAL_ID, prefix, "User:alice", ResourcePatternType.PREFIXED),
    ]
    for future in admin.create_acls(acls).values():
        future.result(SECONDS)
    producer = transactional(clients.scram("alice"), f"{prefix}-1")
    producer.begin_transaction()
    producer.produce(mine, b"x")
    producer.commit_transaction(SECONDS)
    producer.begin_transaction()
    producer.produce(mine, b"y")
    producer.produce(other, b"y")
    with pytest.raises(KafkaException) as refused:
        producer.commit_transaction(SECONDS)
    assert refused.value.args[0].txn_requires_abort()
    producer.abort_transaction(SECONDS)
    with pytest.raises(KafkaException) as refused:
        transactional(clients.scram("bob"), f"{prefix}-1")
    assert refused.value.args[0].code() == KafkaError.TRANSACTIONAL_ID_AUTHORIZATION_FAILED
