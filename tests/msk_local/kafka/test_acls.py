"""Kafka's ACLs before real clients: who came by password or certificate, and who by IAM."""

import time
import uuid

import pytest
from confluent_kafka import Consumer, KafkaError, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import (
    AclBinding,
    AclBindingFilter,
    AclOperation,
    AclPermissionType,
    ConfigResource,
    NewTopic,
    ResourcePatternType,
    ResourceType,
)

from msk_local.kafka import Authentication

SECONDS = 180
CLUSTER_ARN = (
    "arn:aws:kafka:us-east-1:123456789012:cluster/demo/11111111-2222-3333-4444-555555555555-1"
)
CLOSED = {"allow.everyone.if.no.acl.found": "false"}
EVERYTHING = {"Effect": "Allow", "Action": "kafka-cluster:*", "Resource": "*"}


def grant(principal, operation, resource, *, permission="ALLOW", host="*"):
    """An ACL; a resource is ``topic:name``, and a name that ends with ``*`` a prefix."""
    kind, _, name = resource.partition(":")
    prefixed = name.endswith("*") and name != "*"
    return AclBinding(
        ResourceType["BROKER" if kind == "cluster" else kind.upper()],
        "kafka-cluster" if kind == "cluster" else name.rstrip("*") or "*",
        ResourcePatternType.PREFIXED if prefixed else ResourcePatternType.LITERAL,
        f"User:{principal}",
        host,
        AclOperation[operation],
        AclPermissionType[permission],
    )


ANY_ACL = AclBindingFilter(
    ResourceType.ANY,
    None,
    ResourcePatternType.ANY,
    None,
    None,
    AclOperation.ANY,
    AclPermissionType.ANY,
)


def of(principal):
    """The filter for everything of one principal."""
    return AclBindingFilter(
        ResourceType.ANY,
        None,
        ResourcePatternType.ANY,
        f"User:{principal}",
        None,
        AclOperation.ANY,
        AclPermissionType.ANY,
    )


def add(admin, *acls):
    """Create ACLs, as an admin client does."""
    for future in admin.create_acls(list(acls)).values():
        future.result(SECONDS)


def code_of(call):
    """`None` when a call succeeds, else the name of Kafka's error."""
    try:
        call()
    except KafkaException as error:
        return error.args[0].name()
    return None


def first(futures):
    """The result of the only future, waited for."""
    (future,) = futures.values()
    return future.result(SECONDS)


def eventually(condition):
    """Wait until a condition holds, and give what it gave."""
    deadline = time.monotonic() + SECONDS
    while not (value := condition()):
        assert time.monotonic() < deadline, "the condition did not come true"
    return value


def _about_the_topic(message):
    """A message, unless it tells of the group that nobody wants to join."""
    of_group = KafkaError.GROUP_AUTHORIZATION_FAILED
    if message and message.error() and message.error().code() == of_group:
        return None
    return message


class Someone:
    """A client, and what it may try."""

    def __init__(self, clients, config):
        self.clients, self.config = clients, config

    def admin(self):
        """An admin client of its own."""
        return self.clients.admin(self.config)

    def produce(self, topic, **settings):
        """Write one record."""
        errors = self.clients.produce(self.config, topic, [b"x"], **settings)
        if errors:
            raise KafkaException(errors[0])

    def fetch(self, topic):
        """Read one record without a group."""
        consumer = Consumer({**self.config, "group.id": "none", "enable.auto.commit": False})
        try:
            # librdkafka never tells a consumer that it may not know of its topic.
            if error := consumer.list_topics(topic, SECONDS).topics[topic].error:
                raise KafkaException(error)
            consumer.assign([TopicPartition(topic, 0, 0)])
            message = eventually(lambda: _about_the_topic(consumer.poll(0.5)))
            if message.error():
                raise KafkaException(message.error())
        finally:
            consumer.close()

    def join(self, topic, group):
        """Read one record in a group, and commit."""
        assert self.clients.consume(self.config, topic, 1, group=group)

    def see(self, topic):
        """Find the topic among all there are."""
        if topic not in self.admin().list_topics(timeout=SECONDS).topics:
            raise KafkaException(KafkaError(KafkaError.UNKNOWN_TOPIC_OR_PART))

    def create(self, topic):
        """Make a topic."""
        first(self.admin().create_topics([NewTopic(topic, 1, 1)], operation_timeout=SECONDS))

    def delete_records(self, topic):
        """Delete the first record."""
        first(self.admin().delete_records([TopicPartition(topic, 0, 0)]))

    def settings(self, topic):
        """Look at the settings of a topic."""
        first(self.admin().describe_configs([ConfigResource(ResourceType.TOPIC, topic)]))

    def acls(self):
        """Look at the ACLs; librdkafka makes an empty list of a refusal."""
        return self.admin().describe_acls(ANY_ACL).result(SECONDS)


