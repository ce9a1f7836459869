"""Certificates of private authorities in the local cloud."""

import datetime as dt

import pytest
from botocore.exceptions import ClientError
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID

from msk_local.server import Endpoint, LocalServer

PASSPHRASE = b"a passphrase"
ACTIONS = ["IssueCertificate", "GetCertificate", "ListPermissions"]


@pytest.fixture(scope="module")
def endpoint():
    server = LocalServer({})
    server.start()
    yield Endpoint(server.url)
    server.stop()


@pytest.fixture(scope="module")
def acm(endpoint):
    return endpoint.client("acm")


@pytest.fixture(scope="module")
def pca(endpoint):
    return endpoint.client("acm-pca")


@pytest.fixture
def authority(pca):
    """Makes an authority, active unless told otherwise, and gives its ARN."""

    def make(*, active=True, family="RSA_2048"):
        arn = pca.create_certificate_authority(
            CertificateAuthorityConfiguration={
                "KeyAlgorithm": family,
                "SigningAlgorithm": "SHA256WITHRSA",
                "Subject": {"CommonName": "clients", "Organization": "Example"},
            },
            CertificateAuthorityType="ROOT",
        )["CertificateAuthorityArn"]
        if active:
            request = pca.get_certificate_authority_csr(CertificateAuthorityArn=arn)["Csr"]
            issued = pca.issue_certificate(
                CertificateAuthorityArn=arn,
                Csr=request.encode(),
                SigningAlgorithm="SHA256WITHRSA",
                TemplateArn="arn:aws:acm-pca:::template/RootCACertificate/V1",
                Validity={"Type": "DAYS", "Value": 1000},
            )["CertificateArn"]
            own = pca.get_certificate(CertificateAuthorityArn=arn, CertificateArn=issued)
            pca.import_certificate_authority_certificate(
                CertificateAuthorityArn=arn, Certificate=own["Certificate"].encode()
            )
        return arn

    return make


def request(acm, authority, **options):
    """The ARN of a new certificate."""
    options = {"DomainName": "orders.kafka.internal", **options}
    return acm.request_certificate(CertificateAuthorityArn=authority, **options)["CertificateArn"]


def export(acm, arn):
    """Certificate, authority and key, as who exports them can use them."""
    found = acm.export_certificate(CertificateArn=arn, Passphrase=PASSPHRASE)
    return (
        x509.load_pem_x509_certificate(found["Certificate"].encode()),
        x509.load_pem_x509_certificate(found["CertificateChain"].encode()),
        load_pem_private_key(found["PrivateKey"].encode(), PASSPHRASE),
    )


@pytest.mark.parametrize(
    ("family", "algorithm"),
    [("RSA_2048", "RSA_2048"), ("RSA_2048", "RSA_4096"), ("EC_prime256v1", "EC_prime256v1")],
)
def test_the_authority_has_signed_the_certificate(acm, authority, family, algorithm):
    """The certificate is the authority's, for the exported key, and its subject is the name."""
    arn = request(acm, authority(family=family), KeyAlgorithm=algorithm)
    certificate, own, key = export(acm, arn)
    certificate.verify_directly_issued_by(own)
    assert certificate.public_key() == key.public_key()
    assert certificate.subject.rfc4514_string() == "CN=orders.kafka.internal"
    usages = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert ExtendedKeyUsageOID.CLIENT_AUTH in usages
    lifetime = certificate.not_valid_after_utc - certificate.not_valid_before_utc
    assert lifetime == dt.timedelta(days=395)


def test_a_certificate_is_described(acm, authority):
    """It is issued at once, and names who signed it."""
    arn = request(acm, authority(), Tags=[{"Key": "a", "Value": "b"}])
    described = acm.describe_certificate(CertificateArn=arn)["Certificate"]
    assert described["Status"] == "ISSUED"
    assert described["Type"] == "PRIVATE"
    assert described["CertificateAuthorityArn"].startswith("arn:aws:acm-pca:us-east-1:")
    tags = acm.list_tags_for_certificate(CertificateArn=arn)["Tags"]
    assert tags == [{"Key": "a", "Value": "b"}]


def test_a_renewed_certificate_has_another_key_and_the_same_arn(acm, pca, authority):
    """Renewing takes the authority's permission, and changes everything but names and tags."""
    ours = authority()
    arn = request(acm, ours, SubjectAlternativeNames=["also.internal"])
    before, _, _ = export(acm, arn)
    with pytest.raises(ClientError, match="PCA_ACCESS_DENIED"):
        acm.renew_certificate(CertificateArn=arn)
    pca.create_permission(
        CertificateAuthorityArn=ours, Principal="acm.amazonaws.com", Actions=ACTIONS
    )
    acm.renew_certificate(CertificateArn=arn)
    after, own, _ = export(acm, arn)
    after.verify_directly_issued_by(own)
    assert after.public_key() != before.public_key()
    assert after.subject == before.subject
    names = after.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["orders.kafka.internal", "also.internal"]


def test_a_permission_is_given_once(pca, authority):
    """Permissions are listed, refused the second time, and taken away."""
    ours = authority()
    permission = {"CertificateAuthorityArn": ours, "Principal": "acm.amazonaws.com"}
    pca.create_permission(**permission, Actions=ACTIONS)
    (listed,) = pca.list_permissions(CertificateAuthorityArn=ours)["Permissions"]
    assert listed["Actions"] == ACTIONS
    with pytest.raises(pca.exceptions.PermissionAlreadyExistsException):
        pca.create_permission(**permission, Actions=ACTIONS)
    pca.delete_permission(**permission)
    assert pca.list_permissions(CertificateAuthorityArn=ours)["Permissions"] == []


def test_what_cannot_be_signed_is_refused(acm, authority):
    """An authority that is missing, not active or of another family of keys signs nothing."""
    with pytest.raises(acm.exceptions.ResourceNotFoundException):
        request(acm, "arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/none")
    with pytest.raises(ClientError, match="is not active"):
        request(acm, authority(active=False))
    with pytest.raises(ClientError, match="signs certificates of EC keys"):
        request(acm, authority(family="EC_prime256v1"))
    with pytest.raises(ClientError, match="unknown key algorithm RSA_512"):
        request(acm, authority(), KeyAlgorithm="RSA_512")


def test_what_cannot_be_renewed_is_refused(acm):
    """Neither a certificate that is not there nor a public one."""
    missing = "arn:aws:acm:us-east-1:123456789012:certificate/none"
    with pytest.raises(acm.exceptions.ResourceNotFoundException):
        acm.renew_certificate(CertificateArn=missing)
    public = acm.request_certificate(DomainName="example.com")["CertificateArn"]
    with pytest.raises(ClientError, match="not eligible"):
        acm.renew_certificate(CertificateArn=public)
