"""Private certificate authorities and what they sign, deployed by templates."""

import pytest
from cryptography import x509

ROOT = "arn:aws:acm-pca:::template/RootCACertificate/V1"
SUBJECT = {"CommonName": "clients"}
TAGS = [{"Key": "a", "Value": "b"}]


def arn_of(name):
    return {"Fn::GetAtt": [name, "Arn"]}


def authority(**differences):
    """An authority that has signed its own certificate and lets ACM renew what it signs."""
    ca = {"KeyAlgorithm": "RSA_2048", "SigningAlgorithm": "SHA256WITHRSA", "Subject": SUBJECT, "Type": "ROOT"}  # fmt: skip
    return {
        "Authority": {
            "Type": "AWS::ACMPCA::CertificateAuthority",
            "Properties": {**ca, **differences},
        },
        "Own": {
            "Type": "AWS::ACMPCA::Certificate",
            "Properties": {
                "CertificateAuthorityArn": {"Ref": "Authority"},
                "CertificateSigningRequest": {
                    "Fn::GetAtt": ["Authority", "CertificateSigningRequest"]
                },
                "SigningAlgorithm": "SHA256WITHRSA",
                "TemplateArn": ROOT,
                "Validity": {"Type": "DAYS", "Value": 3650},
            },
        },
        "Activation": {
            "Type": "AWS::ACMPCA::CertificateAuthorityActivation",
            "Properties": {
                "CertificateAuthorityArn": arn_of("Authority"),
                "Certificate": {"Fn::GetAtt": ["Own", "Certificate"]},
            },
        },
        "Permission": {
            "Type": "AWS::ACMPCA::Permission",
            "Properties": {
                "CertificateAuthorityArn": arn_of("Authority"),
                "Principal": "acm.amazonaws.com",
                "Actions": ["IssueCertificate", "GetCertificate", "ListPermissions"],
            },
        },
    }


def certificate(name="orders.internal", **differences):
    """A certificate of the authority."""
    properties = {"DomainName": name, "CertificateAuthorityArn": arn_of("Authority"), **differences}
    return {
        "Certificate": {
            "Type": "AWS::CertificateManager::Certificate",
            "Properties": properties,
            "DependsOn": ["Activation", "Permission"],
        }
    }


@pytest.fixture
def deployed(stacks):
    """The name of a stack with an authority and a certificate."""
    name = stacks.create(
        {**authority(Tags=TAGS), **certificate(Tags=TAGS)},
        Outputs={"Chain": {"Value": {"Fn::GetAtt": ["Activation", "CompleteCertificateChain"]}}},
    )
    assert stacks.status(name) == "CREATE_COMPLETE", stacks.reasons(name)
    return name


def test_the_authority_signs_and_goes(stacks, deployed):
    """A certificate is signed by the authority of the same stack; both go with it."""
    acm = stacks.endpoint.client("acm")
    pca = stacks.endpoint.client("acm-pca")
    ids = stacks.physical_ids(deployed)
    found = acm.get_certificate(CertificateArn=ids["Certificate"])
    own = x509.load_pem_x509_certificate(stacks.outputs(deployed)["Chain"].encode())
    x509.load_pem_x509_certificate(found["Certificate"].encode()).verify_directly_issued_by(own)
    acm.renew_certificate(CertificateArn=ids["Certificate"])
    assert stacks.delete(deployed) == "DELETE_COMPLETE"
    with pytest.raises(acm.exceptions.ResourceNotFoundException):
        acm.describe_certificate(CertificateArn=ids["Certificate"])
    left = pca.describe_certificate_authority(CertificateAuthorityArn=ids["Authority"])
    assert left["CertificateAuthority"]["Status"] == "DELETED"


def test_tags_change_in_place(stacks, deployed):
    """Authority and certificate stay what they are when their tags change."""
    before = stacks.physical_ids(deployed)
    other = [{"Key": "c", "Value": "d"}]
    resources = {**authority(Tags=other), **certificate(Tags=other)}
    assert stacks.update(deployed, resources) == "UPDATE_COMPLETE", stacks.reasons(deployed)
    assert stacks.physical_ids(deployed) == before
    acm, pca = stacks.endpoint.client("acm"), stacks.endpoint.client("acm-pca")
    arn = before["Certificate"]
    assert acm.list_tags_for_certificate(CertificateArn=arn)["Tags"] == other
    assert pca.list_tags(CertificateAuthorityArn=before["Authority"])["Tags"] == other


def test_another_name_is_another_certificate(stacks, deployed):
    """A certificate cannot be renamed."""
    before = stacks.physical_ids(deployed)
    resources = {**authority(Tags=TAGS), **certificate("audit.internal")}
    assert stacks.update(deployed, resources) == "UPDATE_COMPLETE", stacks.reasons(deployed)
    after = stacks.physical_ids(deployed)
    assert after["Certificate"] != before["Certificate"]
    assert after["Authority"] == before["Authority"]


def test_a_public_certificate_is_refused(stacks):
    """Nobody could prove here that a domain is theirs, so the stack says so."""
    kind = "AWS::CertificateManager::Certificate"
    name = stacks.create({"Public": {"Type": kind, "Properties": {"DomainName": "example.com"}}})
    assert stacks.status(name) == "ROLLBACK_COMPLETE"
    assert "certificates of private authorities alone" in stacks.reasons(name)
