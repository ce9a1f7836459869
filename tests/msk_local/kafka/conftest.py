"""Clusters of both kinds of brokers, an account to open them to, and clients of confluent-kafka."""

import datetime as dt
import itertools
import time
import uuid
from dataclasses import fields, replace
from functools import cache

import pytest
from aws_msk_iam_sasl_signer import MSKAuthTokenProvider
from botocore.credentials import CredentialProvider, Credentials
from confluent_kafka import Consumer, KafkaError, KafkaException, Producer
from confluent_kafka.admin import AdminClient, NewTopic
from kio.index import load_request_schema

from msk_local.kafka import (
    Authentication,
    BrokerSoftware,
    CertificateAuthority,
    IamIdentity,
    KafkaCluster,
)
from msk_local.kafka.broker.apache.jars import JarsUnavailableError, missing_tools, provide_jars
from msk_local.kafka.broker.probe import topic_view
from msk_local.kafka.protocol import Request, request_frame
from msk_local.kafka.protocol.schemas import is_array, structure_of
from msk_local.msk.settling import has, settle

REGION = "us-east-1"
UUID = "11111111-2222-3333-4444-555555555555-1"
CLUSTER_ARN = f"arn:aws:kafka:{REGION}:123456789012:cluster/demo/{UUID}"
EVERYTHING = {"Effect": "Allow", "Action": "kafka-cluster:*", "Resource": "*"}
SECONDS = 180

SOFTWARE = [
    pytest.param(BrokerSoftware.EMBEDDED, id="embedded"),
    pytest.param(BrokerSoftware.APACHE, id="apache", marks=pytest.mark.apache_kafka),
]


class Account:
    """The users of an account, as the data plane asks for them."""

    def __init__(self):
        self.users = {}
        self.passwords = {"alice": "wonder,land=1", "bob": "builder"}
        self._numbers = itertools.count(1)

    def iam_identity(self, access_key_id):
        return self.users.get(access_key_id)

    def scram_password(self, cluster_arn, username):
        return self.passwords.get(username) if cluster_arn == CLUSTER_ARN else None

    def key(self, *statements, session_token=None):
        """Credentials of a new user with these policy statements."""
        number = next(self._numbers)
        access_key_id, secret = f"AKIATEST{number:04}", f"secret/{number}+x="
        self.users[access_key_id] = IamIdentity(
            secret_access_key=secret,
            principal_arn=f"arn:aws:iam::123456789012:user/user-{number}",
            statements=statements,
            session_token=session_token,
        )
        return Credentials(access_key_id, secret, session_token)

    def token(self, credentials, region=REGION):
        """The token the AWS signer makes of credentials."""
        token, _ = MSKAuthTokenProvider.generate_auth_token_from_credentials_provider(
            region, GivenCredentials(credentials)
        )
        return token


class GivenCredentials(CredentialProvider):
    """Hands credentials to the AWS signer."""

    def __init__(self, credentials):
        self._credentials = credentials

    def load(self):
        return self._credentials


class Clients:
    """Configurations of clients of one cluster, and the few things the tests do with them."""

    def __init__(self, cluster, account):
        self.cluster = cluster
        self.account = account
        self._admins = []  # a client that nobody holds ends, and its answers with it

    def iam(self, *statements, credentials=None, token=None):
        """A client of a user with these statements, or with these credentials or this token."""
        if token is None:
            token = self.account.token(credentials or self.account.key(*statements))
        return {
            **self.tls(Authentication.IAM),
            "security.protocol": "SASL_SSL",
            "sasl.mechanisms": "OAUTHBEARER",
            "oauth_cb": lambda _: (token, time.time() + 900),
        }

    def scram(self, username="alice", password=None):
        """A client with a password."""
        return {
            **self.tls(Authentication.SCRAM),
            "security.protocol": "SASL_SSL",
            "sasl.mechanisms": "SCRAM-SHA-512",
            "sasl.username": username,
            "sasl.password": password or self.account.passwords[username],
        }

    def tls(self, authentication=Authentication.UNAUTHENTICATED_TLS):
        """A client that trusts the cluster's authority."""
        return {
            "bootstrap.servers": self.cluster.bootstrap_servers(authentication),
            "security.protocol": "SSL",
            "ssl.ca.location": str(self.cluster.ca_certificate),
            "log_level": 0,
        }

    def admin(self, config=None):
        """An admin client; by default of a user who may do everything."""
        admin = AdminClient(config or self.iam(EVERYTHING))
        admin.poll(0)
        self._admins.append(admin)
        return admin

    def topic(self, *, partitions=1, config=None, **topic_config):
        """The name of a new topic."""
        name = f"topic-{uuid.uuid4()}"
        topic = NewTopic(name, partitions, 3, config=topic_config)
        created = self.admin(config).create_topics([topic], operation_timeout=SECONDS)
        created[name].result(SECONDS)
        servers = {
            one.rpartition(":") for one in self.cluster.internal_bootstrap_servers.split(",")
        }
        known = lambda: [topic_view((host, int(port)), name) for host, _, port in servers]  # noqa: E731
        assert settle(known, has(partitions, {}), seconds=SECONDS)  # by each of the brokers
        return name

    def produce(self, config, topic, values, **settings):
        """Produce values, and give the errors of those that were not written."""
        errors = []

        def delivered(error, _):
            if error:
                errors.append(error)

        producer = Producer({**config, "message.timeout.ms": SECONDS * 1000, **settings})
        for value in values:
            producer.produce(topic, value=value, on_delivery=delivered)
            producer.poll(0)
        assert producer.flush(SECONDS) == 0
        return errors

    def consume(self, config, topic, count, *, group=None, **settings):
        """Consume from a topic in a group, and give messages, then commit and leave."""
        consumer = Consumer(
            {
                **config,
                "group.id": group or f"group-{uuid.uuid4()}",
                "auto.offset.reset": "earliest",
                "enable.auto.commit": False,
                **settings,
            }
        )
        try:
            consumer.subscribe([topic])
            messages = []
            deadline = time.monotonic() + SECONDS
            while len(messages) < count and time.monotonic() < deadline:
                for message in consumer.consume(count, 0.5):
                    if message.error():
                        raise KafkaException(message.error())
                    messages.append(message)
            if messages:
                consumer.commit(asynchronous=False)
            return messages
        finally:
            consumer.close()

    def refusal_of(self, config):
        """The code of the error that keeps a client from connecting."""
        errors = []
        admin = AdminClient({**config, "error_cb": errors.append})
        deadline = time.monotonic() + SECONDS
        fatal = {KafkaError._AUTHENTICATION, KafkaError._SSL}
        while time.monotonic() < deadline:
            admin.poll(0.1)
            found = [error for error in errors if error.code() in fatal]
            if found:
                return found[0]
        raise AssertionError(f"the client was not refused: {errors}")


