"""Connections of clients that do not keep to the protocol."""

import socket
import struct

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msk_local.kafka import Authentication, BrokerSoftware, KafkaCluster
from msk_local.kafka.protocol import ApiKey, parse_response
from msk_local.kafka.protocol.frames import first_request_frame

ARN = "arn:aws:kafka:us-east-1:123456789012:cluster/demo/1"
HELLO = {"client_software_name": "test", "client_software_version": "1"}


@pytest.fixture(scope="module")
def listener(account, tmp_path_factory):
    """Address of a plaintext listener."""
    cluster = KafkaCluster(
        cluster_arn=ARN,
        broker_count=1,
        authentications=[Authentication.PLAINTEXT],
        identities=account,
        directory=tmp_path_factory.mktemp("door"),
        software=BrokerSoftware.EMBEDDED,
    )
    cluster.start()
    host, port = cluster.bootstrap_servers(Authentication.PLAINTEXT).split(":")
    yield host, int(port)
    cluster.stop()


def ask(connection, frame):
    """Send a frame and read one, `None` when the connection was closed instead."""
    connection.sendall(struct.pack(">i", len(frame)) + frame)
    with connection.makefile("rb") as stream:
        prefix = stream.read(4)
        return stream.read(struct.unpack(">i", prefix)[0]) if len(prefix) == 4 else None


def greets(listener):
    """Whether a new, well-behaved client is answered."""
    with socket.create_connection(listener, 60) as connection:
        answer = ask(connection, first_request_frame(ApiKey.API_VERSIONS, 3, HELLO))
    return bool(parse_response(ApiKey.API_VERSIONS, 3, answer).api_keys)


frames = st.builds(
    lambda api, version, body: struct.pack(">hhih", api, version, 1, -1) + body,
    st.integers(-2, 80),
    st.integers(-1, 14),
    st.binary(max_size=40),
)


@given(st.one_of(st.binary(max_size=60), frames.map(lambda f: struct.pack(">i", len(f)) + f)))
@settings(
    deadline=None,
    max_examples=80,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_bytes_close_the_door_for_others(listener, data):
    """Whatever one client sends, the next one is served."""
    with socket.create_connection(listener, 60) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        connection.settimeout(60)
        while connection.recv(65536):
            pass
    assert greets(listener)


@pytest.mark.parametrize(
    "api",
    [4, 7, ApiKey.SASL_HANDSHAKE, ApiKey.SASL_AUTHENTICATE, 50, 51, 56, 68, 10_000],
    ids=str,
)
def test_unknown_requests_are_refused(listener, api):
    """What the table of guards does not name ends the connection, before any broker sees it."""
    with socket.create_connection(listener, 60) as connection:
        assert ask(connection, struct.pack(">hhih", api, 0, 1, -1) + b"\0" * 8) is None


def test_an_unknown_version_of_apiversions_is_answered(listener):
    """Clients newer than the door learn what they may ask."""
    with socket.create_connection(listener, 60) as connection:
        answer = ask(connection, struct.pack(">hhih", ApiKey.API_VERSIONS, 99, 1, -1))
    response = parse_response(ApiKey.API_VERSIONS, 0, answer)
    assert response.error_code.name == "unsupported_version"
    assert ApiKey.PRODUCE in {api.api_key for api in response.api_keys}
