"""Clusters that let clients in by certificates of private authorities."""

import socket
import ssl

import pytest

from msk_local.kafka import Authentication, CertificateAuthority

SECONDS = 180
API_VERSIONS = bytes.fromhex("0000000a0012000000000001ffff")


@pytest.fixture(scope="session")
def private(tmp_path_factory):
    """A private certificate authority that clients have their certificates from."""
    return CertificateAuthority(tmp_path_factory.mktemp("private"))


@pytest.fixture(scope="session")
def another(tmp_path_factory):
    """A private certificate authority beside it."""
    return CertificateAuthority(tmp_path_factory.mktemp("another"))


def lets_in(cluster, authority):
    """Whether brokers answer a client that shows a certificate of an authority."""
    issued = authority.issue_client("app")
    context = ssl.create_default_context(cafile=cluster.ca_certificate)
    context.load_cert_chain(issued.certificate, issued.private_key)
    host, port = cluster.bootstrap_servers(Authentication.TLS).split(",")[0].split(":")
    try:
        with (
            socket.create_connection((host, int(port)), SECONDS) as connection,
            context.wrap_socket(connection, server_hostname=host) as client,
        ):
            client.sendall(API_VERSIONS)
            return client.recv(4) != b""
    except (ssl.SSLError, ConnectionError):
        return False


def pem(*authorities):
    """The certificates of authorities, as a cluster takes them."""
    return [authority.certificate.read_text() for authority in authorities]


def test_trusts_the_named_authorities_alone(make_cluster, private, another, authority):
    """Neither a stranger's certificate nor one of the brokers' own authority opens the door."""
    cluster = make_cluster(
        authentications=[Authentication.TLS], client_certificate_authorities=pem(private)
    )
    assert lets_in(cluster, private)
    assert not lets_in(cluster, another)
    assert not lets_in(cluster, authority)


def test_trusts_other_authorities_from_now_on(make_cluster, private, another):
    """Authorities are exchanged on a running cluster, and its ports stay."""
    cluster = make_cluster(
        authentications=[Authentication.TLS], client_certificate_authorities=pem(private)
    )
    before = cluster.bootstrap_servers(Authentication.TLS)
    cluster.reconfigure(client_certificate_authorities=pem(private, another))
    assert lets_in(cluster, private)
    assert lets_in(cluster, another)
    cluster.reconfigure(client_certificate_authorities=pem(another))
    assert cluster.bootstrap_servers(Authentication.TLS) == before
    assert lets_in(cluster, another)
    assert not lets_in(cluster, private)


def test_without_authorities_nobody_comes_in(make_cluster, private):
    """A cluster that names no authority trusts none."""
    cluster = make_cluster(authentications=[Authentication.TLS], client_certificate_authorities=[])
    assert not lets_in(cluster, private)