def sample(schema):
    """A message of a schema with one element in each array and a name in each string."""
    return schema(**{field.name: _sample_value(field) for field in fields(schema)})


def _sample_value(field):
    if field.name in _MEANINGFUL:
        return _MEANINGFUL[field.name]
    structure = structure_of(field)
    value = sample(structure) if structure else _SAMPLES[field.metadata["kafka_type"]]
    return (value,) if is_array(field) else value


_MEANINGFUL = {
    "resource_type": 2,  # a topic
    "replica_id": -1,  # no broker
}
_SAMPLES = {
    **dict.fromkeys(["int8", "int16", "int32", "int64"], 1),
    **dict.fromkeys(["timedelta_i32", "timedelta_i64"], dt.timedelta(seconds=0)),
    **dict.fromkeys(["bytes", "records"], b""),
    "bool": False,
    "string": "sample",
    "uuid": None,
}


@pytest.fixture(scope="session")
def sample_request():
    """Makes a request of any type and version."""

    def make(api, version):
        body = sample(load_request_schema(api, version))
        request = Request(int(api), version, 7, "test", body, b"")
        return replace(request, frame=request_frame(request, body))

    return make


@pytest.fixture(scope="session")
def account():
    """The account of all clusters."""
    return Account()


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    """The certificate authority of all clusters."""
    return CertificateAuthority(tmp_path_factory.mktemp("authority"))


def skip_without(software):
    """Skip a test whose broker cannot run here."""
    if software is BrokerSoftware.APACHE and (reason := _what_apache_kafka_lacks()):
        pytest.skip(reason)


@cache
def _what_apache_kafka_lacks():
    """Asked once: where Maven reaches nothing it may take its time to say so."""
    if missing := missing_tools():
        return f"Apache Kafka needs {' and '.join(missing)}"
    try:
        provide_jars()
    except JarsUnavailableError as error:
        return str(error)
    return None


@pytest.fixture(scope="session")
def apache_jars():
    """The directory of Apache Kafka's own classes."""
    skip_without(BrokerSoftware.APACHE)
    return provide_jars()


@pytest.fixture(scope="session", params=SOFTWARE)
def cluster(request, account, authority, tmp_path_factory):
    """A running cluster with every listener."""
    skip_without(request.param)
    cluster = KafkaCluster(
        cluster_arn=CLUSTER_ARN,
        broker_count=3,
        authentications=list(Authentication),
        identities=account,
        directory=tmp_path_factory.mktemp("cluster"),
        software=request.param,
        certificate_authority=authority,
    )
    cluster.start()
    yield cluster
    cluster.stop()


@pytest.fixture
def clients(cluster, account):
    """Clients of the cluster."""
    return Clients(cluster, account)


@pytest.fixture(scope="session")
def clients_of(account):
    """Makes clients of any cluster."""
    return lambda cluster: Clients(cluster, account)


@pytest.fixture(params=SOFTWARE)
def make_cluster(request, account, authority, tmp_path):
    """Makes small clusters of a test's own, and ends them."""
    skip_without(request.param)
    made = []

    def make(broker_count=1, authentications=(Authentication.SCRAM,), **arguments):
        cluster = KafkaCluster(
            broker_count=broker_count,
            authentications=authentications,
            identities=account,
            directory=tmp_path / str(len(made)),
            software=request.param,
            certificate_authority=authority,
            **{"cluster_arn": CLUSTER_ARN, **arguments},
        )
        made.append(cluster)
        cluster.start()
        return cluster

    yield make
    for cluster in made:
        cluster.stop()
