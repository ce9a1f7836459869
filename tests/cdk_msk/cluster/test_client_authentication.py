"""How clients prove who they are."""

import pytest
from aws_cdk import aws_acmpca as acmpca

from cdk_msk import ClientAuthentication, ClientBrokerEncryption, ProvisionedCluster

ARN = "arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/{}"


@pytest.fixture
def authority(stack):
    """Names an authority that exists."""
    return lambda name: acmpca.CertificateAuthority.from_certificate_authority_arn(
        stack, name, ARN.format(name)
    )


def test_certificate_authorities_need_tls(authority):
    """Certificate authorities without client certificates are a mistake."""
    with pytest.raises(ValueError, match="client_authentication must have tls=True"):
        ClientAuthentication(iam=True, certificate_authorities=[authority("one")])


def test_an_authority_is_named_once(stack, authority):
    """The second name of one authority trusts nobody more."""
    one = authority("one")
    again = acmpca.CertificateAuthority.from_certificate_authority_arn(
        stack, "again", ARN.format("one")
    )
    with pytest.raises(ValueError, match=r"must name each .* once, got .*/one twice"):
        ClientAuthentication(tls=True, certificate_authorities=[one, authority("two"), again])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            {"client_broker_encryption": ClientBrokerEncryption.PLAINTEXT},
            "client_broker_encryption must be TLS or TLS_PLAINTEXT for client certificates",
        ),
        ({"in_cluster_encryption": False}, "in_cluster_encryption must"),
    ],
)
def test_certificates_need_encryption(stack, network, authority, arguments, message):
    """There is no mutual TLS without TLS, neither to brokers nor between them."""
    certificates = ClientAuthentication(tls=True, certificate_authorities=[authority("one")])
    with pytest.raises(ValueError, match=message):
        ProvisionedCluster(
            stack, "Cluster", vpc=network(stack), client_authentication=certificates, **arguments
        )
