"""The exchange at the beginning of a connection, and again when the session runs out."""

import asyncio
import datetime as dt

import pytest
from kio.index import load_request_schema
from kio.schema.errors import ErrorCode

from msk_local.kafka import Authentication
from msk_local.kafka.front_door.handshake import Handshake
from msk_local.kafka.protocol import ApiKey, Request


@pytest.fixture
def handshake(gate):
    """The exchange at an IAM listener."""
    return Handshake(Authentication.IAM, gate, "127.0.0.1")


def negotiate(handshake, mechanism):
    return _ask(handshake, ApiKey.SASL_HANDSHAKE, 1, mechanism=mechanism)


def authenticate(handshake, message):
    return _ask(handshake, ApiKey.SASL_AUTHENTICATE, 2, auth_bytes=message)


def _ask(handshake, api, version, **values):
    body = load_request_schema(api, version)(**values)
    return asyncio.run(handshake.answer(Request(int(api), version, 1, "test", body, b"")))


def test_an_authenticated_session_lasts_as_long_as_its_token(
    handshake, account, clock, oauthbearer, everything
):
    """The client is told when to come again, and is too late afterwards."""
    assert negotiate(handshake, "OAUTHBEARER").error_code is ErrorCode.none
    answer = authenticate(handshake, oauthbearer(account.key(everything)))
    assert answer.error_code is ErrorCode.none
    assert dt.timedelta(minutes=14) < answer.session_lifetime <= dt.timedelta(minutes=15)
    assert not handshake.expired()
    clock.now += dt.timedelta(minutes=16)
    assert handshake.expired()


def test_a_client_authenticates_again_as_itself_only(handshake, account, oauthbearer, everything):
    """A session is renewed by the same principal, and taken over by no other."""
    mine, other = account.key(everything), account.key(everything)
    for key in (mine, mine):
        negotiate(handshake, "OAUTHBEARER")
        assert authenticate(handshake, oauthbearer(key)).error_code is ErrorCode.none
    negotiate(handshake, "OAUTHBEARER")
    answer = authenticate(handshake, oauthbearer(other))
    assert answer.error_code is ErrorCode.sasl_authentication_failed
    assert handshake.failed


def test_other_mechanisms_are_refused_with_those_there_are(handshake):
    """A listener names what it offers to a client that asks for something else."""
    answer = negotiate(handshake, "PLAIN")
    assert answer.error_code is ErrorCode.unsupported_sasl_mechanism
    assert answer.mechanisms == ("OAUTHBEARER", "AWS_MSK_IAM")
    assert handshake.failed


def test_a_token_comes_after_its_mechanism(handshake, account, oauthbearer, everything):
    """Authentication without negotiation fails."""
    answer = authenticate(handshake, oauthbearer(account.key(everything)))
    assert answer.error_code is ErrorCode.sasl_authentication_failed
    assert handshake.client is None