@pytest.fixture
def closed(make_cluster, clients_of, account, monkeypatch, authority):
    """A cluster where nobody may do anything without an ACL, and who comes to it."""
    monkeypatch.setitem(account.passwords, "carol", "christmas")
    monkeypatch.setitem(account.passwords, "nobody", "none")
    ways = [Authentication.SCRAM, Authentication.IAM, Authentication.TLS, Authentication.PLAINTEXT]
    cluster = make_cluster(authentications=ways, server_properties=CLOSED)
    clients = clients_of(cluster)
    issued = authority.issue_client("app")
    configs = {
        **{name: clients.scram(name) for name in ("alice", "bob", "carol", "nobody")},
        "iam": clients.iam(EVERYTHING),
        "anonymous": {
            **clients.tls(Authentication.PLAINTEXT),
            "security.protocol": "PLAINTEXT",
        },
        "certificate": {
            **clients.tls(Authentication.TLS),
            "ssl.certificate.location": str(issued.certificate),
            "ssl.key.location": str(issued.private_key),
        },
    }
    return {name: Someone(clients, config) for name, config in configs.items()}


REFUSED = "TOPIC_AUTHORIZATION_FAILED"
HIDDEN = "UNKNOWN_TOPIC_OR_PART"
GONE = "_NOENT"
"""What librdkafka says of a topic it cannot find the leader of."""
OPERATIONS = ("see", "fetch", "produce", "delete_records", "settings")
TABLE = {
    # who           topic         see     fetch    produce  delete   settings
    ("alice", "orders-eu"): (None, REFUSED, None, REFUSED, REFUSED),
    ("alice", "payments"): (HIDDEN, REFUSED, REFUSED, GONE, REFUSED),
    ("bob", "orders-eu"): (None, None, REFUSED, REFUSED, REFUSED),
    ("bob", "orders-us"): (HIDDEN, REFUSED, REFUSED, GONE, REFUSED),
    ("carol", "orders-eu"): (None, None, REFUSED, None, None),
    ("carol", "payments"): (None, None, None, None, None),
    ("certificate", "payments"): (None, REFUSED, REFUSED, None, REFUSED),
    ("certificate", "orders-us"): (HIDDEN, REFUSED, REFUSED, GONE, REFUSED),
    ("anonymous", "payments"): (None, REFUSED, REFUSED, REFUSED, None),
    ("nobody", "orders-eu"): (HIDDEN, REFUSED, REFUSED, GONE, REFUSED),
    ("iam", "orders-eu"): (None, None, None, None, None),
}
"""Allowed, or the error: of each principal and topic, in the order of `OPERATIONS`."""


def outcomes(someone, topic):
    """What comes of each operation that somebody tries on a topic."""
    tries = [getattr(someone, operation) for operation in OPERATIONS]
    return tuple(code_of(lambda attempt=attempt: attempt(topic)) for attempt in tries)


