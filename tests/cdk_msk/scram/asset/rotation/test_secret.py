"""The function's view of secrets, under a Secrets Manager that is not its own invention."""

import json
import uuid

import boto3
import moto
import pytest
from moto.backends import get_backend


@pytest.fixture
def secrets(monkeypatch):
    """Moto's Secrets Manager."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    with moto.mock_aws():
        yield boto3.client("secretsmanager", region_name="eu-west-1")


@pytest.fixture
def credentials(load):
    return load("credentials").Credentials


@pytest.fixture
def client_secret(secrets):
    """The ARN of a secret that is rotated, and the token of a rotation that has begun."""
    value = json.dumps({"username": "orders", "password": "one"})
    arn = secrets.create_secret(Name="client", SecretString=value)["ARN"]
    token = str(uuid.uuid4())
    backend = get_backend("secretsmanager")["123456789012"]["eu-west-1"]
    secret = backend.secrets[arn]
    secret.rotation_requested = secret.rotation_enabled = True
    secret.versions[token] = {
        "version_id": token,
        "version_stages": ["AWSPENDING"],
        "createdate": 0,
    }
    return arn, token


@pytest.fixture
def rotated(load, secrets, client_secret):
    """The secret as a step sees it, anew each time."""
    return lambda: load("secret").ClientSecret.being_rotated(secrets, *client_secret)


def test_a_new_version_has_no_value(rotated, credentials):
    """Until createSecret gives it one; clients still read the former."""
    assert rotated().pending is None
    assert rotated().current == credentials("orders", "one")
    assert not rotated().is_rotated


def test_what_is_decided_is_pending(rotated, credentials):
    """Clients do not see it."""
    decided = credentials("orders-alternate", "two")
    rotated().put_pending(decided)
    assert rotated().pending == decided
    assert rotated().current == credentials("orders", "one")


def test_the_label_moves_to_what_was_decided(rotated, credentials, secrets, client_secret):
    """Clients read it, and what they had is the previous version."""
    rotated().put_pending(credentials("orders-alternate", "two"))
    rotated().make_current()
    assert rotated().is_rotated
    assert rotated().current == credentials("orders-alternate", "two")
    previous = secrets.get_secret_value(SecretId=client_secret[0], VersionStage="AWSPREVIOUS")
    assert json.loads(previous["SecretString"])["password"] == "one"


def test_only_a_rotation_that_was_begun_goes_on(load, secrets, client_secret):
    """The token has to be that of a version, and rotation switched on."""
    error, being_rotated = load("errors").RotationError, load("secret").ClientSecret.being_rotated
    arn, token = client_secret
    with pytest.raises(error, match="has no version"):
        being_rotated(secrets, arn, str(uuid.uuid4()))
    get_backend("secretsmanager")["123456789012"]["eu-west-1"].secrets[arn].rotation_enabled = False
    with pytest.raises(error, match="not enabled for rotation"):
        being_rotated(secrets, arn, token)


def test_the_cluster_is_told_once(load, secrets, credentials):
    """A value that is there is not put again, which would make another version."""
    give, name = load("secret").give_to_cluster, "AmazonMSK_demo_orders"
    secrets.create_secret(Name=name, SecretString=json.dumps({"username": "orders"}))
    for _ in range(2):
        give(secrets, name, credentials("orders", "two"))
    found = secrets.describe_secret(SecretId=name)["VersionIdsToStages"]
    value = secrets.get_secret_value(SecretId=name)["SecretString"]
    assert len(found) == 2
    assert json.loads(value) == {"username": "orders", "password": "two"}


def test_a_user_without_a_secret_is_refused(load, secrets, credentials):
    """AWS's own error, which Secrets Manager answers by trying again."""
    with pytest.raises(secrets.exceptions.ResourceNotFoundException):
        load("secret").give_to_cluster(secrets, "AmazonMSK_demo_bob", credentials("bob", "x"))
