"""RotateSecret runs a deployed function through its four steps, as Secrets Manager does."""

import io
import json
import uuid
import zipfile
from dataclasses import dataclass

import pytest
from botocore.exceptions import ClientError

from msk_local.functions import FunctionRunner, LambdaService
from msk_local.moto_gaps import SecretRotation
from msk_local.server import Endpoint, LocalServer

ROTATION = """
import boto3

def handler(event, context):
    secrets, step = boto3.client("secretsmanager"), event["Step"]
    where = {"SecretId": event["SecretId"]}
    stages = secrets.describe_secret(**where)["VersionIdsToStages"]
    assert "AWSPENDING" in stages[event["ClientRequestToken"]]
    if step == "createSecret":
        secrets.put_secret_value(
            **where,
            SecretString="new",
            ClientRequestToken=event["ClientRequestToken"],
            VersionStages=["AWSPENDING"],
        )
    pending = secrets.get_secret_value(**where, VersionStage="AWSPENDING")["SecretString"]
    if step == "testSecret":
        secrets.put_secret_value(SecretId="tested", SecretString=pending)
        if secrets.get_secret_value(SecretId="mood")["SecretString"] == "bad":
            raise RuntimeError("not today")
    if step == "finishSecret":
        (current,) = [one for one, labels in stages.items() if "AWSCURRENT" in labels]
        secrets.update_secret_version_stage(
            **where,
            VersionStage="AWSCURRENT",
            MoveToVersionId=event["ClientRequestToken"],
            RemoveFromVersionId=current,
        )
"""


@dataclass
class Rotating:
    """An account with a function that rotates, and secrets that say how that went."""

    endpoint: Endpoint

    @property
    def secrets(self):
        return self.endpoint.client("secretsmanager")

    @property
    def functions(self):
        return self.endpoint.client("lambda")

    def function(self, *, permitted=True):
        """ARN of a new function."""
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as file:
            file.writestr("index.py", ROTATION)
        arn = self.functions.create_function(
            FunctionName=f"rotation-{uuid.uuid4()}",
            Runtime="python3.13",
            Role=f"arn:aws:iam::{self.endpoint.account}:role/functions",
            Handler="index.handler",
            Code={"ZipFile": archive.getvalue()},
            Timeout=60,
        )["FunctionArn"]
        if permitted:
            self.functions.add_permission(
                FunctionName=arn,
                StatementId="SecretsManager",
                Action="lambda:InvokeFunction",
                Principal="secretsmanager.amazonaws.com",
            )
        return arn

    def secret(self):
        """ARN of a new secret."""
        name = f"secret-{uuid.uuid4()}"
        return self.secrets.create_secret(Name=name, SecretString="old")["ARN"]

    def value(self, secret, **version):
        return self.secrets.get_secret_value(SecretId=secret, **version)["SecretString"]

    def labels(self, secret):
        """The labels of the versions, oldest label first."""
        described = self.secrets.describe_secret(SecretId=secret)
        return sorted(sorted(labels) for labels in described["VersionIdsToStages"].values())

    def mood(self, mood):
        self.secrets.put_secret_value(SecretId="mood", SecretString=mood)


@pytest.fixture(scope="module")
def account(tmp_path_factory):
    """A running cloud."""
    services = {}
    server = LocalServer(services)
    endpoint = Endpoint(server.url)
    runner = FunctionRunner(endpoint, tmp_path_factory.mktemp("functions"))
    services["secretsmanager"] = SecretRotation(
        account=endpoint.account, region=endpoint.region, runner=runner
    )
    services["lambda"] = LambdaService(runner, mappings=None)
    server.start()
    endpoint.client("iam").create_role(
        RoleName="functions", AssumeRolePolicyDocument=json.dumps({"Statement": []})
    )
    for name in ("mood", "tested"):
        endpoint.client("secretsmanager").create_secret(Name=name, SecretString="good")
    yield Rotating(endpoint)
    server.stop()
    runner.stop()


@pytest.fixture(autouse=True)
def _good_mood(account):
    account.mood("good")


