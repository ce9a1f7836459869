"""A gate whose clock the test turns, and messages as AWS's clients send them."""

import datetime as dt
import json
from urllib.parse import parse_qsl, urlsplit

import pytest
from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest

from msk_local.kafka.access.acl_store import AclStore
from msk_local.kafka.access.quotas import QuotaStore
from msk_local.kafka.front_door.mechanisms import Gate

CLUSTER_ARN = (
    "arn:aws:kafka:us-east-1:123456789012:cluster/demo/11111111-2222-3333-4444-555555555555-1"
)
EVERYTHING = {"Effect": "Allow", "Action": "kafka-cluster:*", "Resource": "*"}


class Clock:
    """The present, until it is moved."""

    def __init__(self):
        self.now = dt.datetime.now(dt.UTC)

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    """The gate's clock."""
    return Clock()


@pytest.fixture
def gate(account, clock, tmp_path):
    """The gate of a cluster."""
    return Gate(
        CLUSTER_ARN,
        account,
        AclStore(tmp_path / "acls.json"),
        QuotaStore(tmp_path / "quotas.json"),
        clock,
    )


@pytest.fixture
def oauthbearer(account):
    """Makes the message of OAUTHBEARER for credentials."""

    def make(credentials):
        return f"n,,\x01auth=Bearer {account.token(credentials)}\x01\x01".encode()

    return make


@pytest.fixture
def aws_msk_iam():
    """Makes the message of AWS_MSK_IAM for credentials, as ``aws-msk-iam-auth`` does."""

    def make(credentials, host="127.0.0.1"):
        action = {"Action": "kafka-cluster:Connect"}
        request = AWSRequest("GET", f"https://{host}/", params=action)
        SigV4QueryAuth(credentials, "kafka-cluster", "us-east-1", expires=900).add_auth(request)
        query = {name.lower(): value for name, value in parse_qsl(urlsplit(request.url).query)}
        message = {"version": "2020_10_22", "host": host, "user-agent": "test", **query}
        return json.dumps({**message, "action": action["Action"]}).encode()

    return make


@pytest.fixture
def everything():
    """A statement that allows everything."""
    return EVERYTHING