def test_principals_may_do_what_acls_say_and_nothing_beside(closed):
    """Each principal, operation and topic of the table is allowed or refused as it says."""
    for topic in ("orders-eu", "orders-us", "payments"):
        closed["iam"].create(topic)
        closed["iam"].produce(topic)
    add(
        closed["iam"].admin(),
        grant("alice", "WRITE", "topic:orders-*"),
        grant("bob", "READ", "topic:orders-eu"),
        grant("bob", "READ", "topic:orders-us", host="10.0.0.1"),
        grant("carol", "ALL", "topic:*"),
        grant("carol", "WRITE", "topic:orders-*", permission="DENY"),
        grant("CN=app", "DELETE", "topic:payments"),
        grant("ANONYMOUS", "DESCRIBE", "topic:payments"),
        grant("ANONYMOUS", "ALTER_CONFIGS", "topic:payments"),
    )
    found = {(who, topic): outcomes(closed[who], topic) for who, topic in TABLE}
    assert found == TABLE


def test_groups_and_transactional_ids_have_acls_of_their_own(closed):
    """A group is joined, and a transactional id used, by whom an ACL about it allows."""
    closed["iam"].create("orders")
    closed["iam"].produce("orders")
    bob = closed["bob"]
    admin = closed["iam"].admin()
    add(admin, grant("bob", "READ", "topic:orders"), grant("bob", "READ", "group:mine*"))
    assert code_of(lambda: bob.join("orders", "mine-1")) is None
    assert code_of(lambda: bob.join("orders", "others")) == "GROUP_AUTHORIZATION_FAILED"
    listed = bob.admin().list_consumer_groups().result(SECONDS)
    assert {group.group_id for group in listed.valid} == {"mine-1"}
    add(admin, grant("bob", "DELETE", "group:mine-1"))
    assert code_of(lambda: first(bob.admin().delete_consumer_groups(["mine-1"]))) is None
    config = {**bob.config, "transactional.id": "t-1"}
    refused = code_of(lambda: Producer(config).init_transactions(SECONDS))
    assert refused == "TRANSACTIONAL_ID_AUTHORIZATION_FAILED"


def test_writing_idempotently_needs_no_more_than_writing_somewhere(closed):
    """An idempotent producer may write where it may write, by an ACL of no other kind."""
    for topic in ("orders", "payments"):
        closed["iam"].create(topic)
    add(closed["iam"].admin(), grant("alice", "WRITE", "topic:orders"))
    idempotent = {"enable.idempotence": True}
    assert code_of(lambda: closed["alice"].produce("orders", **idempotent)) is None
    assert code_of(lambda: closed["alice"].produce("payments", **idempotent)) == REFUSED
    producer = Producer({**closed["bob"].config, **idempotent})
    with pytest.raises(KafkaException) as refused:
        eventually(lambda: producer.poll(0.1))
    assert refused.value.args[0].code() == KafkaError.CLUSTER_AUTHORIZATION_FAILED


def test_topics_are_made_by_whom_an_acl_about_them_or_the_cluster_allows(closed):
    """CREATE on a prefix makes topics of that name, CREATE on the cluster any."""
    alice, carol = closed["alice"], closed["carol"]
    add(
        closed["iam"].admin(),
        grant("alice", "CREATE", "topic:orders*"),
        grant("carol", "CREATE", "cluster:"),
    )
    assert code_of(lambda: alice.create("orders-1")) is None
    assert code_of(lambda: alice.create("payments")) == REFUSED
    assert code_of(lambda: carol.create("payments")) is None


def test_iam_comes_before_every_acl_and_stands_above_it(closed):
    """With nothing allowed an IAM admin still sets ACLs; no DENY for everybody concerns it."""
    iam, alice = closed["iam"], closed["alice"]
    iam.create("orders")
    mine = grant("alice", "ALL", "topic:orders")
    assert code_of(lambda: add(alice.admin(), mine)) == "CLUSTER_AUTHORIZATION_FAILED"
    admin = iam.admin()
    add(admin, grant("*", "ALL", "cluster:", permission="DENY"))
    add(admin, grant("*", "ALL", "topic:*", permission="DENY"), mine)
    assert code_of(lambda: iam.produce("orders")) is None
    assert code_of(lambda: alice.produce("orders")) == REFUSED
    deleted = first(admin.delete_acls([of("*")]))
    assert len(deleted) == 2
    assert code_of(lambda: alice.produce("orders")) is None


