"""Who may read a secret may decrypt it."""

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk.assertions import Template

from cdk_msk.secret_access import grant_reading


def test_the_permission_stands_with_the_reader_alone():
    """A reader of a later stack changes nothing in the stack of the secret."""
    app = cdk.App()
    secrets, readers = cdk.Stack(app, "Secrets"), cdk.Stack(app, "Readers")
    key = kms.Key(secrets, "Key")
    secret = secretsmanager.Secret(secrets, "Secret", encryption_key=key)
    role = iam.Role(readers, "Role", assumed_by=iam.AccountRootPrincipal())
    assert grant_reading(role, secret, key).success
    kinds = {r["Type"] for r in Template.from_stack(secrets).to_json()["Resources"].values()}
    assert kinds == {"AWS::KMS::Key", "AWS::SecretsManager::Secret"}
    assert "Role" not in str(Template.from_stack(secrets).to_json()["Resources"])
    resources = Template.from_stack(readers).to_json()["Resources"]
    (policy,) = (r for r in resources.values() if r["Type"] == "AWS::IAM::Policy")
    read, decrypt = policy["Properties"]["PolicyDocument"]["Statement"]
    assert read["Action"] == ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
    assert decrypt["Action"] == "kms:Decrypt"
    (via,) = decrypt["Condition"]["StringEquals"]
    assert via == "kms:ViaService"


def test_an_alias_stands_for_its_key():
    """IAM allows nothing by the ARN of an alias."""
    stack = cdk.Stack(cdk.App(), "Stack")
    key = kms.Key(stack, "Key")
    alias = key.add_alias("secrets")
    secret = secretsmanager.Secret(stack, "Secret", encryption_key=alias)
    role = iam.Role(stack, "Role", assumed_by=iam.AccountRootPrincipal())
    grant_reading(role, secret, alias)
    resources = Template.from_stack(stack).to_json()["Resources"]
    (policy,) = (r for r in resources.values() if r["Type"] == "AWS::IAM::Policy")
    _, decrypt = policy["Properties"]["PolicyDocument"]["Statement"]
    assert decrypt["Resource"] == stack.resolve(key.key_arn)


def test_refuses_a_reader_of_another_account():
    """It takes no policy from here, and would learn it when it cannot sign in."""
    stack = cdk.Stack(cdk.App(), "Stack", env=cdk.Environment(account="123456789012"))
    key = kms.Key(stack, "Key")
    secret = secretsmanager.Secret(stack, "Secret", encryption_key=key)
    stranger = iam.Role.from_role_arn(stack, "Role", "arn:aws:iam::210987654321:role/reader")
    with pytest.raises(ValueError, match="Stack/Secret: grantee must be of the secret's account"):
        grant_reading(stranger, secret, key)
