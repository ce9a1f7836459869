"""A certificate authority of another stack, by its ARN."""

from collections.abc import Callable

import pytest
from aws_cdk import aws_acmpca as acmpca

ARN = "arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/{}"


@pytest.fixture(scope="session")
def authority() -> Callable[..., acmpca.ICertificateAuthority]:
    """Names an authority that exists."""
    return lambda scope, name="clients": acmpca.CertificateAuthority.from_certificate_authority_arn(
        scope, name, ARN.format(name)
    )
