"""SCRAM users through the API: one secret is taken, another is not."""

import json

import pytest
from botocore.exceptions import ClientError


@pytest.fixture
def cluster(account):
    sasl = {"Iam": {"Enabled": True}, "Scram": {"Enabled": True}}
    return account.create(ClientAuthentication={"Sasl": sasl})


def _associate(account, cluster, *arns):
    answer = account.kafka.batch_associate_scram_secret(
        ClusterArn=cluster, SecretArnList=list(arns)
    )
    return answer["UnprocessedScramSecrets"]


def test_a_good_secret_becomes_a_user(account, cluster, service):
    """It is listed, its password opens the door, and MSK has put its policy on it."""
    arn = account.secret()
    assert _associate(account, cluster, arn) == []
    assert account.kafka.list_scram_secrets(ClusterArn=cluster)["SecretArnList"] == [arn]
    assert service.scram_password(cluster, "alice") == "one"
    assert service.scram_password(cluster, "mallory") is None
    secrets = account.session.client("secretsmanager")
    policy = secrets.get_resource_policy(SecretId=arn)["ResourcePolicy"]
    assert "kafka.amazonaws.com" in policy


def test_a_rotated_password_counts_at_once(account, cluster, service):
    """The current version of the secret decides."""
    arn = account.secret()
    _associate(account, cluster, arn)
    account.session.client("secretsmanager").put_secret_value(
        SecretId=arn, SecretString=json.dumps({"username": "alice", "password": "two"})
    )
    assert service.scram_password(cluster, "alice") == "two"


def test_a_user_that_is_taken_off_the_list_is_a_stranger(account, cluster, service):
    """BatchDisassociateScramSecret closes the door; a second time there is nothing to close."""
    arn = account.secret()
    _associate(account, cluster, arn)
    arguments = {"ClusterArn": cluster, "SecretArnList": [arn]}
    assert (
        account.kafka.batch_disassociate_scram_secret(**arguments)["UnprocessedScramSecrets"] == []
    )
    assert service.scram_password(cluster, "alice") is None
    assert account.kafka.batch_disassociate_scram_secret(**arguments)["UnprocessedScramSecrets"]


@pytest.mark.parametrize(
    ("name", "changes", "message"),
    [
        ("alice", {}, "must have the prefix 'AmazonMSK_'"),
        ("AmazonMSK_a", {"KmsKeyId": None}, "customer managed symmetric KMS key"),
        ("AmazonMSK_a", {"SecretString": "no JSON"}, "must be JSON"),
        ("AmazonMSK_a", {"SecretString": json.dumps({"username": "a"})}, "must be JSON"),
    ],
)
def test_a_secret_that_breaks_a_condition_is_unprocessed(account, cluster, name, changes, message):
    """The call succeeds, and the secret comes back with its reason."""
    (unprocessed,) = _associate(account, cluster, account.secret(name, **changes))
    assert message in unprocessed["ErrorMessage"]
    assert account.kafka.list_scram_secrets(ClusterArn=cluster)["SecretArnList"] == []


def test_a_missing_secret_cannot_be_read(account, cluster):
    """MSK says that it has no access."""
    arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:AmazonMSK_x-abcdef"
    (unprocessed,) = _associate(account, cluster, arn)
    assert unprocessed["ErrorCode"] == "InvalidSecretArn"
    assert unprocessed["ErrorMessage"] == "Amazon MSK wasn't able to access the provided secret."


@pytest.mark.parametrize(
    ("effect", "principal", "taken"),
    [
        ("Allow", {"Service": "kafka.amazonaws.com"}, True),
        ("Deny", {"Service": "kafka.amazonaws.com"}, False),
        ("Allow", {"AWS": "123456789012"}, False),
    ],
)
def test_a_policy_of_the_customer_must_let_msk_read(account, cluster, effect, principal, taken):
    """MSK does not overwrite a policy that is there."""
    arn = account.secret()
    statement = {
        "Effect": effect,
        "Principal": principal,
        "Action": "secretsmanager:GetSecretValue",
        "Resource": arn,
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    account.session.client("secretsmanager").put_resource_policy(
        SecretId=arn, ResourcePolicy=policy
    )
    assert (_associate(account, cluster, arn) == []) is taken


def test_one_bad_secret_does_not_keep_out_the_others(account, cluster):
    """Each secret is judged by itself."""
    good, bad = account.secret(), account.secret("bob")
    (unprocessed,) = _associate(account, cluster, good, bad)
    assert unprocessed["SecretArn"] == bad
    assert account.kafka.list_scram_secrets(ClusterArn=cluster)["SecretArnList"] == [good]


def test_a_cluster_without_scram_takes_no_users(account):
    """The authentication must be on first."""
    with pytest.raises(ClientError, match="not enabled"):
        _associate(account, account.create(), account.secret())
