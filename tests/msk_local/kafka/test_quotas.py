"""Quotas before real clients: set by one, felt by another, whichever broker there is."""

import time
import uuid

import pytest
from confluent_kafka import Consumer, Producer, TopicPartition
from kafka import KafkaAdminClient
from kafka.net.sasl.oauth import AbstractTokenProvider
from kafka.protocol.admin import AlterClientQuotasRequest, DescribeClientQuotasRequest

from msk_local.kafka import Authentication

SECONDS = 180
CONNECT = {"Effect": "Allow", "Action": "kafka-cluster:Connect", "Resource": "*"}


def eventually(condition):
    """Wait until a condition holds."""
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true"


class Quotas:
    """Sets and shows quotas with kafka-python, as an IAM user with some actions."""

    def __init__(self, clients, *actions):
        statement = {
            "Effect": "Allow",
            "Action": [f"kafka-cluster:{action}" for action in ("Connect", *actions)],
            "Resource": "*",
        }
        token = clients.account.token(clients.account.key(statement))

        class Given(AbstractTokenProvider):
            def token(self):
                return token

        self._client = KafkaAdminClient(
            bootstrap_servers=clients.cluster.bootstrap_servers(Authentication.IAM).split(","),
            security_protocol="SASL_SSL",
            ssl_cafile=str(clients.cluster.ca_certificate),
            sasl_mechanism="OAUTHBEARER",
            sasl_oauth_token_provider=Given(),
        )

    def _ask(self, request):
        manager = self._client._manager
        return manager.run(manager.send, request)

    def set(self, client_id, **values):
        """Set quotas of a client id, remove those that are None, and give Kafka's error code."""
        entry = AlterClientQuotasRequest.EntryData
        request = AlterClientQuotasRequest(
            entries=[
                entry(
                    entity=[entry.EntityData(entity_type="client-id", entity_name=client_id)],
                    ops=[
                        entry.OpData(key=key, value=value or 0.0, remove=value is None)
                        for key, value in values.items()
                    ],
                )
            ],
            validate_only=False,
        )
        (answer,) = self._ask(request).entries
        return answer.error_code

    def of(self, client_id):
        """The quotas of a client id, or Kafka's error code."""
        component = DescribeClientQuotasRequest.ComponentData(
            entity_type="client-id", match_type=0, match=client_id
        )
        answer = self._ask(DescribeClientQuotasRequest(components=[component], strict=True))
        if answer.error_code:
            return answer.error_code
        return {value.key: value.value for entry in answer.entries for value in entry.values}

    def close(self):
        """Close the connections."""
        self._client.close()


@pytest.fixture
def quotas(clients):
    """Makes clients with some actions, and closes them."""
    made = []

    def make(*actions):
        made.append(Quotas(clients, *actions))
        return made[-1]

    yield make
    for each in made:
        each.close()


def test_quotas_need_the_actions_of_the_clusters_configuration(quotas):
    """IAM clients see quotas with Describe…, and set them with Alter… besides."""
    describing, altering = (f"{verb}ClusterDynamicConfiguration" for verb in ("Describe", "Alter"))
    refused, name = 31, f"client-{uuid.uuid4()}"
    admin, reader, other = quotas(describing, altering), quotas(describing), quotas()
    assert reader.set(name, producer_byte_rate=1.0) == refused
    assert admin.set(name, producer_byte_rate=1e6, request_percentage=50.0) == 0
    assert reader.of(name) == {"producer_byte_rate": 1e6, "request_percentage": 50.0}
    assert other.of(name) == refused
    assert admin.set(name, producer_byte_rate=None, request_percentage=None) == 0
    assert reader.of(name) == {}


def test_clients_beyond_their_quota_are_slowed_and_lose_nothing(clients, quotas):
    """A producer and a consumer that exceed their rates are told to wait, and get through."""
    admin, name, topic = quotas("*"), f"client-{uuid.uuid4()}", clients.topic()
    limited = {**clients.scram(), "client.id": name}
    assert admin.set(name, producer_byte_rate=4000.0, consumer_byte_rate=4000.0) == 0
    throttled = []
    producer = Producer({**limited, "throttle_cb": throttled.append})
    # One record is too much for the ten seconds that go unpunished, so no clock decides.
    producer.produce(topic, b"x" * 51_000)
    assert producer.flush(SECONDS) == 0
    eventually(lambda: producer.poll(0.1) or throttled)
    assert max(event.throttle_time for event in throttled) > 0
    throttled.clear()
    consumer = Consumer({**limited, "group.id": "none", "throttle_cb": throttled.append})
    try:
        consumer.assign([TopicPartition(topic, 0, 0)])
        messages = consumer.consume(1, SECONDS)
        eventually(lambda: consumer.poll(0.1) or throttled)
    finally:
        consumer.close()
    assert [len(message.value()) for message in messages] == [51_000]
    assert max(event.throttle_time for event in throttled) > 0


def test_quotas_outlive_the_brokers(make_cluster, clients_of):
    """What was set counts after a stop and a start."""
    cluster = make_cluster(authentications=[Authentication.IAM])
    first = Quotas(clients_of(cluster), "*")
    try:
        assert first.set("c", producer_byte_rate=1.0) == 0
    finally:
        first.close()
    cluster.stop()
    cluster.start()
    second = Quotas(clients_of(cluster), "*")
    try:
        assert second.of("c") == {"producer_byte_rate": 1.0}
    finally:
        second.close()
