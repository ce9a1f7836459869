"""Signing in to real brokers, and to what is none."""

import contextlib
import socket
import ssl
import threading

import pytest

from msk_local.kafka import Authentication, BrokerSoftware, CertificateAuthority, KafkaCluster

PASSWORDS = {"orders": "right", "sam=1": "a,b=c"}


class Identities:
    """Two users with passwords, and nobody else."""

    def iam_identity(self, access_key_id):
        return None

    def scram_password(self, cluster_arn, username):
        return PASSWORDS.get(username)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return CertificateAuthority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def cluster(authority, tmp_path_factory):
    """A running cluster with passwords and without."""
    cluster = KafkaCluster(
        cluster_arn="arn:aws:kafka:us-east-1:123456789012:cluster/demo/0a1b2c3d-2",
        broker_count=1,
        authentications=[Authentication.SCRAM, Authentication.UNAUTHENTICATED_TLS],
        identities=Identities(),
        directory=tmp_path_factory.mktemp("cluster"),
        software=BrokerSoftware.EMBEDDED,
        certificate_authority=authority,
    )
    cluster.start()
    yield cluster
    cluster.stop()


@pytest.fixture
def refusal(load, authority, monkeypatch):
    """Tries to sign in, trusting the cluster's authority."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.certificate))
    credentials = load("credentials").Credentials
    return lambda address, *user: load("sign_in").refusal(address, credentials(*user))


@pytest.fixture
def answering():
    """Makes a server on loopback that does one thing with each connection; gives its address."""
    servers = []

    def serve(answer):
        server = socket.create_server(("127.0.0.1", 0))
        thread = threading.Thread(target=_serve, args=(server, answer))
        thread.start()
        servers.append((server, thread))
        return f"127.0.0.1:{server.getsockname()[1]}"

    yield serve
    for server, thread in servers:
        with contextlib.suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
        thread.join()
        server.close()


def _serve(server, answer):
    with contextlib.suppress(OSError):
        while True:
            connection, _ = server.accept()
            with connection, contextlib.suppress(OSError):
                answer(connection)


@pytest.mark.parametrize("username", PASSWORDS)
def test_the_right_password_is_accepted(cluster, refusal, username):
    """By each broker of the bootstrap string."""
    for broker in cluster.bootstrap_servers(Authentication.SCRAM).split(","):
        assert refusal(broker, username, PASSWORDS[username]) is None


@pytest.mark.parametrize("username", ["orders", "stranger"])
def test_a_wrong_one_is_refused_with_the_brokers_words(cluster, refusal, username):
    """The reason names the broker and says neither password."""
    broker = cluster.bootstrap_servers(Authentication.SCRAM)
    reason = refusal(broker, username, "wrong-password")
    assert reason.startswith(f"{broker}: Refused: ")
    assert "wrong-password" not in reason


def test_a_listener_without_passwords_is_told_apart(cluster, refusal):
    """An address of another authentication answers, and lets nobody in with a password."""
    broker = cluster.bootstrap_servers(Authentication.UNAUTHENTICATED_TLS)
    assert refusal(broker, "orders", "right").startswith(broker)


def test_a_broker_that_is_not_there_is_a_reason(refusal):
    """Nobody listens, or nobody has that name: the function tries again."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert "ConnectionRefusedError" in refusal(f"127.0.0.1:{port}", "orders", "right")


def test_a_broker_of_another_authority_is_not_trusted(cluster, load, monkeypatch):
    """The password is not even begun to be proven."""
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    user = load("credentials").Credentials("orders", "right")
    broker = cluster.bootstrap_servers(Authentication.SCRAM)
    assert ssl.SSLCertVerificationError.__name__ in load("sign_in").refusal(broker, user)


def test_a_connection_that_ends_in_the_middle_is_a_reason(refusal, answering):
    """As when a broker restarts."""
    address = answering(lambda connection: None)
    assert refusal(address, "orders", "right").startswith(f"{address}: ")


def test_a_broker_that_stays_silent_is_given_up(refusal, answering, load, monkeypatch):
    """After a while the function looks at its time again."""
    monkeypatch.setattr(load("sign_in"), "SECONDS", 0.05)
    address = answering(lambda connection: connection.recv(1 << 20) and connection.recv(1))
    assert "TimeoutError" in refusal(address, "orders", "right")
