"""ACM's permission to use a certificate authority."""

import aws_cdk as cdk
from aws_cdk.assertions import Template

from cdk_msk.client_certificate import RenewalPermission


def test_acm_may_renew(authority):
    """The permission has what ACM needs to renew, for this account and for nobody else."""
    stack = cdk.Stack(cdk.App(), "Stack")
    signer = authority(stack)
    RenewalPermission(stack, "Renewals", certificate_authority=signer)
    (permission,) = Template.from_stack(stack).to_json()["Resources"].values()
    assert permission["Type"] == "AWS::ACMPCA::Permission"
    assert permission["Properties"] == {
        "CertificateAuthorityArn": signer.certificate_authority_arn,
        "Principal": "acm.amazonaws.com",
        "SourceAccount": {"Ref": "AWS::AccountId"},
        "Actions": ["IssueCertificate", "GetCertificate", "ListPermissions"],
    }