def test_a_rotation_ends_with_the_new_value(account):
    """The four steps run; who asks for no version gets the new one, and the old one is previous."""
    secret = account.secret()
    rotated = account.secrets.rotate_secret(SecretId=secret, RotationLambdaARN=account.function())
    assert account.value(secret) == "new"
    assert account.value(secret, VersionId=rotated["VersionId"]) == "new"
    assert account.value(secret, VersionStage="AWSPREVIOUS") == "old"
    assert account.labels(secret) == [["AWSCURRENT", "AWSPENDING"], ["AWSPREVIOUS"]]


def test_the_function_is_remembered(account):
    """A secret that has its function is rotated again without naming it."""
    secret = account.secret()
    account.secrets.rotate_secret(
        SecretId=secret,
        RotationLambdaARN=account.function(),
        RotationRules={"ScheduleExpression": "rate(30 days)"},
    )
    account.secrets.rotate_secret(SecretId=secret)
    described = account.secrets.describe_secret(SecretId=secret)
    assert described["RotationEnabled"]
    assert described["RotationRules"]["AutomaticallyAfterDays"] == 30
    assert account.labels(secret)[1:] == [["AWSCURRENT", "AWSPENDING"], ["AWSPREVIOUS"]]


def test_not_immediately_only_tests(account):
    """The function is tried with a copy of the current value, and the secret stays as it is."""
    secret = account.secret()
    account.secrets.rotate_secret(
        SecretId=secret, RotationLambdaARN=account.function(), RotateImmediately=False
    )
    assert account.value("tested") == "old"
    assert account.labels(secret) == [["AWSCURRENT"]]
    assert account.secrets.describe_secret(SecretId=secret)["RotationEnabled"]


def test_a_failed_rotation_is_tried_again(account, caplog):
    """The first leaves a pending version; the next finishes that one, and says so by refusing."""
    secret = account.secret()
    account.mood("bad")
    account.secrets.rotate_secret(SecretId=secret, RotationLambdaARN=account.function())
    assert "not today" in caplog.text
    assert account.value(secret) == "old"
    assert account.labels(secret) == [["AWSCURRENT"], ["AWSPENDING"]]
    account.mood("good")
    with pytest.raises(ClientError, match="A previous rotation isn't complete"):
        account.secrets.rotate_secret(SecretId=secret)
    assert account.value(secret) == "new"


def test_a_repeated_request_rotates_once(account):
    """The token of a request tells that it is the same one."""
    secret, token = account.secret(), str(uuid.uuid4())
    request = {"SecretId": secret, "ClientRequestToken": token}
    account.secrets.rotate_secret(**request, RotationLambdaARN=account.function())
    assert account.secrets.rotate_secret(**request)["VersionId"] == token
    assert len(account.labels(secret)) == 2


def test_a_function_has_to_let_secrets_manager_in(account):
    """Without a permission nothing is changed."""
    secret, function = account.secret(), account.function(permitted=False)
    with pytest.raises(ClientError, match="cannot invoke the specified Lambda function"):
        account.secrets.rotate_secret(SecretId=secret, RotationLambdaARN=function)
    assert "RotationEnabled" not in account.secrets.describe_secret(SecretId=secret)


@pytest.mark.parametrize(
    ("secret", "function", "message"),
    [
        ("nowhere", None, "can't find the specified secret"),
        ("mood", None, "No Lambda rotation function ARN is associated"),
        ("mood", "arn:aws:lambda:us-east-1:123456789012:function:nowhere", "Function not found"),
    ],
)
def test_what_does_not_exist_is_refused(account, secret, function, message):
    """A secret, a function and a function's name can be missing."""
    request = {"RotationLambdaARN": function} if function else {}
    with pytest.raises(ClientError, match=message):
        account.secrets.rotate_secret(SecretId=secret, **request)


def test_rotation_can_be_switched_off(account):
    """CancelRotateSecret keeps the value."""
    secret = account.secret()
    account.secrets.rotate_secret(SecretId=secret, RotationLambdaARN=account.function())
    account.secrets.cancel_rotate_secret(SecretId=secret)
    assert not account.secrets.describe_secret(SecretId=secret)["RotationEnabled"]
    assert account.value(secret) == "new"
