"""Passwords that change and users that go, while clients are connected."""

import pytest
from confluent_kafka import KafkaError, Producer

SECONDS = 180


@pytest.fixture
def user(account):
    """A user of the test's own, whom the account forgets afterwards."""
    account.passwords["dora"] = "first"
    yield "dora"
    account.passwords.pop("dora", None)


@pytest.fixture
def connected(clients, user):
    """Writes a record with a client that stays connected."""
    topic = clients.topic()
    producer = Producer(clients.scram(user))

    def write():
        errors = []
        producer.produce(topic, b"x", on_delivery=lambda error, _: errors.append(error))
        assert producer.flush(SECONDS) == 0
        return errors == [None]

    assert write()
    return write


def test_a_new_password_keeps_connections_and_is_asked_of_new_ones(
    clients, account, user, connected
):
    """Who is connected stays so; from the change on, only the new password lets anybody in."""
    account.passwords[user] = "second"
    assert connected()
    refused = clients.refusal_of(clients.scram(user, "first"))
    assert refused.code() == KafkaError._AUTHENTICATION
    assert clients.admin(clients.scram(user, "second")).list_topics(timeout=SECONDS).brokers


def test_a_user_that_is_gone_cannot_come_again(clients, account, user, connected):
    """A user that is no longer associated is refused like one that never was, once it left."""
    password = account.passwords.pop(user)
    assert connected()
    refused = clients.refusal_of(clients.scram(user, password))
    assert refused.code() == KafkaError._AUTHENTICATION
    assert "invalid credentials" in refused.str()
