"""The listeners of a cluster as a whole."""

import gc
import socket

import pytest

from msk_local.kafka import Authentication, BrokerSoftware, CertificateAuthority, KafkaCluster


@pytest.fixture
def cluster(tmp_path):
    cluster = KafkaCluster(
        cluster_arn="arn:aws:kafka:us-east-1:123456789012:cluster/demo/1",
        broker_count=1,
        authentications=[Authentication.SCRAM, Authentication.PLAINTEXT],
        identities=None,
        directory=tmp_path / "cluster",
        software=BrokerSoftware.EMBEDDED,
        certificate_authority=CertificateAuthority(tmp_path / "authority"),
    )
    cluster.start()
    yield cluster
    cluster.stop()


@pytest.mark.parametrize("authentication", [Authentication.SCRAM, Authentication.PLAINTEXT])
def test_clients_that_said_nothing_yet_do_not_outlive_it(cluster, authentication):
    """Closed in the middle of a handshake: nothing is left that Python would have to clean up."""
    host, _, port = cluster.bootstrap_servers(authentication).partition(":")
    clients = [socket.create_connection((host, int(port)), 60) for _ in range(5)]
    cluster.stop()
    gc.collect()  # a transport that was left open would fail this test
    for client in clients:
        with client:
            assert ended(client)


def ended(client):
    """Whether the other side has closed, or reset, a connection."""
    try:
        return client.recv(1) == b""
    except ConnectionResetError:
        return True
