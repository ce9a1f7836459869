"""Real clients against both kinds of brokers: what is promised of one is promised of the other."""

import base64
import datetime as dt
import json
import os
import re
import signal
import subprocess
import sys
import textwrap
import time
import uuid
from pathlib import Path
from unittest import mock

import pytest
from botocore.credentials import Credentials
from confluent_kafka import (
    Consumer,
    ConsumerGroupTopicPartitions,
    KafkaError,
    KafkaException,
    Producer,
    TopicPartition,
)
from confluent_kafka.admin import (
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    NewPartitions,
    NewTopic,
    OffsetSpec,
    ResourceType,
)

from msk_local.kafka import Authentication, BrokerSoftware, KafkaCluster

SECONDS = 180
CONNECT = {"Effect": "Allow", "Action": "kafka-cluster:Connect", "Resource": "*"}
EVERYTHING = {"Effect": "Allow", "Action": "kafka-cluster:*", "Resource": "*"}
IDEMPOTENT = {"Effect": "Allow", "Action": "kafka-cluster:WriteDataIdempotently", "Resource": "*"}


def allow(resource, *actions):
    """A statement that allows actions on all resources of a kind whose name matches."""
    kind, _, name = resource.partition(":")
    arn = f"arn:aws:kafka:us-east-1:123456789012:{kind}/demo/*/{name}"
    return {"Effect": "Allow", "Action": [f"kafka-cluster:{a}" for a in actions], "Resource": arn}


def deny(resource, *actions):
    """A statement that denies actions on all resources of a kind whose name matches."""
    return {**allow(resource, *actions), "Effect": "Deny"}


def eventually(condition, seconds=SECONDS):
    """Wait until a condition holds, and give what it gave."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, "the condition did not come true"
        time.sleep(0.05)
    return value


def runs(process_id):
    """Whether a process exists and is no zombie."""
    try:
        return Path(f"/proc/{process_id}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def unsigned(account):
    """A token nobody signed."""
    return base64.urlsafe_b64encode(b"https://kafka.us-east-1.amazonaws.com/?Action=x").decode()


def tampered(account):
    """A token whose credential was exchanged after it was signed."""
    other = account.key(EVERYTHING)
    mine = account.key(EVERYTHING)
    return _edited(account.token(mine), mine.access_key, other.access_key)


def expired(account):
    """A token that was good an hour ago."""
    an_hour_ago = dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)
    with mock.patch("botocore.auth.get_current_datetime", return_value=an_hour_ago):
        return account.token(account.key(EVERYTHING))


def of_unknown_key(account):
    """A token of a key the account does not have."""
    return account.token(Credentials("AKIANOBODY", "secret"))


def of_wrong_secret(account):
    """A token signed with another secret than the key's."""
    return account.token(Credentials(account.key(EVERYTHING).access_key, "guess"))


def of_another_region(account):
    """A token for brokers elsewhere."""
    return account.token(account.key(EVERYTHING), region="eu-west-1")


def without_session_token(account):
    """A token of temporary credentials that left their session token out."""
    key = account.key(EVERYTHING, session_token="session")
    return account.token(Credentials(key.access_key, key.secret_key))


def without_connect(account):
    """A good token of a user who may do everything but connect."""
    return account.token(account.key(allow("topic:*", "*")))


def _edited(token, old, new):
    url = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode()
    assert old in url
    return base64.urlsafe_b64encode(url.replace(old, new).encode()).decode().rstrip("=")


@pytest.mark.parametrize("way", ["iam", "scram", "session", "mtls", "tls", "plaintext"])
def test_records_come_back_as_they_went(clients, account, authority, way):
    """What is produced over each authentication is consumed over it, value for value."""
    config = {
        "iam": lambda: clients.iam(EVERYTHING),
        "scram": clients.scram,
        "session": lambda: clients.iam(
            credentials=account.key(EVERYTHING, session_token="a/session+token=")
        ),
        "mtls": lambda: _with_certificate(clients, authority),
        "tls": clients.tls,
        "plaintext": lambda: {
            **clients.tls(Authentication.PLAINTEXT),
            "security.protocol": "PLAINTEXT",
        },
    }[way]()
    topic = clients.topic(partitions=3)
    sent = [json.dumps({"order": n, "way": way}) for n in range(500)]
    assert clients.produce(config, topic, sent) == []
    received = clients.consume(config, topic, len(sent))
    assert sorted(message.value().decode() for message in received) == sorted(sent)


