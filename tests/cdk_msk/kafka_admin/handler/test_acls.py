"""ACLs that the handler keeps on brokers which obey them, and clients that they govern."""

import gc
import itertools
import logging
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from confluent_kafka import Consumer, KafkaError, KafkaException, Producer
from confluent_kafka.admin import (
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    NewTopic,
    ResourceType,
)

from cdk_msk.acl import AclRule
from cdk_msk.acl.principal_acls import rule_lines
from msk_local.kafka import (
    Authentication,
    BrokerSoftware,
    CertificateAuthority,
    IamIdentity,
    KafkaCluster,
)
from msk_local.kafka.broker.apache.jars import JarsUnavailableError, missing_tools, provide_jars

# kafka-python leaves sockets to the garbage collector whose handshake failed or was cut short.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed <ssl.SSLSocket:ResourceWarning")

CLUSTER_ARN = "arn:aws:kafka:us-east-1:123456789012:cluster/demo/0a1b2c3d-2"
SECONDS = 120
# What `Acl` grants the function, and nothing more.
GRANTED = [
    {
        "Effect": "Allow",
        "Action": [
            "kafka-cluster:Connect",
            "kafka-cluster:DescribeCluster",
            "kafka-cluster:AlterCluster",
        ],
        "Resource": CLUSTER_ARN,
    }
]
TOPICS = ["orders", "orders-eu", "audit"]
USERS = {
    "writer": [AclRule.producer(topics=["orders*"])],
    "reader": [AclRule.consumer(topics=["orders"], groups=["reader-*"])],
    "ledger": [AclRule.producer(topics=["audit"], transactional_ids=["ledger-*"])],
    "keeper": [AclRule.topic_administration(topics=["orders"])],
    "root": [AclRule.admin()],
    "half": [
        AclRule.admin(),
        AclRule.deny(topics=["audit"]),
        AclRule.deny(operations=["READ"], topics=["orders-*"]),
    ],
    "far": [AclRule.admin(host="10.0.0.7")],
    # Not by password: by a certificate.
    "CN=mirror": [
        AclRule.consumer(topics=["orders"], groups=["reader-*"]),
        AclRule.producer(topics=["audit"]),
    ],
    "stranger": [],
}
ALLOWED = {
    "write": {
        ("writer", "orders"),
        ("writer", "orders-eu"),
        ("ledger", "audit"),
        ("half", "orders"),
        ("half", "orders-eu"),
        ("CN=mirror", "audit"),
        *(("root", topic) for topic in TOPICS),
    },
    "read": {
        ("reader", "orders"),
        ("CN=mirror", "orders"),
        ("half", "orders"),
        *(("root", topic) for topic in TOPICS),
    },
    "transact": {
        ("ledger", "audit"),
        ("half", "orders"),
        ("half", "orders-eu"),
        *(("root", topic) for topic in TOPICS),
    },
    "configure": {
        ("keeper", "orders"),
        ("half", "orders"),
        ("half", "orders-eu"),
        *(("root", topic) for topic in TOPICS),
    },
}
REFUSALS = {
    KafkaError.TOPIC_AUTHORIZATION_FAILED,
    KafkaError.GROUP_AUTHORIZATION_FAILED,
    KafkaError.TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
    KafkaError.CLUSTER_AUTHORIZATION_FAILED,
}


class Account:
    """An account with the function's role, a caretaker who may do everything, and some users."""

    def __init__(self) -> None:
        self.statements = GRANTED

    def iam_identity(self, access_key_id: str) -> IamIdentity | None:
        everything = [{"Effect": "Allow", "Action": "kafka-cluster:*", "Resource": "*"}]
        statements = {"ASIAFUNCTION": self.statements, "ASIACARETAKER": everything}
        if access_key_id not in statements:
            return None
        return IamIdentity(
            secret_access_key="secret/key+1",
            session_token="token==",
            principal_arn="arn:aws:sts::123456789012:assumed-role/admin/function",
            statements=statements[access_key_id],
        )

    def scram_password(self, cluster_arn: str, username: str) -> str | None:
        return f"password of {username}" if username in USERS else None


