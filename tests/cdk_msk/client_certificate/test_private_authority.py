"""A private authority is active once deployed, and ACM may renew what it signs."""

import aws_cdk as cdk
import cdk_nag
import pytest
from aws_cdk.assertions import Template

from cdk_msk.client_certificate.private_authority import PrivateAuthority


@pytest.fixture(scope="module")
def resources():
    """The resources of a stack with one authority, by type; cdk-nag found nothing in it."""
    app = cdk.App()
    stack = cdk.Stack(app, "Stack")
    made = PrivateAuthority(stack, "Clients", common_name="Kafka clients", validity_years=5)
    cdk.CfnOutput(stack, "Arn", value=made.authority.certificate_authority_arn)
    cdk.Validations.of(app).add_plugins(cdk_nag.AwsSolutionsChecks(app))
    template = Template.from_stack(stack).to_json()
    found = {one["Type"]: {"Id": name, **one} for name, one in template["Resources"].items()}
    return {**found, "Output": template["Outputs"]["Arn"]["Value"]}


def test_it_signs_its_own_certificate(resources):
    """A root, for as many years as were asked for, by Private CA's template for roots."""
    authority = resources["AWS::ACMPCA::CertificateAuthority"]
    assert authority["Properties"]["Type"] == "ROOT"
    assert authority["Properties"]["Subject"] == {"CommonName": "Kafka clients"}
    own = resources["AWS::ACMPCA::Certificate"]["Properties"]
    assert own["CertificateAuthorityArn"] == {"Fn::GetAtt": [authority["Id"], "Arn"]}
    assert own["Validity"] == {"Type": "YEARS", "Value": 5}
    assert own["TemplateArn"]["Fn::Join"][1][-1] == (":acm-pca:::template/RootCACertificate/V1")


def test_whoever_uses_it_waits_until_it_is_active(resources):
    """Its ARN is the activation's, which has the same and comes last."""
    assert resources["Output"] == {
        "Ref": resources["AWS::ACMPCA::CertificateAuthorityActivation"]["Id"]
    }


def test_acm_may_renew(resources):
    """As ACM itself, for this account."""
    permission = resources["AWS::ACMPCA::Permission"]["Properties"]
    assert permission["Principal"] == "acm.amazonaws.com"
    assert permission["SourceAccount"] == {"Ref": "AWS::AccountId"}


def test_it_stays_when_its_stack_goes(resources):
    """All of it: an authority without its activation would sign nothing."""
    kept = {
        one["DeletionPolicy"] for kind, one in resources.items() if kind.startswith("AWS::ACMPCA")
    }
    assert kept == {"RetainExceptOnCreate"}


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ({"common_name": ""}, "Stack/Clients: common_name must have 1 to 64 characters, got ''"),
        ({"common_name": "a" * 65}, "common_name must have 1 to 64 characters"),
        (
            {"common_name": "a", "validity_years": 1},
            "Stack/Clients: validity_years must be at least 2, got 1",
        ),
    ],
)
def test_what_could_not_work_is_refused(arguments, fault):
    """With the argument, the value and the rule."""
    with pytest.raises(ValueError, match=fault):
        PrivateAuthority(cdk.Stack(cdk.App(), "Stack"), "Clients", **arguments)