@pytest.mark.parametrize(
    "make_token",
    [
        unsigned,
        tampered,
        expired,
        of_unknown_key,
        of_wrong_secret,
        of_another_region,
        without_session_token,
        without_connect,
    ],
    ids=lambda function: function.__name__,
)
def test_refuses_a_token_that_does_not_hold(clients, account, make_token):
    """A client whose token is not genuine, or who may not connect, fails to authenticate."""
    error = clients.refusal_of(clients.iam(token=make_token(account)))
    assert error.code() == KafkaError._AUTHENTICATION


@pytest.mark.parametrize("username", ["alice", "nobody"])
def test_refuses_a_wrong_password_and_an_unknown_user_alike(clients, username):
    """The answer to a wrong password does not tell whether the user exists."""
    error = clients.refusal_of(clients.scram(username, "guess"))
    assert error.code() == KafkaError._AUTHENTICATION
    assert "invalid credentials" in error.str()


def test_refuses_a_client_without_certificate(clients):
    """The listener of mutual TLS closes on a client that shows no certificate."""
    with pytest.raises(KafkaException):
        clients.admin(clients.tls(Authentication.TLS)).list_topics(timeout=3)


def test_clients_verify_the_brokers_certificate(clients):
    """A client that does not trust the cluster's authority does not connect."""
    config = clients.tls()
    del config["ssl.ca.location"]
    assert clients.refusal_of(config).code() == KafkaError._SSL


def test_refuses_a_topic_without_grant(clients):
    """A user who may write one topic may neither describe nor write another."""
    mine, other = clients.topic(), clients.topic()
    rights = allow(f"topic:{mine}", "DescribeTopic", "WriteData")
    config = clients.iam(CONNECT, IDEMPOTENT, rights)
    assert clients.produce(config, mine, [b"mine"]) == []
    errors = clients.produce(config, other, [b"other"])
    assert [error.code() for error in errors] == [KafkaError.TOPIC_AUTHORIZATION_FAILED]


def test_describing_a_topic_is_not_writing_it(clients):
    """With DescribeTopic alone a produce request is refused for its topic."""
    topic = clients.topic()
    config = clients.iam(CONNECT, IDEMPOTENT, allow(f"topic:{topic}", "DescribeTopic"))
    errors = clients.produce(config, topic, [b"x"])
    assert [error.code() for error in errors] == [KafkaError.TOPIC_AUTHORIZATION_FAILED]


def test_refuses_idempotence_without_grant(clients):
    """An idempotent producer needs WriteDataIdempotently on the cluster."""
    topic = clients.topic()
    rights = allow(f"topic:{topic}", "DescribeTopic", "WriteData")
    config = clients.iam(CONNECT, rights)
    assert clients.produce(config, topic, [b"x"], **{"enable.idempotence": False}) == []
    producer = Producer({**config, "enable.idempotence": True})
    with pytest.raises(KafkaException) as refused:
        eventually(lambda: producer.poll(0.1))
    assert refused.value.args[0].code() == KafkaError.CLUSTER_AUTHORIZATION_FAILED


def test_refuses_a_group_without_grant(clients):
    """A user who may read a topic may not do so in a group of others."""
    topic = clients.topic()
    reading = allow(f"topic:{topic}", "DescribeTopic", "ReadData")
    mine = allow("group:mine-*", "DescribeGroup", "AlterGroup")
    config = clients.iam(CONNECT, reading, mine)
    assert clients.produce(clients.scram(), topic, [b"x"]) == []
    assert len(clients.consume(config, topic, 1, group=f"mine-{uuid.uuid4()}")) == 1
    with pytest.raises(KafkaException) as refused:
        clients.consume(config, topic, 1, group="others")
    assert refused.value.args[0].code() == KafkaError.GROUP_AUTHORIZATION_FAILED