@pytest.fixture(autouse=True)
def no_socket_is_left() -> Iterator[None]:
    """Collects the sockets of a test before the next one."""
    yield
    gc.collect()


@pytest.fixture(scope="module")
def account() -> Account:
    """The account of the cluster."""
    return Account()


@pytest.fixture(scope="module")
def authority(tmp_path_factory) -> CertificateAuthority:
    """Signs the certificates of brokers and clients."""
    return CertificateAuthority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(BrokerSoftware.EMBEDDED, id="embedded"),
        pytest.param(BrokerSoftware.APACHE, id="apache", marks=pytest.mark.apache_kafka),
    ],
)
def brokers(
    request, account: Account, authority: CertificateAuthority, tmp_path_factory
) -> Iterator[KafkaCluster]:
    """A cluster that refuses what no ACL allows."""
    if request.param is BrokerSoftware.APACHE:
        if missing := missing_tools():
            pytest.skip(f"Apache Kafka needs {' and '.join(missing)}")
        try:
            provide_jars()
        except JarsUnavailableError as error:
            pytest.skip(str(error))
    cluster = KafkaCluster(
        cluster_arn=CLUSTER_ARN,
        broker_count=1,
        authentications=[Authentication.IAM, Authentication.SCRAM, Authentication.TLS],
        certificate_authority=authority,
        identities=account,
        directory=tmp_path_factory.mktemp("cluster"),
        software=request.param,
        server_properties={"allow.everyone.if.no.acl.found": "false"},
    )
    cluster.start()
    yield cluster
    cluster.stop()


@pytest.fixture(scope="module")
def as_function(brokers: KafkaCluster) -> Iterator[Callable[[str], None]]:
    """Signs in with an access key what the handler does; the function's, to begin with."""
    logger = logging.getLogger("kafka")
    with pytest.MonkeyPatch.context() as patch:
        # The records that pytest keeps of a test would hold the sockets until after it.
        patch.setattr(logger, "propagate", False)
        for name, value in {
            "AWS_SECRET_ACCESS_KEY": "secret/key+1",
            "AWS_SESSION_TOKEN": "token==",
            "AWS_DEFAULT_REGION": "us-east-1",
            "SSL_CERT_FILE": str(brokers.ca_certificate),
        }.items():
            patch.setenv(name, value)
        yield lambda key: patch.setenv("AWS_ACCESS_KEY_ID", key)


@pytest.fixture
def acls(cloudformation, as_function) -> Any:
    """CloudFormation, asking the function for ACLs."""
    as_function("ASIAFUNCTION")
    cloudformation.resource_type = "Custom::MskAcls"
    return cloudformation


@pytest.fixture(scope="module")
def topics(handler, brokers: KafkaCluster, as_function) -> list[str]:
    """The topics there are, each with a record; whoever looks after them signs in with IAM."""
    as_function("ASIACARETAKER")
    with handler.topics.topics_of(brokers.bootstrap_servers(Authentication.IAM)) as topics:
        for name in TOPICS:
            topics.create(name, partition_count=1, replication_factor=1, configs={})
            topics.wait_until_ready(name)
    return TOPICS


@pytest.fixture
def declare(brokers: KafkaCluster) -> Callable[..., dict[str, Any]]:
    """What CloudFormation sends of the rules of a principal."""

    def properties(user: str, rules: list[AclRule]) -> dict[str, Any]:
        principal = f"User:{user}"
        bindings = {one for rule in rules for one in rule.bindings(principal)}
        return {
            "ClusterArn": CLUSTER_ARN,
            "BootstrapBrokers": brokers.bootstrap_servers(Authentication.IAM),
            "Principal": principal,
            "Rules": rule_lines(bindings),
        }

    return properties


