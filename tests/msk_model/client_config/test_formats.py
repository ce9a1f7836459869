"""Configurations in every format, for every authentication."""

import dataclasses
import json
import os
from unittest import mock

import pytest
from kafka import KafkaConsumer, KafkaProducer

from msk_model.client_config import FORMATS, ClientDocument, render

SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:client"
BASE = ClientDocument(
    name="orders",
    cluster_arn="arn:aws:kafka:eu-west-1:123456789012:cluster/demo/0a1b-2",
    authentication="iam",
    bootstrap_servers="b-1:1,b-2:1",
    region="eu-west-1",
    produces=("orders",),
    consumes=("returns",),
    groups=("billing",),
)
DOCUMENTS = {
    "iam": dataclasses.replace(BASE, role_arn="arn:aws:iam::123456789012:role/orders"),
    "scram": dataclasses.replace(BASE, authentication="scram", secret_arn=SECRET),
    "tls": dataclasses.replace(BASE, authentication="tls", secret_arn=SECRET),
}
WAYS = [(name, way) for name in FORMATS for way in DOCUMENTS if (name, way) != ("kcat", "iam")]


def properties(text):
    """The settings of a file of ``name=value``."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def module(text):
    """The names a Python module defines, signed in with given variables."""
    names = {}
    with mock.patch.dict(os.environ, {"KAFKA_USERNAME": "alice", "KAFKA_PASSWORD": "wonder"}):
        exec(compile(text, "settings", "exec"), names)
    return names


@pytest.mark.parametrize(("name", "way"), WAYS)
def test_every_format_says_where_the_secret_is(name, way):
    """The brokers, the client and its secret are named, and no secret is in any format."""
    text = render(name, DOCUMENTS[way])
    assert "b-1:1,b-2:1" in text
    assert "billing" in text
    assert text.endswith("\n")
    assert text.count("\n\n\n\n") == 0
    assert (SECRET in text) == (way != "iam")
    if way == "iam" and name != "env":
        assert "arn:aws:iam::123456789012:role/orders" in text


@pytest.mark.parametrize("way", DOCUMENTS)
@pytest.mark.parametrize("ca_file", [None, "/etc/ca.pem"])
def test_trust(way, ca_file):
    """Amazon's authorities are known to every system; another one is named where one is given."""
    java = properties(render("java", DOCUMENTS[way], ca_file=ca_file))
    assert java.get("ssl.truststore.location") == ca_file
    librdkafka = properties(render("librdkafka", DOCUMENTS[way], ca_file=ca_file))
    assert librdkafka.get("ssl.ca.location") == ca_file
    assert ("/etc/ca.pem" in render("aiokafka", DOCUMENTS[way], ca_file=ca_file)) == bool(ca_file)


def test_java():
    """The login modules of each authentication, and variables where there are secrets."""
    iam, scram, tls = (properties(render("java", one)) for one in DOCUMENTS.values())
    assert iam["sasl.jaas.config"] == "software.amazon.msk.auth.iam.IAMLoginModule required;"
    assert iam["sasl.mechanism"] == "AWS_MSK_IAM"
    assert scram["sasl.mechanism"] == "SCRAM-SHA-512"
    assert 'password="${env:KAFKA_PASSWORD}";' in scram["sasl.jaas.config"]
    assert tls["security.protocol"] == "SSL"
    assert tls["ssl.keystore.type"] == "PEM"


def test_a_streams_application_in_java():
    """Kafka Streams takes its id and its guarantee, and configures its own clients by them."""
    document = dataclasses.replace(BASE, streams_application_id="enrich", groups=("enrich",))
    found = properties(render("java", document))
    assert found["application.id"] == "enrich"
    assert found["processing.guarantee"] == "exactly_once_v2"
    assert "group.id" not in found
    assert "KAFKA_APPLICATION_ID=enrich\n" in render("env", document)


def test_a_connect_worker_in_java():
    """A worker has its own group and topics, and signs in as itself and for its connectors."""
    document = dataclasses.replace(
        DOCUMENTS["scram"],
        groups=("connect-*",),
        connect_group_id="exporters",
        connect_topics=("c", "o", "s"),
        connect_exactly_once=True,
    )
    text = render("java", document)
    found = properties(text)
    assert (found["group.id"], found["config.storage.topic"]) == ("exporters", "c")
    assert (found["offset.storage.topic"], found["status.storage.topic"]) == ("o", "s")
    assert found["exactly.once.source.support"] == "enabled"
    for who in ("producer", "consumer", "admin"):
        assert found[f"{who}.sasl.mechanism"] == "SCRAM-SHA-512"
        assert found[f"{who}.security.protocol"] == "SASL_SSL"
        assert f"{who}.bootstrap.servers" not in found
    assert "acks" not in found
    assert "Choose group.id" not in text