def test_refuses_reading_without_grant(clients):
    """A group member without ReadData gets the topic's authorization error, and no record."""
    topic = clients.topic()
    assert clients.produce(clients.scram(), topic, [b"x"]) == []
    group = allow("group:*", "DescribeGroup", "AlterGroup")
    config = clients.iam(CONNECT, allow(f"topic:{topic}", "DescribeTopic", "WriteData"), group)
    with pytest.raises(KafkaException) as refused:
        clients.consume(config, topic, 1)
    assert refused.value.args[0].code() == KafkaError.TOPIC_AUTHORIZATION_FAILED


def test_a_denial_wins(clients):
    """What one statement denies no other statement allows."""
    topic = clients.topic()
    config = clients.iam(EVERYTHING, deny(f"topic:{topic}", "WriteData"))
    errors = clients.produce(config, topic, [b"x"])
    assert [error.code() for error in errors] == [KafkaError.TOPIC_AUTHORIZATION_FAILED]


def test_a_grant_that_comes_later_counts(clients, account):
    """A policy that changes while a client is connected changes what it may do."""
    topic = clients.topic()
    key = account.key(CONNECT, IDEMPOTENT, allow(f"topic:{topic}", "DescribeTopic"))
    config = clients.iam(credentials=key)
    assert clients.produce(config, topic, [b"x"]) != []
    identity = account.users[key.access_key]
    account.users[key.access_key] = type(identity)(
        secret_access_key=identity.secret_access_key,
        principal_arn=identity.principal_arn,
        statements=[EVERYTHING],
    )
    assert clients.produce(config, topic, [b"x"]) == []


def test_lists_only_topics_that_may_be_described(clients):
    """Metadata without names shows the topics DescribeTopic is allowed on, and no others."""
    mine, other = clients.topic(), clients.topic()
    config = clients.iam(CONNECT, allow(f"topic:{mine}", "DescribeTopic"))
    topics = clients.admin(config).list_topics(timeout=SECONDS).topics
    assert mine in topics
    assert other not in topics


def test_administration_needs_its_grants(clients):
    """Creating, growing, configuring and deleting topics each demand their own action."""
    topic = clients.topic()
    admin = clients.admin(clients.iam(CONNECT, allow("topic:*", "DescribeTopic", "ReadData")))
    resource = ConfigResource(ResourceType.TOPIC, topic)
    entry = ConfigEntry("retention.ms", "1", incremental_operation=AlterConfigOpType.SET)
    changed = ConfigResource(ResourceType.TOPIC, topic, incremental_configs=[entry])
    futures = [
        *admin.create_topics([NewTopic("forbidden", 1, 3)]).values(),
        *admin.create_partitions([NewPartitions(topic, 2)]).values(),
        *admin.describe_configs([resource]).values(),
        *admin.incremental_alter_configs([changed]).values(),
        *admin.delete_topics([topic]).values(),
        *admin.delete_records([TopicPartition(topic, 0, 0)]).values(),
    ]
    for future in futures:
        with pytest.raises(KafkaException) as refused:
            future.result(SECONDS)
        assert refused.value.args[0].code() == KafkaError.TOPIC_AUTHORIZATION_FAILED


def test_a_group_goes_on_where_it_committed(clients):
    """A consumer that comes back to its group gets what it has not committed yet, and no more."""
    topic, group = clients.topic(), f"group-{uuid.uuid4()}"
    config = clients.iam(EVERYTHING)
    assert clients.produce(config, topic, ["1", "2", "3"]) == []
    assert [m.value() for m in clients.consume(config, topic, 3, group=group)] == [b"1", b"2", b"3"]
    assert clients.produce(config, topic, ["4", "5"]) == []
    assert [m.value() for m in clients.consume(config, topic, 2, group=group)] == [b"4", b"5"]


