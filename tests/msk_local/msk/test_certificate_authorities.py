"""Clusters that trust private certificate authorities."""

import pytest
from botocore.exceptions import ClientError

ROOT = "arn:aws:acm-pca:::template/RootCACertificate/V1"
MISSING = "arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/none"


@pytest.fixture
def authority(account):
    """Makes a private authority; gives its ARN and its certificate, if it has one."""
    pca = account.session.client("acm-pca")

    def make(name, *, active=True):
        arn = pca.create_certificate_authority(
            CertificateAuthorityConfiguration={
                "KeyAlgorithm": "RSA_2048",
                "SigningAlgorithm": "SHA256WITHRSA",
                "Subject": {"CommonName": name},
            },
            CertificateAuthorityType="ROOT",
        )["CertificateAuthorityArn"]
        if not active:
            return arn, None
        request = pca.get_certificate_authority_csr(CertificateAuthorityArn=arn)["Csr"]
        issued = pca.issue_certificate(
            CertificateAuthorityArn=arn,
            Csr=request.encode(),
            SigningAlgorithm="SHA256WITHRSA",
            TemplateArn=ROOT,
            Validity={"Type": "DAYS", "Value": 10},
        )["CertificateArn"]
        found = pca.get_certificate(CertificateAuthorityArn=arn, CertificateArn=issued)
        certificate = found["Certificate"]
        pca.import_certificate_authority_certificate(
            CertificateAuthorityArn=arn, Certificate=certificate.encode()
        )
        return arn, certificate

    return make


def trusting(*arns):
    """Client authentication by certificates of these authorities."""
    return {"Tls": {"Enabled": True, "CertificateAuthorityArnList": list(arns)}}


def test_brokers_are_given_the_certificates_of_the_authorities(account, authority):
    """The ARNs of the API become the certificates the data plane trusts."""
    (one, one_pem), (two, two_pem) = authority("one"), authority("two")
    arn = account.create(ClientAuthentication=trusting(one, two))
    assert account.data_planes[0].client_certificate_authorities == [one_pem, two_pem]
    shown = account.describe(arn)["Provisioned"]["ClientAuthentication"]["Tls"]
    assert shown == trusting(one, two)["Tls"]


def test_an_update_of_security_exchanges_the_authorities(account, authority):
    """UpdateSecurity reaches the running brokers."""
    (one, _), (two, two_pem) = authority("one"), authority("two")
    arn = account.create(ClientAuthentication=trusting(one))
    account.kafka.update_security(
        ClusterArn=arn, CurrentVersion=account.version(arn), ClientAuthentication=trusting(two)
    )
    account.wait(arn)
    (change,) = account.data_planes[0].changes
    assert change["client_certificate_authorities"] == [two_pem]


def test_a_cluster_without_certificates_trusts_nobody(account):
    """The authority that signs the brokers' certificates signs no client's."""
    account.create()
    assert account.data_planes[0].client_certificate_authorities == []


@pytest.mark.parametrize("case", ["missing", "without a certificate", "not an ARN"])
def test_an_authority_that_cannot_sign_is_refused(account, authority, case):
    """Neither a new cluster nor an update takes an authority that is not active."""
    make = {
        "missing": lambda: MISSING,
        "without a certificate": lambda: authority("new", active=False)[0],
        "not an ARN": lambda: "orders",
    }
    bad = make[case]()
    message = "does not exist or is not active"
    with pytest.raises(ClientError, match=message):
        account.create(ClientAuthentication=trusting(bad))
    arn = account.create()
    with pytest.raises(ClientError, match=message):
        account.kafka.update_security(
            ClusterArn=arn, CurrentVersion=account.version(arn), ClientAuthentication=trusting(bad)
        )
    assert account.data_planes[0].changes == []