class Client:
    """A client that signs in with a password or a certificate, and what it may try."""

    _ids = itertools.count(1)

    def __init__(self, brokers: KafkaCluster, authority: CertificateAuthority, user: str) -> None:
        trust = {"ssl.ca.location": str(brokers.ca_certificate), "log_level": 0}
        _, is_certificate, common_name = user.partition("CN=")
        if is_certificate:
            issued = authority.issue_client(common_name)
            self._settings = {
                **trust,
                "bootstrap.servers": brokers.bootstrap_servers(Authentication.TLS),
                "security.protocol": "SSL",
                "ssl.certificate.location": str(issued.certificate),
                "ssl.key.location": str(issued.private_key),
            }
        else:
            self._settings = {
                **trust,
                "bootstrap.servers": brokers.bootstrap_servers(Authentication.SCRAM),
                "security.protocol": "SASL_SSL",
                "sasl.mechanisms": "SCRAM-SHA-512",
                "sasl.username": user,
                "sasl.password": f"password of {user}",
            }

    def write(self, topic: str) -> None:
        errors: list[KafkaError | None] = []
        producer = Producer({**self._settings, "message.timeout.ms": SECONDS * 900})
        producer.produce(topic, b"x", on_delivery=lambda error, _: errors.append(error))
        assert producer.flush(SECONDS) == 0
        if errors[0] is not None:
            raise KafkaException(errors[0])

    def transact(self, topic: str) -> None:
        errors: list[KafkaError | None] = []
        producer = Producer({**self._settings, "transactional.id": f"ledger-{next(self._ids)}"})
        producer.init_transactions(SECONDS)
        producer.begin_transaction()
        producer.produce(topic, b"x", on_delivery=lambda error, _: errors.append(error))
        assert producer.flush(SECONDS) == 0
        if errors[0] is not None:
            raise KafkaException(errors[0])
        producer.commit_transaction(SECONDS)

    def read(self, topic: str, group_prefix: str = "reader-") -> None:
        consumer = Consumer(
            {
                **self._settings,
                "group.id": f"{group_prefix}{next(self._ids)}",
                "auto.offset.reset": "earliest",
                "enable.auto.commit": False,
            }
        )
        try:
            # librdkafka never tells a consumer that it may not know of its topic.
            if error := consumer.list_topics(topic, SECONDS).topics[topic].error:
                raise KafkaException(error)
            consumer.subscribe([topic])
            deadline = time.monotonic() + SECONDS
            while not (message := consumer.poll(0.5)):
                assert time.monotonic() < deadline, "neither a record nor a refusal came"
            if message.error():
                raise KafkaException(message.error())
        finally:
            consumer.close()

    def configure(self, topic: str) -> None:
        entry = ConfigEntry("retention.ms", "1", incremental_operation=AlterConfigOpType.SET)
        resource = ConfigResource(ResourceType.TOPIC, topic, incremental_configs=[entry])
        admin = AdminClient(self._settings)
        altered = admin.incremental_alter_configs([resource], validate_only=True)
        altered[resource].result(SECONDS)

    def create(self, topic: str) -> None:
        admin = AdminClient(self._settings)
        admin.create_topics([NewTopic(topic, 1, 1)], validate_only=True)[topic].result(SECONDS)

    def may(self, operation: str, *arguments: str) -> bool:
        """Whether an operation is allowed; any other failure is one of the test."""
        try:
            getattr(self, operation)(*arguments)
        except KafkaException as error:
            if error.args[0].code() in REFUSALS:
                return False
            raise
        return True


@pytest.fixture
def client(brokers: KafkaCluster, authority: CertificateAuthority) -> Callable[[str], Client]:
    """A client of a user."""
    return lambda user: Client(brokers, authority, user)


