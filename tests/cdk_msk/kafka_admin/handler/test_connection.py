"""The real Kafka client, through IAM and TLS, on brokers that speak Kafka's protocol."""

import gc
import logging
import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from msk_local.kafka import (
    Authentication,
    BrokerSoftware,
    CertificateAuthority,
    IamIdentity,
    KafkaCluster,
)
from msk_local.kafka.broker.apache.jars import JarsUnavailableError, missing_tools, provide_jars
from msk_local.kafka.broker.probe import topic_view
from msk_local.msk.settling import Shows, gone, has, settle

# kafka-python leaves sockets to the garbage collector whose handshake failed or was cut short.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed <ssl.SSLSocket:ResourceWarning")

CLUSTER_ARN = "arn:aws:kafka:us-east-1:123456789012:cluster/demo/0a1b2c3d-s1"
# What `KafkaAdmin` grants its function, and nothing more.
GRANTED = [
    {"Effect": "Allow", "Action": "kafka-cluster:Connect", "Resource": CLUSTER_ARN},
    {
        "Effect": "Allow",
        "Action": [
            "kafka-cluster:CreateTopic",
            "kafka-cluster:DescribeTopic",
            "kafka-cluster:AlterTopic",
            "kafka-cluster:DeleteTopic",
            "kafka-cluster:DescribeTopicDynamicConfiguration",
            "kafka-cluster:AlterTopicDynamicConfiguration",
        ],
        "Resource": CLUSTER_ARN.replace(":cluster/", ":topic/") + "/*",
    },
]


class Role:
    """An account with one role in it."""

    def __init__(self) -> None:
        self.statements = GRANTED

    def iam_identity(self, access_key_id: str) -> IamIdentity | None:
        if access_key_id != "ASIATEST":
            return None
        return IamIdentity(
            secret_access_key="secret/key+1",
            session_token="token==",
            principal_arn="arn:aws:sts::123456789012:assumed-role/admin/function",
            statements=self.statements,
        )

    def scram_password(self, cluster_arn: str, username: str) -> None:
        return None


@pytest.fixture(autouse=True)
def no_socket_is_left() -> Iterator[None]:
    """Collects the sockets of a test before the next one."""
    yield
    gc.collect()


@pytest.fixture(scope="module")
def role() -> Role:
    """The role of the function."""
    return Role()


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(BrokerSoftware.EMBEDDED, id="embedded"),
        pytest.param(BrokerSoftware.APACHE, id="apache", marks=pytest.mark.apache_kafka),
    ],
)
def brokers(request, role, tmp_path_factory) -> Iterator[KafkaCluster]:
    """Three brokers that take IAM only, as a serverless cluster does."""
    if request.param is BrokerSoftware.APACHE:
        if missing := missing_tools():
            pytest.skip(f"Apache Kafka needs {' and '.join(missing)}")
        try:
            provide_jars()
        except JarsUnavailableError as error:
            pytest.skip(str(error))
    directory = tmp_path_factory.mktemp("cluster")
    cluster = KafkaCluster(
        cluster_arn=CLUSTER_ARN,
        broker_count=3,
        authentications=[Authentication.IAM],
        identities=role,
        directory=directory,
        software=request.param,
        certificate_authority=CertificateAuthority(directory / "authority"),
    )
    cluster.start()
    yield cluster
    cluster.stop()


@pytest.fixture
def environment(brokers: KafkaCluster, role: Role, monkeypatch) -> pytest.MonkeyPatch:
    """What Lambda gives the function, and the authority that signed the brokers' certificates."""
    monkeypatch.setattr(role, "statements", GRANTED)
    # The records that pytest keeps of a test would hold the sockets until after it.
    monkeypatch.setattr(logging.getLogger("kafka"), "propagate", False)
    for name, value in {
        "AWS_ACCESS_KEY_ID": "ASIATEST",
        "AWS_SECRET_ACCESS_KEY": "secret/key+1",
        "AWS_SESSION_TOKEN": "token==",
        "AWS_DEFAULT_REGION": "us-east-1",
        "SSL_CERT_FILE": str(brokers.ca_certificate),
    }.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