def test_two_members_share_a_topic(clients):
    """When a second member joins, the partitions are divided; when it leaves, they come back."""
    topic, group = clients.topic(partitions=4), f"group-{uuid.uuid4()}"
    config = {
        **clients.iam(EVERYTHING),
        "group.id": group,
        "session.timeout.ms": 45_000,
        "heartbeat.interval.ms": 200,
    }
    first, second = Consumer(config), Consumer(config)

    def owned(*consumers):
        for consumer in consumers:
            consumer.poll(0.05)
        return [len(consumer.assignment()) for consumer in consumers]

    try:
        first.subscribe([topic])
        eventually(lambda: owned(first) == [4])
        second.subscribe([topic])
        eventually(lambda: owned(first, second) == [2, 2])
        second.close()
        eventually(lambda: owned(first) == [4])
    finally:
        first.close()


def test_a_producer_sees_partitions_that_came_later(clients):
    """A producer that is connected writes to a partition that was added meanwhile."""
    topic = clients.topic(partitions=1)
    producer = Producer({**clients.scram(), "topic.metadata.refresh.interval.ms": 100})
    producer.produce(topic, b"old", partition=0)
    assert producer.flush(SECONDS) == 0
    grown = clients.admin().create_partitions([NewPartitions(topic, 3)])
    grown[topic].result(SECONDS)
    eventually(
        lambda: len(producer.list_topics(topic, timeout=SECONDS).topics[topic].partitions) == 3
    )
    written = []
    producer.produce(topic, b"new", partition=2, on_delivery=lambda e, m: written.append((e, m)))
    assert producer.flush(SECONDS) == 0
    assert [(error, message.partition()) for error, message in written] == [(None, 2)]


def test_advertises_each_broker_at_a_port_of_its_own(clients, cluster):
    """Clients learn of three brokers, at the listeners of the authentication they came by."""
    brokers = clients.admin().list_topics(timeout=SECONDS).brokers.values()
    told = {f"{broker.host}:{broker.port}" for broker in brokers}
    assert {broker.id for broker in brokers} == {1, 2, 3}
    assert told == set(cluster.bootstrap_servers(Authentication.IAM).split(","))


def test_topics_have_three_copies(clients):
    """A topic with replication factor 3 is led by all brokers, each copy in sync."""
    topic = clients.topic(partitions=6)
    admin = clients.admin()

    def partitions():
        return admin.list_topics(topic, timeout=SECONDS).topics[topic].partitions.values()

    eventually(lambda: {p.leader for p in partitions()} == {1, 2, 3})
    assert all(sorted(p.replicas) == [1, 2, 3] for p in partitions())
    eventually(lambda: all(sorted(p.isrs) == [1, 2, 3] for p in partitions()))


def test_a_single_copy_takes_acknowledged_records(clients):
    """MSK's min.insync.replicas of 2 never asks for more copies than a topic has."""
    name = f"topic-{uuid.uuid4()}"
    clients.admin().create_topics([NewTopic(name, 1, 1)])[name].result(SECONDS)
    assert clients.produce(clients.scram(), name, [b"x"], acks="all") == []


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"num_partitions": 1, "replication_factor": 4}, KafkaError.INVALID_REPLICATION_FACTOR),
        ({"num_partitions": 0, "replication_factor": 3}, KafkaError.INVALID_PARTITIONS),
        ({"num_partitions": 1, "config": {"no.such": "1"}}, KafkaError.INVALID_CONFIG),
        ({"num_partitions": 1, "config": {"retention.ms": "x"}}, KafkaError.INVALID_CONFIG),
    ],
    ids=["copies", "partitions", "unknown", "value"],
)
def test_rejects_topics_no_cluster_can_have(clients, arguments, code):
    """Each fault of a new topic has the error Kafka gives it."""
    name = f"topic-{uuid.uuid4()}"
    created = clients.admin().create_topics([NewTopic(name, **arguments)])
    with pytest.raises(KafkaException) as refused:
        created[name].result(SECONDS)
    assert refused.value.args[0].code() == code


def test_rejects_a_topic_that_exists(clients):
    """A name is given once."""
    topic = clients.topic()
    with pytest.raises(KafkaException) as refused:
        clients.admin().create_topics([NewTopic(topic, 1, 3)])[topic].result(SECONDS)
    assert refused.value.args[0].code() == KafkaError.TOPIC_ALREADY_EXISTS


