"""A small certificate authority, so that clients of the local cloud verify TLS for real."""

import datetime as dt
import ipaddress
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_LIFETIME = dt.timedelta(days=30)
_CLOCK_SKEW = dt.timedelta(minutes=5)
_CERTIFICATE_NAME = "ca.pem"
_KEY_NAME = "ca.key"


@dataclass(frozen=True)
class Issued:
    """A certificate with its private key, as two PEM files.

    Attributes:
        certificate: The certificate alone; its issuer is the authority's root.
        private_key: PKCS 8, unencrypted, readable by its owner only.
    """

    certificate: Path
    private_key: Path


class CertificateAuthority:
    """An authority that signs the brokers' certificates, and clients' for mutual TLS.

    Args:
        directory: Where key and certificate are kept; made when it does not exist. An authority
            that already lives there is opened instead of replaced.
    """

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._directory = directory
        self.certificate = directory / _CERTIFICATE_NAME
        """PEM file that clients must trust."""
        if not self.certificate.exists():
            self._create()
        self._root = x509.load_pem_x509_certificate(self.certificate.read_bytes())
        key = serialization.load_pem_private_key((directory / _KEY_NAME).read_bytes(), None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise TypeError(f"{directory / _KEY_NAME} must hold an elliptic curve key")
        self._key = key

    def issue_server(self, name: str) -> Issued:
        """A certificate for a server on loopback: 127.0.0.1, ::1 and localhost.

        Args:
            name: Stem of the two files.
        """
        alternative_names = x509.SubjectAlternativeName(
            [
                x509.DNSName("localhost"),
                x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
                x509.IPAddress(ipaddress.ip_address("::1")),
            ]
        )
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
        return self._issue(name, "localhost", [alternative_names, usage])

    def issue_client(self, common_name: str) -> Issued:
        """A certificate a client shows for mutual TLS; its principal is ``User:CN=<name>``."""
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH])
        return self._issue(f"client-{common_name}", common_name, [usage])

    def _create(self) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        name = _name("cdk-msk local certificate authority")
        certificate = (
            _builder(subject=name, issuer=name, key=key.public_key())
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_key_usage(signs_certificates=True), critical=True)
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
            )
            .sign(key, hashes.SHA256())
        )
        _write_key(self._directory / _KEY_NAME, key)
        self.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))

    def _issue(self, stem: str, common_name: str, extensions: list[x509.ExtensionType]) -> Issued:
        key = ec.generate_private_key(ec.SECP256R1())
        builder = (
            _builder(subject=_name(common_name), issuer=self._root.subject, key=key.public_key())
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_key_usage(signs_certificates=False), critical=True)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()),
                critical=False,
            )
        )
        for extension in extensions:
            builder = builder.add_extension(extension, critical=False)
        certificate = builder.sign(self._key, hashes.SHA256())
        issued = Issued(self._directory / f"{stem}.pem", self._directory / f"{stem}.key")
        _write_key(issued.private_key, key)
        issued.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        return issued


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _builder(
    *, subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    now = dt.datetime.now(dt.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCK_SKEW)
        .not_valid_after(now + _LIFETIME)
    )


def _key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _write_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    path.touch(mode=0o600)
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
