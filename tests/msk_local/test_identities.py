"""Who a key belongs to, and what its owner may do."""

import json

import pytest

from msk_local.identities import AccountIdentities


@pytest.fixture
def identities():
    passwords = {("arn", "alice"): "one"}
    return AccountIdentities(
        account="123456789012",
        region="us-east-1",
        scram_password=lambda arn, name: passwords.get((arn, name)),
    )


def _policy(action):
    statement = {"Effect": "Allow", "Action": action, "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": statement})


def _actions(identity):
    return sorted(statement["Action"] for statement in identity.statements)


def test_a_session_has_the_policies_of_its_role(simulated, identities):
    """Inline and attached policies count, also those that come after the session began."""
    iam = simulated.client("iam")
    arn = iam.create_role(RoleName="reader", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    keys = simulated.client("sts").assume_role(RoleArn=arn, RoleSessionName="one")["Credentials"]
    assert identities.iam_identity(keys["AccessKeyId"]).statements == []
    iam.put_role_policy(
        RoleName="reader", PolicyName="inline", PolicyDocument=_policy("kafka-cluster:Connect")
    )
    managed = iam.create_policy(PolicyName="m", PolicyDocument=_policy("kafka-cluster:ReadData"))
    iam.attach_role_policy(RoleName="reader", PolicyArn=managed["Policy"]["Arn"])
    identity = identities.iam_identity(keys["AccessKeyId"])
    assert identity.principal_arn == "arn:aws:sts::123456789012:assumed-role/reader/one"
    assert identity.secret_access_key == keys["SecretAccessKey"]
    assert identity.session_token == keys["SessionToken"]
    assert _actions(identity) == ["kafka-cluster:Connect", "kafka-cluster:ReadData"]


def test_a_user_has_the_policies_of_its_groups(simulated, identities):
    """A long-lived key has no session token; a key that is switched off has no owner."""
    iam = simulated.client("iam")
    iam.create_user(UserName="ann")
    iam.put_user_policy(UserName="ann", PolicyName="own", PolicyDocument=_policy("a:Own"))
    iam.create_group(GroupName="team")
    iam.put_group_policy(GroupName="team", PolicyName="p", PolicyDocument=_policy("a:Team"))
    iam.add_user_to_group(GroupName="team", UserName="ann")
    key = iam.create_access_key(UserName="ann")["AccessKey"]
    identity = identities.iam_identity(key["AccessKeyId"])
    assert identity.session_token is None
    assert _actions(identity) == ["a:Own", "a:Team"]
    iam.update_access_key(UserName="ann", AccessKeyId=key["AccessKeyId"], Status="Inactive")
    assert identities.iam_identity(key["AccessKeyId"]) is None


def test_a_session_of_a_role_that_does_not_exist_may_do_nothing(simulated, identities):
    """Simulated STS hands out such sessions; no policy speaks for them."""
    arn = "arn:aws:iam::123456789012:role/nobody"
    keys = simulated.client("sts").assume_role(RoleArn=arn, RoleSessionName="two")["Credentials"]
    assert identities.iam_identity(keys["AccessKeyId"]).statements == []


def test_a_stranger_is_nobody(simulated, identities):
    """An unknown key has no identity, an unknown user no password."""
    assert identities.iam_identity("AKIAUNKNOWN") is None
    assert identities.scram_password("arn", "alice") == "one"
    assert identities.scram_password("arn", "mallory") is None


def test_the_key_of_the_environment_may_do_everything(identities):
    """It is the account's root user."""
    identity = identities.iam_identity("testing")
    assert identity.principal_arn == "arn:aws:iam::123456789012:root"
    assert _actions(identity) == ["*"]