def test_a_missing_topic_is_not_made_in_passing(clients):
    """MSK's default configuration creates no topic that a client merely mentions."""
    name = f"topic-{uuid.uuid4()}"
    told = clients.admin(clients.scram()).list_topics(name, timeout=SECONDS).topics[name]
    assert told.error.code() == KafkaError.UNKNOWN_TOPIC_OR_PART


def test_topic_settings_are_kept_and_changed(clients):
    """Settings given at creation are described, changed one by one, and deleted again."""
    topic = clients.topic(**{"retention.ms": "60000"})
    admin = clients.admin()

    def described():
        resource = ConfigResource(ResourceType.TOPIC, topic)
        return next(iter(admin.describe_configs([resource]).values())).result(SECONDS)

    def change(value, operation):
        entry = ConfigEntry("retention.ms", value, incremental_operation=operation)
        resource = ConfigResource(ResourceType.TOPIC, topic, incremental_configs=[entry])
        next(iter(admin.incremental_alter_configs([resource]).values())).result(SECONDS)

    assert described()["retention.ms"].value == "60000"
    assert described()["cleanup.policy"].value == "delete"
    change("120000", AlterConfigOpType.SET)
    eventually(lambda: described()["retention.ms"].value == "120000")
    change(None, AlterConfigOpType.DELETE)
    eventually(lambda: described()["retention.ms"].value == "604800000")


@pytest.mark.parametrize("codec", ["none", "gzip", "snappy", "lz4", "zstd"])
def test_every_compression_comes_through(clients, codec):
    """Batches are kept as they came, whatever compresses them."""
    topic = clients.topic()
    values = [f"{codec} {number}" * 20 for number in range(200)]
    settings = {"compression.type": codec, "linger.ms": 50}
    assert clients.produce(clients.scram(), topic, values, **settings) == []
    received = clients.consume(clients.scram(), topic, len(values))
    assert [message.value().decode() for message in received] == values


def test_keys_headers_and_timestamps_come_through(clients):
    """A record keeps its key, its headers and the time its producer gave it."""
    topic = clients.topic()
    producer = Producer(clients.scram())
    producer.produce(topic, b"v", key=b"k", headers=[("h", b"1")], timestamp=1_700_000_000_123)
    assert producer.flush(SECONDS) == 0
    (message,) = clients.consume(clients.scram(), topic, 1)
    assert (message.key(), message.headers()) == (b"k", [("h", b"1")])
    assert message.timestamp()[1] == 1_700_000_000_123


def test_offsets_are_found_by_time(clients):
    """The offset for a time is that of the first record not older; none is the end."""
    topic = clients.topic()
    producer = Producer({**clients.scram(), "linger.ms": 100})
    start = int(time.time() * 1000)
    for number in range(10):
        producer.produce(topic, b"x", timestamp=start + number * 10)
    assert producer.flush(SECONDS) == 0
    consumer = Consumer({**clients.scram(), "group.id": "unused"})
    try:
        (found,) = consumer.offsets_for_times([TopicPartition(topic, 0, start + 45)], SECONDS)
        (none,) = consumer.offsets_for_times([TopicPartition(topic, 0, start + 1000)], SECONDS)
        assert consumer.get_watermark_offsets(TopicPartition(topic, 0), SECONDS) == (0, 10)
    finally:
        consumer.close()
    assert found.offset == 5
    assert none.offset == -1
    latest = clients.admin().list_offsets({TopicPartition(topic, 0): OffsetSpec.max_timestamp()})
    assert next(iter(latest.values())).result(SECONDS).offset == 9


def test_deleted_records_are_gone(clients):
    """After delete_records a topic starts where it was told to."""
    topic = clients.topic()
    assert clients.produce(clients.scram(), topic, ["0", "1", "2"]) == []
    deleted = clients.admin().delete_records([TopicPartition(topic, 0, 2)])
    assert next(iter(deleted.values())).result(SECONDS).low_watermark == 2
    (message,) = clients.consume(clients.scram(), topic, 1)
    assert message.value() == b"2"


def test_a_deleted_topic_is_gone(clients):
    """A topic that was deleted is no longer listed."""
    topic, admin = clients.topic(), clients.admin()
    admin.delete_topics([topic])[topic].result(SECONDS)
    eventually(lambda: topic not in admin.list_topics(timeout=SECONDS).topics)


