"""Configurations that were written for a client connect as they stand."""

import contextlib
import os
import string
import time
import uuid
from unittest import mock

import pytest
from confluent_kafka import Consumer, Producer
from kafka import KafkaConsumer, KafkaProducer

from msk_local.kafka import Authentication
from msk_model.client import ClientShape, iam_access
from msk_model.client_config import ClientDocument, render

SECONDS = 180
LISTENERS = {
    "iam": Authentication.IAM,
    "scram": Authentication.SCRAM,
    "tls": Authentication.TLS,
}
REGION = "us-east-1"
ACCOUNT = f"arn:aws:kafka:{REGION}:123456789012"


@pytest.fixture
def topic(clients):
    return clients.topic()


@pytest.fixture
def document(cluster, topic):
    """The document of a client of one topic, by authentication."""

    def make(way):
        return ClientDocument(
            name="orders",
            cluster_arn=f"{ACCOUNT}:cluster/demo/11111111-2222-3333-4444-555555555555-1",
            authentication=way,
            bootstrap_servers=cluster.bootstrap_servers(LISTENERS[way]),
            region=REGION,
            role_arn="arn:aws:iam::123456789012:role/orders" if way == "iam" else None,
            secret_arn=None if way == "iam" else "arn:aws:secretsmanager:::secret:orders",
            produces=(topic,),
            consumes=(topic,),
            groups=(f"group-{uuid.uuid4()}",),
        )

    return make


def statements(document):
    """What IAM allows the client: exactly what its shape needs."""
    client = ClientShape(
        name=document.name,
        produces=document.produces,
        consumes=document.consumes,
        groups=document.groups,
    )
    tail = document.cluster_arn.partition(":cluster/")[2]
    return [
        {
            "Effect": "Allow",
            "Action": list(one.actions),
            "Resource": [f"{ACCOUNT}:{one.resource}/{tail}/{name}" for name in one.names]
            or document.cluster_arn,
        }
        for one in iam_access(client)
    ]


@contextlib.contextmanager
def variables(document, account, credentials):
    """What a container would have in its environment: keys of its role, name and password."""
    told = {"KAFKA_USERNAME": "alice", "KAFKA_PASSWORD": account.passwords["alice"]}
    if credentials:
        told |= {
            "AWS_ACCESS_KEY_ID": credentials.access_key,
            "AWS_SECRET_ACCESS_KEY": credentials.secret_key,
        }
    with mock.patch.dict(os.environ, told):
        os.environ.pop("AWS_SESSION_TOKEN", None)
        yield


@pytest.fixture
def in_folder_with_certificate(authority, tmp_path, monkeypatch):
    """A working directory with ``client.pem`` and ``client.key``, as the configuration says."""
    issued = authority.issue_client("orders")
    (tmp_path / "client.pem").write_bytes(issued.certificate.read_bytes())
    (tmp_path / "client.key").write_bytes(issued.private_key.read_bytes())
    monkeypatch.chdir(tmp_path)


def parsed(text):
    """A file of librdkafka, with the variables that ``envsubst`` would fill in."""
    filled = string.Template(text).substitute(os.environ)
    lines = [line for line in filled.splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


@pytest.mark.usefixtures("in_folder_with_certificate")
@pytest.mark.parametrize("way", LISTENERS)
def test_librdkafka(cluster, account, document, topic, way):
    """A record comes back through clients that were given the file and nothing else."""
    told = document(way)
    credentials = account.key(*statements(told)) if way == "iam" else None
    with variables(told, account, credentials):
        config = parsed(render("librdkafka", told, ca_file=str(cluster.ca_certificate)))
    if way == "iam":
        token = account.token(credentials)
        config["oauth_cb"] = lambda _: (token, time.time() + 900)
    config["log_level"] = 0
    errors = []
    producer = Producer(config)
    producer.produce(topic, b"hello", on_delivery=lambda error, _: errors.append(error))
    assert producer.flush(SECONDS) == 0
    assert errors == [None]
    consumer = Consumer(config)
    try:
        consumer.subscribe([topic])
        (message,) = consumer.consume(1, SECONDS)
        assert message.error() is None
        assert message.value() == b"hello"
        consumer.commit(asynchronous=False)
    finally:
        consumer.close()


@pytest.mark.usefixtures("in_folder_with_certificate")
@pytest.mark.parametrize("way", LISTENERS)
def test_kafka_python(cluster, account, document, topic, way):
    """The dictionaries of the module are the arguments of clients that work."""
    told = document(way)
    credentials = account.key(*statements(told)) if way == "iam" else None
    with variables(told, account, credentials):
        found = {}
        text = render("kafka-python", told, ca_file=str(cluster.ca_certificate))
        exec(compile(text, "settings", "exec"), found)
        with contextlib.closing(KafkaProducer(**found["producer"])) as producer:
            producer.send(topic, b"hello").get(SECONDS)
        consumer = KafkaConsumer(topic, **found["consumer"], consumer_timeout_ms=SECONDS * 1000)
        with contextlib.closing(consumer):
            assert next(iter(consumer)).value == b"hello"
            consumer.commit()
