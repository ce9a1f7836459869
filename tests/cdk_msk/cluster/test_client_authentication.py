"""How clients prove who they are."""

import pytest
from aws_cdk import aws_acmpca as acmpca

from cdk_msk import ClientAuthentication


def test_certificate_authorities_need_tls(stack):
    """Certificate authorities without client certificates are a mistake."""
    authority = acmpca.CertificateAuthority.from_certificate_authority_arn(
        stack, "Authority", "arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/0a1b"
    )
    with pytest.raises(ValueError, match="client_authentication must have tls=True"):
        ClientAuthentication(iam=True, certificate_authorities=[authority])