def test_groups_are_listed_described_and_deleted(clients):
    """An admin sees a group, its offsets, and can delete it once it is empty."""
    topic, group, admin = clients.topic(), f"group-{uuid.uuid4()}", clients.admin()
    assert clients.produce(clients.scram(), topic, ["0", "1"]) == []
    clients.consume(clients.scram(), topic, 2, group=group)
    listed = admin.list_consumer_groups().result(SECONDS)
    assert group in {found.group_id for found in listed.valid}

    def members_and_state():
        described = admin.describe_consumer_groups([group])[group].result(SECONDS)
        return list(described.members), described.state.name

    eventually(lambda: members_and_state() == ([], "EMPTY"))  # who leaves waits for no answer
    asked = ConsumerGroupTopicPartitions(group)
    offsets = admin.list_consumer_group_offsets([asked])[group].result(SECONDS)
    assert [(p.topic, p.offset) for p in offsets.topic_partitions] == [(topic, 2)]
    admin.delete_consumer_groups([group])[group].result(SECONDS)
    listed = admin.list_consumer_groups().result(SECONDS)
    assert group not in {found.group_id for found in listed.valid}


def test_ten_thousand_records_come_through(clients):
    """A topic of several partitions takes and gives far more than one batch."""
    topic = clients.topic(partitions=6)
    config = clients.iam(EVERYTHING)
    values = [json.dumps({"event": n, "text": "x" * 100}) for n in range(10_000)]
    assert clients.produce(config, topic, values) == []
    received = clients.consume(config, topic, len(values))
    assert sorted(message.value().decode() for message in received) == sorted(values)


def test_reconfigure_opens_and_closes_listeners(make_cluster):
    """An authentication that is added gets ports, others keep theirs, one removed is closed."""
    cluster = make_cluster(authentications=[Authentication.SCRAM])
    scram = cluster.bootstrap_servers(Authentication.SCRAM)
    with pytest.raises(ValueError, match="got iam"):
        cluster.bootstrap_servers(Authentication.IAM)
    cluster.reconfigure(authentications=[Authentication.SCRAM, Authentication.IAM])
    assert cluster.bootstrap_servers(Authentication.SCRAM) == scram
    assert cluster.bootstrap_servers(Authentication.IAM) != scram
    cluster.reconfigure(authentications=[Authentication.IAM])
    with pytest.raises(ValueError, match="got scram"):
        cluster.bootstrap_servers(Authentication.SCRAM)


def test_brokers_are_added_and_removed(make_cluster):
    """A cluster grows by a broker and shrinks again, and is never left without one."""
    cluster = make_cluster(broker_count=1)
    cluster.reconfigure(broker_count=2)
    assert len(cluster.bootstrap_servers(Authentication.SCRAM).split(",")) == 2
    cluster.reconfigure(broker_count=1)
    assert len(cluster.bootstrap_servers(Authentication.SCRAM).split(",")) == 1
    with pytest.raises(ValueError, match="broker_count must be at least 1, got 0"):
        cluster.reconfigure(broker_count=0)


def test_server_properties_reach_the_brokers(make_cluster):
    """A custom configuration counts at the start, and again when it is changed."""
    cluster = make_cluster(server_properties={"num.partitions": "4"})

    def partitions_of_a_new_topic():
        name = f"topic-{uuid.uuid4()}"
        admin = _internal_admin(cluster)
        admin.create_topics([NewTopic(name)])[name].result(SECONDS)
        return eventually(lambda: _partition_count(admin, name))

    assert partitions_of_a_new_topic() == 4
    cluster.reconfigure(server_properties={"num.partitions": "2"})
    assert partitions_of_a_new_topic() == 2