def test_an_acl_closes_an_open_resource_and_opens_it_again_when_it_goes(clients, cluster):
    """By default everyone may use what no ACL is about, from one moment to the next."""
    topic = clients.topic()
    alice, bob = Someone(clients, clients.scram("alice")), Someone(clients, clients.scram("bob"))
    admin = clients.admin()
    assert code_of(lambda: alice.produce(topic)) is None
    add(admin, grant("bob", "WRITE", f"topic:{topic}"))
    try:
        assert code_of(lambda: alice.produce(topic)) == REFUSED
        assert code_of(lambda: bob.produce(topic)) is None
        described = admin.describe_acls(of("bob")).result(SECONDS)
        assert grant("bob", "WRITE", f"topic:{topic}") in described
    finally:
        first(admin.delete_acls([of("bob")]))
    assert code_of(lambda: alice.produce(topic)) is None


@pytest.mark.parametrize(
    ("actions", "reads", "writes"),
    [
        (["DescribeCluster"], True, False),
        (["DescribeCluster", "AlterCluster"], True, True),
        (["AlterCluster"], False, False),
    ],
    ids=["describe", "alter", "alter-alone"],
)
def test_acls_need_the_actions_of_the_cluster(clients, actions, reads, writes):
    """IAM clients see ACLs with DescribeCluster, and change them with AlterCluster besides."""
    granted = [f"kafka-cluster:{action}" for action in ("Connect", *actions)]
    statement = {"Effect": "Allow", "Action": granted, "Resource": "*"}
    someone = Someone(clients, clients.iam(statement))
    there, mine = (grant(f"x-{uuid.uuid4()}", "READ", "topic:nothing") for _ in range(2))
    add(clients.admin(), there)
    refusal = None if writes else "CLUSTER_AUTHORIZATION_FAILED"
    assert (there in someone.acls()) == reads
    assert code_of(lambda: add(someone.admin(), mine)) == refusal
    assert code_of(lambda: first(someone.admin().delete_acls([of(mine.principal[5:])]))) == refusal


def test_acls_outlive_the_brokers(make_cluster, clients_of, account, tmp_path, authority):
    """What was set counts after a stop and a start, and in whatever opens the directory next."""
    cluster = make_cluster(authentications=[Authentication.SCRAM, Authentication.IAM])
    acl = grant("bob", "ALL", "cluster:")
    add(clients_of(cluster).admin(), acl)
    cluster.stop()
    cluster.start()
    cluster.reconfigure(server_properties=CLOSED)
    clients = clients_of(cluster)
    assert Someone(clients, clients.scram("bob")).acls() == [acl]
    alice = Someone(clients, clients.scram("alice"))
    assert code_of(lambda: add(alice.admin(), acl)) == "CLUSTER_AUTHORIZATION_FAILED"
    assert code_of(lambda: alice.create("orders")) == REFUSED
    cluster.reconfigure(server_properties={})
    assert code_of(lambda: add(alice.admin(), acl)) == "CLUSTER_AUTHORIZATION_FAILED"
    assert code_of(lambda: alice.create("orders")) is None


def test_serverless_clusters_refuse_acls(make_cluster, clients_of, account, tmp_path, authority):
    """No client can set an ACL on a serverless cluster, whatever its policies say."""
    cluster = make_cluster(
        authentications=[Authentication.IAM], cluster_arn=f"{CLUSTER_ARN[:-1]}s1"
    )
    clients = clients_of(cluster)
    someone = Someone(clients, clients.iam(EVERYTHING))
    acl = grant("bob", "READ", "topic:x")
    assert code_of(lambda: add(someone.admin(), acl)) == "_UNSUPPORTED_FEATURE"
    assert code_of(someone.acls) == "_UNSUPPORTED_FEATURE"
