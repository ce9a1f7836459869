"""Quotas that the handler sets on brokers, through the real Kafka client and IAM."""

import gc
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from msk_local.kafka import Authentication, BrokerSoftware, IamIdentity, KafkaCluster

# kafka-python leaves sockets to the garbage collector whose handshake failed or was cut short.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed <ssl.SSLSocket:ResourceWarning")

CLUSTER_ARN = "arn:aws:kafka:us-east-1:123456789012:cluster/demo/0a1b2c3d-2"
# What `ClientQuota` grants the function, and nothing more.
GRANTED = {
    "Effect": "Allow",
    "Action": [
        "kafka-cluster:Connect",
        "kafka-cluster:DescribeClusterDynamicConfiguration",
        "kafka-cluster:AlterClusterDynamicConfiguration",
    ],
    "Resource": CLUSTER_ARN,
}


class Account:
    """An account with the function's role in it."""

    def __init__(self) -> None:
        self.statement = GRANTED

    def iam_identity(self, access_key_id: str) -> IamIdentity:
        return IamIdentity(
            secret_access_key="secret/key+1",
            session_token="token==",
            principal_arn="arn:aws:sts::123456789012:assumed-role/admin/function",
            statements=[self.statement],
        )

    def scram_password(self, cluster_arn: str, username: str) -> None:
        return None


@pytest.fixture(autouse=True)
def no_socket_is_left() -> Iterator[None]:
    """Collects the sockets of a test before the next one."""
    yield
    gc.collect()


@pytest.fixture(scope="module")
def account() -> Account:
    """The account of the cluster."""
    return Account()


@pytest.fixture(scope="module")
def brokers(account: Account, tmp_path_factory) -> Iterator[KafkaCluster]:
    """A cluster; the quotas are kept by the front door, whichever broker is behind it."""
    cluster = KafkaCluster(
        cluster_arn=CLUSTER_ARN,
        broker_count=1,
        authentications=[Authentication.IAM],
        identities=account,
        directory=tmp_path_factory.mktemp("cluster"),
        software=BrokerSoftware.EMBEDDED,
    )
    cluster.start()
    yield cluster
    cluster.stop()


@pytest.fixture
def quotas(cloudformation, brokers: KafkaCluster, monkeypatch) -> Any:
    """CloudFormation, asking the function for quotas."""
    # The records that pytest keeps of a test would hold the sockets until after it.
    monkeypatch.setattr(logging.getLogger("kafka"), "propagate", False)
    for name, value in {
        "AWS_ACCESS_KEY_ID": "ASIATEST",
        "AWS_SECRET_ACCESS_KEY": "secret/key+1",
        "AWS_SESSION_TOKEN": "token==",
        "AWS_DEFAULT_REGION": "us-east-1",
        "SSL_CERT_FILE": str(brokers.ca_certificate),
    }.items():
        monkeypatch.setenv(name, value)
    cloudformation.resource_type = "Custom::MskClientQuota"
    return cloudformation


@pytest.fixture
def declare(brokers: KafkaCluster) -> Callable[..., dict[str, Any]]:
    """What CloudFormation sends of a quota."""

    def properties(entity: dict[str, str | None], **limits: Any) -> dict[str, Any]:
        return {
            "ClusterArn": CLUSTER_ARN,
            "BootstrapBrokers": brokers.bootstrap_servers(Authentication.IAM),
            "Entity": [
                {"Type": k} if n is None else {"Type": k, "Name": n} for k, n in entity.items()
            ],
            "Limits": {key: str(value) for key, value in limits.items()},
        }

    return properties


@pytest.fixture
def found(handler, brokers: KafkaCluster) -> Callable[[dict], dict[str, float]]:
    """Reads the quotas of an entity."""

    def read(entity: dict[str, str | None]) -> dict[str, float]:
        with handler.quotas.quotas_of(brokers.bootstrap_servers(Authentication.IAM)) as quotas:
            return quotas.of(entity)

    return read


@pytest.mark.parametrize(
    "entity",
    [
        {"user": "orders"},
        {"user": None},
        {"client-id": "app"},
        {"client-id": None},
        {"user": "CN=orders,OU=x", "client-id": None},
        {"user": None, "client-id": "app"},
    ],
)
def test_a_quota_lives_and_goes(quotas, declare, found, entity):
    """Set, changed, and removed, each time for exactly these clients."""
    old = declare(entity, producer_byte_rate=1048576, request_percentage=12.5)
    new = declare(entity, producer_byte_rate=2048, consumer_byte_rate=4096)

    answer = quotas.create(old)
    physical_id = answer["PhysicalResourceId"]
    assert answer["Status"] == "SUCCESS"
    assert found(entity) == {"producer_byte_rate": 1048576.0, "request_percentage": 12.5}

    updated = quotas.send("Update", new, old=old, physical_id=physical_id)
    assert (updated["Status"], updated["PhysicalResourceId"]) == ("SUCCESS", physical_id)
    assert found(entity) == {"producer_byte_rate": 2048.0, "consumer_byte_rate": 4096.0}
    assert found({"user": "somebody", "client-id": "else"}) == {}

    for _ in range(2):
        assert quotas.send("Delete", new, physical_id=physical_id)["Status"] == "SUCCESS"
    assert found(entity) == {}


def test_a_broker_says_what_it_refuses(quotas, declare, found):
    """Its own words, and whose quota it is."""
    answer = quotas.create(declare({"user": "orders"}, nonsense=1))

    assert "nonsense" in answer["Reason"]
    assert "(quota of user orders)" in answer["Reason"]
    assert found({"user": "orders"}) == {}


def test_without_its_permission_it_says_so(quotas, account, declare, monkeypatch):
    """The function may sign in, and not change quotas: the reason is the cluster's."""
    monkeypatch.setattr(account, "statement", {**GRANTED, "Action": "kafka-cluster:Connect"})

    answer = quotas.create(declare({"user": "orders"}, request_percentage=1))

    assert answer["Reason"].startswith("Refused: ClusterAuthorizationFailedError: ")
