"""An account with a network, and the kafka service over data planes that only remember."""

import json
import time
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from msk_local.kafka import Authentication
from msk_local.msk import MskService
from msk_local.server import LocalServer
from msk_local.session import LocalSession

ACCOUNT = "123456789012"
REGION = "us-east-1"


@dataclass
class FakeKafkaCluster:
    """A data plane without brokers."""

    cluster_arn: str
    broker_count: int
    authentications: Collection[Authentication]
    server_properties: Mapping[str, str]
    tiered_storage: bool
    client_certificate_authorities: Sequence[str]
    running: bool = False
    refusal: str | None = None
    changes: list[dict[str, Any]] = field(default_factory=list)

    @property
    def internal_bootstrap_servers(self) -> str:
        return "127.0.0.1:1"

    def bootstrap_servers(self, authentication: Authentication) -> str:
        port = 9000 + list(Authentication).index(authentication)
        return ",".join(f"127.0.0.1:{port + 10 * n}" for n in range(self.broker_count))

    def start(self) -> None:
        if self.refusal is not None:
            raise RuntimeError(self.refusal)
        self.running = True

    def stop(self) -> None:
        self.running = False

    def reconfigure(self, **change: Any) -> None:
        if self.refusal is not None:
            raise RuntimeError(self.refusal)
        self.changes.append(change)
        self.broker_count = change["broker_count"]
        self.authentications = change["authentications"]
        self.tiered_storage = change["tiered_storage"]


@dataclass
class LocalAccount:
    """The account as a test sees it."""

    network: "Network"
    data_planes: list[FakeKafkaCluster]
    refusals: list[str]

    @property
    def kafka(self) -> Any:
        """A client of the service under test."""
        return self.network.kafka

    @property
    def session(self) -> LocalSession:
        """Whatever else is in the account."""
        return self.network.session

    @property
    def subnets(self) -> list[str]:
        """One in each of three zones."""
        return self.network.subnets

    def provisioned(self, **changes: Any) -> dict[str, Any]:
        """A request for a good Standard cluster."""
        nodes = {
            "InstanceType": "kafka.m7g.large",
            "ClientSubnets": self.subnets,
            "SecurityGroups": [self.network.security_group],
            "StorageInfo": {"EbsStorageInfo": {"VolumeSize": 100}},
            **changes.pop("nodes", {}),
        }
        return {
            "BrokerNodeGroupInfo": nodes,
            "KafkaVersion": "3.9.x.kraft",
            "NumberOfBrokerNodes": 3,
            "ClientAuthentication": {"Sasl": {"Iam": {"Enabled": True}}},
            "EncryptionInfo": {"EncryptionInTransit": {"ClientBroker": "TLS", "InCluster": True}},
            **changes,
        }

    def create(self, name: str = "orders", **changes: Any) -> str:
        """ARN of a provisioned cluster that is ACTIVE."""
        provisioned = self.provisioned(**changes)
        answer = self.kafka.create_cluster_v2(ClusterName=name, Provisioned=provisioned)
        self.wait(answer["ClusterArn"])
        return str(answer["ClusterArn"])

    def create_express(self, name: str = "express") -> str:
        """ARN of a cluster of Express brokers that is ACTIVE."""
        provisioned = self.provisioned()
        provisioned["BrokerNodeGroupInfo"]["InstanceType"] = "express.m7g.large"
        del provisioned["BrokerNodeGroupInfo"]["StorageInfo"]
        answer = self.kafka.create_cluster_v2(ClusterName=name, Provisioned=provisioned)
        self.wait(answer["ClusterArn"])
        return str(answer["ClusterArn"])

    def create_serverless(self, name: str = "events") -> str:
        """ARN of a serverless cluster that is ACTIVE."""
        answer = self.kafka.create_cluster_v2(
            ClusterName=name,
            Serverless={
                "VpcConfigs": [{"SubnetIds": self.subnets}],
                "ClientAuthentication": {"Sasl": {"Iam": {"Enabled": True}}},
            },
        )
        self.wait(answer["ClusterArn"])
        return str(answer["ClusterArn"])

    def describe(self, arn: str) -> dict[str, Any]:
        """What DescribeClusterV2 says."""
        return dict(self.kafka.describe_cluster_v2(ClusterArn=arn)["ClusterInfo"])

    def version(self, arn: str) -> str:
        """The state token an update needs."""
        return str(self.describe(arn)["CurrentVersion"])

    def wait(self, arn: str, *, state: str = "ACTIVE") -> dict[str, Any]:
        """The cluster, once it is in a state."""
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            cluster = self.describe(arn)
            if cluster["State"] == state:
                return cluster
            time.sleep(0.02)
        raise AssertionError(f"{arn} stayed {cluster['State']}")

    def secret(self, prefix: str = "AmazonMSK_orders", **changes: Any) -> str:
        """ARN of a new secret MSK takes."""
        key = self.session.client("kms").create_key()["KeyMetadata"]["KeyId"]
        value = json.dumps({"username": "alice", "password": "one"})
        options = {"SecretString": value, "KmsKeyId": key, **changes}
        options = {k: v for k, v in options.items() if v is not None}
        name = f"{prefix}_{uuid.uuid4()}"
        created = self.session.client("secretsmanager").create_secret(Name=name, **options)
        return str(created["ARN"])


@dataclass
class Network:
    """A server with a VPC in it; both outlive a test, as moto takes long to make them."""

    services: dict[str, Any]
    session: LocalSession
    kafka: Any
    vpc: str
    subnets: list[str]
    security_group: str


@pytest.fixture(scope="module")
def network() -> Iterator[Network]:
    services: dict[str, Any] = {}
    server = LocalServer(services)
    server.start()
    session = LocalSession(server.url, region=REGION)
    ec2 = session.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(
            VpcId=vpc, CidrBlock=f"10.0.{n}.0/24", AvailabilityZone=f"{REGION}{zone}"
        )["Subnet"]["SubnetId"]
        for n, zone in enumerate("abc")
    ]
    group = ec2.create_security_group(VpcId=vpc, GroupName="brokers", Description="brokers")
    yield Network(services, session, session.client("kafka"), vpc, subnets, group["GroupId"])
    server.stop()


@pytest.fixture
def refusals() -> list[str]:
    """What data planes say instead of starting; empty when they start."""
    return []


@pytest.fixture
def data_planes() -> list[FakeKafkaCluster]:
    """Every data plane that was made."""
    return []


@pytest.fixture
def service(
    network: Network, refusals: list[str], data_planes: list[FakeKafkaCluster]
) -> Iterator[MskService]:
    def new_data_plane(**options: Any) -> FakeKafkaCluster:
        refusal = refusals[0] if refusals else None
        data_planes.append(FakeKafkaCluster(**options, refusal=refusal))
        return data_planes[-1]

    msk = MskService(account=ACCOUNT, region=REGION, new_data_plane=new_data_plane)
    network.services["kafka"] = msk
    yield msk
    msk.stop()


@pytest.fixture
def account(
    network: Network,
    service: MskService,
    refusals: list[str],
    data_planes: list[FakeKafkaCluster],
) -> LocalAccount:
    return LocalAccount(network, data_planes, refusals)