def test_everybody_may_do_what_is_declared_and_nothing_else(acls, brokers, client, declare, topics):
    """A table of users, operations and topics: each allowed or refused as declared."""
    # The embedded broker keeps no transactions.
    tried = ALLOWED.keys() - ({"transact"} if "embedded" in brokers.software else {})
    for user, rules in USERS.items():
        if rules:
            assert acls.create(declare(user, rules))["Status"] == "SUCCESS"
    for topic in topics:
        client("root").write(topic)

    found = {
        operation: {
            (user, topic)
            for user in USERS
            for topic in topics
            if client(user).may(operation, topic)
        }
        for operation in tried
    }

    assert found == {operation: ALLOWED[operation] for operation in tried}
    assert not client("reader").may("read", "orders", "writer-")
    assert {user for user in USERS if client(user).may("create", "new")} == {"root", "half"}
    for user, rules in USERS.items():
        if rules:
            gone = declare(user, rules)
            physical_id = f"{CLUSTER_ARN}/acls/User:{user}"
            assert acls.send("Delete", gone, physical_id=physical_id)["Status"] == "SUCCESS"


def test_what_is_no_longer_declared_is_closed(acls, client, declare, topics):
    """An update takes away what it leaves out, and a deletion everything."""
    both = declare("writer", [AclRule.producer(topics=["orders", "audit"])])
    one = declare("writer", [AclRule.producer(topics=["audit"])])
    physical_id = acls.create(both)["PhysicalResourceId"]
    assert [client("writer").may("write", topic) for topic in topics] == [True, False, True]

    updated = acls.send("Update", one, old=both, physical_id=physical_id)
    assert (updated["Status"], updated["PhysicalResourceId"]) == ("SUCCESS", physical_id)
    assert [client("writer").may("write", topic) for topic in topics] == [False, False, True]

    for _ in range(2):
        assert acls.send("Delete", one, physical_id=physical_id)["Status"] == "SUCCESS"
    assert [client("writer").may("write", topic) for topic in topics] == [False, False, False]


def test_foreign_entries_outlive_it(handler, acls, brokers, client, declare, topics):
    """What somebody else allowed the same principal stays through it all."""
    foreign = {
        binding
        for rule in declare("writer", [AclRule.producer(topics=["audit"])])["Rules"]
        for binding in handler.binding.Binding.read("User:writer", rule)
    }
    with handler.acls.acls_of(brokers.bootstrap_servers(Authentication.IAM)) as cluster:
        cluster.add(foreign)
    own = declare("writer", [AclRule.producer(topics=["orders"])])

    physical_id = acls.create(own)["PhysicalResourceId"]
    acls.send("Delete", own, physical_id=physical_id)

    with handler.acls.acls_of(brokers.bootstrap_servers(Authentication.IAM)) as cluster:
        assert cluster.present(foreign) == foreign
        cluster.remove(foreign)
        assert cluster.present(foreign) == frozenset()


def test_without_its_permission_it_says_which_is_missing(
    acls, account: Account, declare, monkeypatch
):
    """The function may sign in, and not change ACLs: the reason is the cluster's."""
    monkeypatch.setattr(account, "statements", [{**GRANTED[0], "Action": "kafka-cluster:Connect"}])

    answer = acls.create(declare("writer", [AclRule.producer(topics=["orders"])]))

    assert answer["Reason"].startswith("Refused: ClusterAuthorizationFailedError: ")
    assert acls.clock.now > 180


def test_a_broker_says_which_entry_it_refuses(acls, declare):
    """Its own words, with the text of the entry; the others are taken back."""
    wrong = declare("writer", [AclRule.producer(topics=["orders"])])
    wrong["Rules"] += ["ALLOW ALTER * CLUSTER LITERAL orders"]

    answer = acls.create(wrong)

    assert answer["Status"] == "FAILED"
    assert (
        "ALLOW ALTER on CLUSTER orders for User:writer: InvalidRequestError: " in answer["Reason"]
    )
    assert answer["PhysicalResourceId"] == "cdk-msk:never-created"