@pytest.fixture
def impatient(handler, environment: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The environment of a client that soon gives up: it tries as long as it may."""
    environment.setattr(handler.connection, "_CONNECT_MILLISECONDS", 3000)
    return environment


@pytest.fixture
def addresses(brokers: KafkaCluster, environment: pytest.MonkeyPatch) -> str:
    """Where the brokers are."""
    return brokers.bootstrap_servers(Authentication.IAM)


@pytest.fixture
def wait_for(brokers: KafkaCluster) -> Callable[[Shows], None]:
    """Waits until every broker shows something of the topic; one learns of it before another."""
    servers = {one.rpartition(":") for one in brokers.internal_bootstrap_servers.split(",")}

    def look():
        return [topic_view((host, int(port)), "orders") for host, _, port in servers]

    def wait(shows: Shows) -> None:
        assert settle(look, shows, seconds=180)

    return wait


def test_a_topic_lives_and_goes(handler, cloudformation, addresses: str, declare, wait_for):
    """Created, changed in every way at once, kept from shrinking, and deleted."""
    old = declare(
        BootstrapBrokers=addresses, Configs={"retention.ms": "1", "segment.bytes": "1048576"}
    )
    new = declare(
        BootstrapBrokers=addresses,
        PartitionCount="6",
        Configs={"retention.ms": "9", "cleanup.policy": "compact,delete"},
    )
    physical_id = f"{CLUSTER_ARN}/orders"
    send = cloudformation.send

    assert send("Create", old)["Status"] == "SUCCESS"
    wait_for(has(3, {"retention.ms": "1", "segment.bytes": "1048576"}))
    assert send("Update", new, old=old, physical_id=physical_id)["Status"] == "SUCCESS"
    wait_for(has(6, {"retention.ms": "9", "cleanup.policy": "compact,delete"}))

    with handler.topics.topics_of(addresses) as topics:
        topic = topics.find("orders")
    assert (topic.partition_count, topic.replication_factor) == (6, 3)
    assert topic.configs["retention.ms"] == "9"
    assert topic.configs["cleanup.policy"] == "compact,delete"
    assert topic.configs["segment.bytes"] != "1048576"

    shrink = send("Update", old, old=new, physical_id=physical_id)
    assert "Kafka takes none away" in shrink["Reason"]

    for _ in range(2):
        assert send("Delete", new, physical_id=physical_id)["Status"] == "SUCCESS"
    wait_for(gone)
    with handler.topics.topics_of(addresses) as topics:
        assert topics.find("orders") is None


def test_a_broker_says_what_it_refuses(handler, addresses: str):
    """Its own words reach whoever deploys."""
    with handler.topics.topics_of(addresses) as topics:
        with pytest.raises(
            handler.failures.Refused, match=r"InvalidConfigurationError: .*nonsense"
        ):
            topics.create(
                "refused",
                partition_count=1,
                replication_factor=None,
                configs={"cleanup.policy": "nonsense"},
            )
        with pytest.raises(handler.failures.Refused, match="InvalidReplicationFactorError: "):
            topics.create("refused", partition_count=1, replication_factor=9, configs={})


def test_what_is_not_granted_is_not_permitted(handler, role: Role, addresses: str, environment):
    """Without DescribeTopic the function does not take a topic for missing."""
    environment.setattr(role, "statements", GRANTED[:1])

    with (
        handler.topics.topics_of(addresses) as topics,
        pytest.raises(handler.failures.NotPermitted, match="TopicAuthorizationFailedError"),
    ):
        topics.find("orders")


def test_who_may_not_connect_hears_more_than_that_time_is_up(
    handler, role: Role, addresses: str, impatient
):
    """The refusal, unless the broker hangs up before the client has read it."""
    impatient.setattr(role, "statements", [])

    with (
        pytest.raises(
            handler.cloudformation.NotYet,
            match=r"SaslAuthenticationFailedError: .* is not allowed|socket disconnected",
        ),
        handler.topics.topics_of(addresses),
    ):
        pass


def test_a_refusal_counts_more_than_what_follows_from_it(handler, monkeypatch):
    """Kafka's client logs every failure and raises none but the timeout at the end."""
    errors = handler.errors

    def give_up(**_: object) -> None:
        log = logging.getLogger("kafka.net.manager")
        for error in (
            errors.SaslAuthenticationFailedError("Access denied"),
            errors.KafkaConnectionError("socket disconnected"),
            errors.KafkaTimeoutError("Unable to bootstrap"),
        ):
            log.warning("Bootstrap connection to %s failed: %s", "bootstrap-0", error)
        raise error

    monkeypatch.setattr(handler.connection, "KafkaAdminClient", give_up)

    with pytest.raises(errors.SaslAuthenticationFailedError, match="Access denied"):
        handler.connection.connect("boot:9098")


def test_a_certificate_nobody_vouches_for_is_refused(handler, addresses: str, impatient, tmp_path):
    """Only the authorities of the system, or of SSL_CERT_FILE, are trusted."""
    stranger = CertificateAuthority(tmp_path / "stranger")
    impatient.setenv("SSL_CERT_FILE", str(stranger.certificate))

    with (
        pytest.raises(handler.cloudformation.NotYet, match="CERTIFICATE_VERIFY_FAILED"),
        handler.topics.topics_of(addresses),
    ):
        pass
    assert not [one for one in threading.enumerate() if one.name.startswith("kafka-io")]


@pytest.mark.parametrize(
    ("answers", "gone"),
    [
        ({"b-1": socket.EAI_NONAME, "b-2": socket.EAI_NONAME}, True),
        ({"b-1": socket.EAI_NONAME, "b-2": None}, False),
        ({"b-1": socket.EAI_NONAME, "b-2": socket.EAI_AGAIN}, False),
    ],
)
def test_a_cluster_is_gone_when_the_names_of_its_brokers_are(
    handler, monkeypatch, answers: dict[str, int | None], gone: bool
):
    """A name server that does not answer is no reason to leave anything behind."""

    def resolve(host: str, port: None) -> list:
        if answers[host] is not None:
            raise socket.gaierror(answers[host], "because")
        return [host]

    monkeypatch.setattr(handler.connection.socket, "getaddrinfo", resolve)

    assert handler.connection.is_gone(",".join(f"{host}:9098" for host in answers)) is gone