def test_old_segments_move_to_a_second_tier_and_come_back(make_cluster, clients_of, tmp_path):
    """With tiered storage switched on, records are read from where their segments moved to."""
    cluster = make_cluster()
    clients = clients_of(cluster)
    tiered = {
        "remote.storage.enable": "true",
        "segment.bytes": "1048576",
        "local.retention.bytes": "1",
    }

    def create():
        name = f"topic-{uuid.uuid4()}"
        admin = _internal_admin(cluster)
        admin.create_topics([NewTopic(name, 1, 1, config=tiered)])[name].result(SECONDS)
        return name

    with pytest.raises(KafkaException, match="Tiered Storage functionality is disabled"):
        create()
    hurry = {"log.initial.task.delay.ms": "500", "log.retention.check.interval.ms": "500"}
    cluster.reconfigure(tiered_storage=True, server_properties=hurry)
    topic = create()
    values = [bytes([n]) * 500_000 for n in range(8)]
    assert clients.produce(clients.scram(), topic, values) == []
    if cluster.software.startswith("Apache"):
        # The oldest segment is in the second tier, and its last copy on the broker is gone.
        first = "00000000000000000000.log"
        eventually(lambda: list(tmp_path.rglob("tiered-storage/**/*.log")))
        eventually(lambda: not list(tmp_path.rglob(f"data/{topic}-0/{first}")))
    consumed = clients.consume(clients.scram(), topic, len(values))
    assert [message.value() for message in consumed] == values


def test_stop_leaves_no_process_and_can_be_repeated(make_cluster):
    """Every process of a cluster is gone when stop returns, and a stopped cluster starts again."""
    cluster = make_cluster()
    process_ids = list(cluster.process_ids)
    assert process_ids
    assert all(map(runs, process_ids))
    cluster.stop()
    cluster.stop()
    assert not any(map(runs, process_ids))
    assert not cluster.running
    with pytest.raises(ValueError, match="start the cluster"):
        cluster.bootstrap_servers(Authentication.SCRAM)
    cluster.start()
    cluster.start()
    assert cluster.bootstrap_servers(Authentication.SCRAM)


def test_brokers_die_with_their_parent(make_cluster, tmp_path):
    """When the process that runs a cluster is killed, its brokers end too."""
    software = re.split(r"[\[\]]", os.environ["PYTEST_CURRENT_TEST"])[1]
    program = textwrap.dedent(
        f"""
        import sys, time
        from pathlib import Path
        from msk_local.kafka import Authentication, BrokerSoftware, KafkaCluster
        cluster = KafkaCluster(
            cluster_arn="arn:aws:kafka:us-east-1:123456789012:cluster/demo/1",
            broker_count=1, authentications=[Authentication.PLAINTEXT], identities=None,
            directory=Path({str(tmp_path / "doomed")!r}), software=BrokerSoftware({software!r}),
        )
        cluster.start()
        print(*cluster.process_ids, flush=True)
        time.sleep(600)
        """
    )
    path = os.pathsep.join(sys.path)
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path},
        text=True,
    ) as parent:
        process_ids = [int(word) for word in parent.stdout.readline().split()]
        try:
            assert process_ids
            assert all(map(runs, process_ids))
        finally:
            parent.send_signal(signal.SIGKILL)
    eventually(lambda: not any(map(runs, process_ids)))


def test_start_fails_with_the_name_of_the_log(account, tmp_path, monkeypatch):
    """A broker that does not come up is an error that says where to look, and leaves nothing."""
    monkeypatch.setattr(sys, "executable", "/bin/false")
    cluster = KafkaCluster(
        cluster_arn="arn:aws:kafka:us-east-1:123456789012:cluster/demo/1",
        broker_count=1,
        authentications=[Authentication.PLAINTEXT],
        identities=account,
        directory=tmp_path,
        software=BrokerSoftware.EMBEDDED,
    )
    with pytest.raises(RuntimeError, match=r"broker\.log"):
        cluster.start()
    assert list(cluster.process_ids) == []


def _with_certificate(clients, authority):
    issued = authority.issue_client("app")
    return {
        **clients.tls(Authentication.TLS),
        "ssl.certificate.location": str(issued.certificate),
        "ssl.key.location": str(issued.private_key),
    }


def _internal_admin(cluster):
    return AdminClient({"bootstrap.servers": cluster.internal_bootstrap_servers, "log_level": 0})


def _partition_count(admin, topic):
    metadata = admin.list_topics(timeout=SECONDS).topics.get(topic)
    return len(metadata.partitions) if metadata else 0