@pytest.mark.parametrize("way", DOCUMENTS)
def test_kafka_python_knows_every_argument(way, tmp_path):
    """What is written are arguments that kafka-python has."""
    found = module(render("kafka-python", DOCUMENTS[way]))
    assert set(found["producer"]) <= set(KafkaProducer.DEFAULT_CONFIG)
    assert set(found["consumer"]) <= set(KafkaConsumer.DEFAULT_CONFIG)
    assert found["producer"]["enable_idempotence"] is True
    assert found["consumer"]["group_id"] == "billing"
    if way == "scram":
        assert found["connection"]["sasl_plain_password"] == "wonder"


AIOKAFKA = {"bootstrap_servers", "client_id", "security_protocol", "ssl_context"} | {
    "sasl_mechanism",
    "sasl_plain_username",
    "sasl_plain_password",
    "sasl_oauth_token_provider",
}
"""https://aiokafka.readthedocs.io/en/stable/api.html"""


@pytest.mark.parametrize("way", DOCUMENTS)
def test_aiokafka_is_python(way):
    """A module that compiles, with arguments that aiokafka has."""
    text = render("aiokafka", DOCUMENTS[way])
    compile(text, "settings", "exec")
    arguments = {line.split('"')[1] for line in text.splitlines() if '": ' in line}
    producer, consumer = {"acks", "enable_idempotence"}, {"group_id", "auto_offset_reset"}
    assert arguments <= AIOKAFKA | producer | consumer
    assert {"ssl_context", *producer, *consumer} <= arguments


def test_aiokafka_signs_in_with_a_password():
    """The module runs as it stands, given name and password."""
    found = module(render("aiokafka", DOCUMENTS["scram"]))
    assert found["connection"]["sasl_plain_username"] == "alice"
    assert found["connection"]["ssl_context"].check_hostname is True


def test_kcat_cannot_sign_in_with_iam():
    """What cannot work is said, with what to do instead."""
    with pytest.raises(ValueError, match="kcat: authentication must be scram or tls, got iam"):
        render("kcat", DOCUMENTS["iam"])


def test_env():
    """Names and values, one a line, as containers take them."""
    found = properties(render("env", DOCUMENTS["iam"]))
    assert found["KAFKA_SASL_MECHANISM"] == "AWS_MSK_IAM"
    assert found["AWS_REGION"] == "eu-west-1"
    assert found["KAFKA_GROUP_ID"] == "billing"
    assert (
        properties(render("env", DOCUMENTS["tls"], ca_file="/ca"))["KAFKA_SSL_CA_LOCATION"] == "/ca"
    )


def test_json():
    """Programs get the document with Kafka's settings."""
    found = json.loads(render("json", DOCUMENTS["scram"]))
    assert found["secret_arn"] == SECRET
    assert found["connection"]["security.protocol"] == "SASL_SSL"


@pytest.mark.parametrize(
    ("fields", "settings"),
    [
        ({"groups": ("a", "b")}, {"group.id": None}),
        ({"groups": ("a-*",)}, {"group.id": None}),
        ({"transactional_ids": ("t",)}, {"transactional.id": "t", "enable.auto.commit": "false"}),
        ({"transactional_ids": ("t-*",)}, {"transactional.id": None}),
        ({"produces": (), "transactional_ids": ()}, {"acks": None}),
        ({"consumes": (), "groups": ()}, {"auto.offset.reset": None}),
        ({"idempotent": False}, {"enable.idempotence": "false", "acks": "all"}),
    ],
)
def test_settings_follow_what_the_client_does(fields, settings):
    """One whole name is configured; where there are several, or a prefix, the reader chooses."""
    text = render("java", dataclasses.replace(BASE, **fields))
    found = properties(text)
    assert {name: found.get(name) for name in settings} == settings
    if settings == {"group.id": None}:
        assert "# Choose group.id among: a" in text


def test_an_unknown_format():
    """The nearest one is named."""
    with pytest.raises(ValueError, match="got 'jav'; did you mean java"):
        render("jav", BASE)
