"""What the local certificate authority signs."""

import ipaddress
import stat

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from msk_local.kafka import CertificateAuthority


def load(path):
    return x509.load_pem_x509_certificate(path.read_bytes())


@pytest.fixture
def authority(tmp_path):
    """An authority of the test's own."""
    return CertificateAuthority(tmp_path / "deep" / "authority")


def test_servers_are_certified_for_loopback(authority):
    """A broker's certificate names every spelling of loopback, and is signed by the root."""
    certificate = load(authority.issue_server("broker").certificate)
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert ipaddress.ip_address("127.0.0.1") in names.get_values_for_type(x509.IPAddress)
    assert names.get_values_for_type(x509.DNSName) == ["localhost"]
    certificate.verify_directly_issued_by(load(authority.certificate))


def test_a_clients_certificate_cannot_serve(authority):
    """A client's certificate carries its name and is for clients alone."""
    certificate = load(authority.issue_client("app").certificate)
    (name,) = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert name.value == "app"
    assert list(usage) == [ExtendedKeyUsageOID.CLIENT_AUTH]


def test_private_keys_are_readable_by_their_owner_only(authority):
    """Nobody else on the machine can read a key."""
    key = authority.issue_server("broker").private_key
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_an_authority_that_exists_is_opened(tmp_path):
    """The same directory is the same authority, so that clients go on trusting it."""
    first = CertificateAuthority(tmp_path).certificate.read_bytes()
    again = CertificateAuthority(tmp_path)
    assert again.certificate.read_bytes() == first
    load(again.issue_server("late").certificate).verify_directly_issued_by(load(again.certificate))
