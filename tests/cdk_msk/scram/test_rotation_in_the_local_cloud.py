"""Users of a cluster from end to end: deployed by the CDK CLI, used by real Kafka clients."""

import contextlib
import json
import threading
import time
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import aws_cdk as cdk
import pytest
from confluent_kafka import Consumer, KafkaError, Producer
from confluent_kafka.admin import AdminClient

from cdk_msk import (
    ClientAuthentication,
    ProvisionedCluster,
    ScramRotation,
    ScramUser,
    StreamingVpc,
    Topic,
)
from main_job.cdk import Cdk, CdkError
from msk_local import LocalCloud

pytestmark = pytest.mark.local_cloud

SECONDS = 180
GONE = {"removal_policy": cdk.RemovalPolicy.DESTROY}


def define(
    folder: Path, *, orders: bool = True, rotated: bool = True, refused: bool = False
) -> Path:
    """The assembly of a cluster with a dozen users, one that is rotated or not, and a bad one."""
    app = cdk.App(outdir=str(folder))
    stack = cdk.Stack(app, "Users")
    network = StreamingVpc(stack, "Network", flow_logs=False, **GONE)
    cluster = ProvisionedCluster(
        stack,
        "Cluster",
        vpc=network.vpc,
        vpc_subnets=network.broker_subnets,
        cluster_name="demo",
        client_authentication=ClientAuthentication(iam=True, scram=True),
        **GONE,
    )
    Topic(
        stack,
        "Topic",
        cluster=cluster,
        topic_name="orders",
        partition_count=3,
        replication_factor=3,
        **GONE,
    )
    for number in range(12):
        name = f"user-{number}"
        ScramUser(stack, name, cluster=cluster, username=name, **GONE)
    if refused:
        bad = ScramUser(stack, "Bad", cluster=cluster, username="bad", **GONE)
        bad.secret.node.default_child.add_property_deletion_override("KmsKeyId")
    if orders:
        user = ScramUser(
            stack,
            "Orders",
            cluster=cluster,
            username="orders",
            rotation=ScramRotation() if rotated else None,
            **GONE,
        )
        cdk.CfnOutput(stack, "Secret", value=user.secret.secret_arn)
    cdk.CfnOutput(stack, "Brokers", value=cluster.bootstrap_brokers_sasl_scram)
    app.synth()
    return folder


@dataclass
class Deployed:
    """The stack in the local cloud."""

    cloud: LocalCloud
    cdk: Cdk
    folder: Path
    numbers: count = field(default_factory=count)

    def deploy(self, **how: bool) -> None:
        assembly = define(self.folder / str(next(self.numbers)), **how)
        self.cdk.deploy(Path("none"), app=str(assembly))

    def client(self, service: str):
        return self.cloud.session().client(service)

    @property
    def outputs(self) -> dict[str, str]:
        (stack,) = self.client("cloudformation").describe_stacks(StackName="Users")["Stacks"]
        return {one["OutputKey"]: one["OutputValue"] for one in stack["Outputs"]}

    @property
    def cluster(self) -> dict[str, str]:
        """The one cluster, as an argument of MSK's API."""
        (cluster,) = self.client("kafka").list_clusters_v2()["ClusterInfoList"]
        return {"ClusterArn": cluster["ClusterArn"]}

    @property
    def secrets(self) -> list[str]:
        """The secrets that the cluster reads."""
        return self.client("kafka").list_scram_secrets(**self.cluster)["SecretArnList"]

    @property
    def users(self) -> int:
        return len(self.secrets)

    def credentials(self, secret: str | None = None) -> tuple[str, str]:
        """What clients read now."""
        found = self.client("secretsmanager").get_secret_value(
            SecretId=secret or self.outputs["Secret"]
        )
        content = json.loads(found["SecretString"])
        return content["username"], content["password"]

    def rotate(self) -> None:
        self.client("secretsmanager").rotate_secret(SecretId=self.outputs["Secret"])

    def kafka(self, credentials: tuple[str, str], **settings) -> dict:
        """A client's configuration."""
        return {
            "bootstrap.servers": self.outputs["Brokers"],
            "security.protocol": "SASL_SSL",
            "sasl.mechanisms": "SCRAM-SHA-512",
            "sasl.username": credentials[0],
            "sasl.password": credentials[1],
            "ssl.ca.location": str(self.cloud.ca_certificate),
            "log_level": 0,
            **settings,
        }

    def produce(self, first: int, credentials: tuple[str, str]) -> list[str]:
        """Connects anew and writes a hundred numbers; gives them back."""
        failures: list[KafkaError] = []
        producer = Producer(self.kafka(credentials, **{"message.timeout.ms": SECONDS * 1000}))
        values = [str(number) for number in range(first, first + 100)]
        for value in values:
            producer.produce("orders", value, on_delivery=lambda e, _: e and failures.append(e))
        assert producer.flush(SECONDS) == 0
        assert failures == []
        return values

    def is_refused(self, credentials: tuple[str, str]) -> bool:
        """Whether a new connection ends with a refusal, rather than with the list of topics."""
        errors: list[KafkaError] = []
        admin = AdminClient(self.kafka(credentials, error_cb=errors.append))
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            with contextlib.suppress(Exception):
                admin.list_topics(timeout=0.5)
                return False
            admin.poll(0)
            if any(error.code() == KafkaError._AUTHENTICATION for error in errors):
                return True
        raise AssertionError(f"neither let in nor refused: {errors}")


@pytest.fixture(scope="module")
def deployed(tmp_path_factory):
    """A bootstrapped account with the cluster, and its users without rotation."""
    folder = tmp_path_factory.mktemp("users")
    with LocalCloud(folder / "cloud", broker="embedded") as cloud:
        (folder / "empty").mkdir()
        (folder / "assemblies").mkdir()
        cdk = Cdk(cloud.environment(), log=folder / "cdk.log", output=folder / "cdk.out")
        cdk.bootstrap(cloud.account, cloud.region, empty=folder / "empty")
        deployed = Deployed(cloud, cdk, folder / "assemblies")
        deployed.deploy(rotated=False)
        yield deployed


class Reader(threading.Thread):
    """A consumer that signed in once and reads until it has seen all it is to see."""

    def __init__(self, configuration: dict) -> None:
        super().__init__(daemon=True)
        self.seen: list[str] = []
        self.errors: list[KafkaError] = []
        self.enough = threading.Event()
        self._consumer = Consumer(
            {
                **configuration,
                "group.id": "readers",
                "auto.offset.reset": "earliest",
                "error_cb": self.errors.append,
            }
        )

    def run(self) -> None:
        self._consumer.subscribe(["orders"])
        while not self.enough.is_set():
            for message in self._consumer.consume(100, 0.2):
                (self.errors if message.error() else self.seen).append(
                    message.error() or message.value().decode()
                )
        self._consumer.close()

    def wait_for(self, values: list[str]) -> None:
        deadline = time.monotonic() + SECONDS
        while set(values) - set(self.seen) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert set(values) - set(self.seen) == set()


def comes_back(deployed: Deployed, credentials: tuple[str, str], wanted: list[str]) -> bool:
    """Whether a consumer gets all records that reads the secret again when it is refused."""
    refusals: list[KafkaError] = []

    def on_error(error: KafkaError) -> None:
        if error.code() == KafkaError._AUTHENTICATION:
            refusals.append(error)

    group = {"group.id": "late", "auto.offset.reset": "earliest", "error_cb": on_error}
    consumer = Consumer(deployed.kafka(credentials, **group))
    consumer.subscribe(["orders"])
    missing, deadline = set(wanted), time.monotonic() + SECONDS
    while missing and time.monotonic() < deadline:
        if refusals:  # not in the callback, where the client must not be called
            refusals.clear()
            consumer.set_sasl_credentials(*deployed.credentials())
        for message in consumer.consume(100, 0.2):
            if not message.error():
                missing.discard(message.value().decode())
    consumer.close()
    return not missing


def test_rotation_while_a_consumer_runs_loses_nothing(deployed):
    """From a user without rotation to one that was rotated twice, and then to none."""
    assert deployed.users == 13  # more than MSK takes in a call
    before = deployed.credentials()
    values = deployed.produce(0, before)
    reader = Reader(deployed.kafka(before))
    reader.start()
    try:
        reader.wait_for(values)

        lost = [arn for arn in deployed.secrets if "AmazonMSK_demo_user-7" in arn]
        deployed.client("kafka").batch_disassociate_scram_secret(
            **deployed.cluster, SecretArnList=lost
        )
        deployed.deploy(rotated=True)  # and what somebody took off the list is back
        assert deployed.users == 14
        assert deployed.credentials() == before  # switching rotation on cuts nobody
        values += deployed.produce(100, deployed.credentials())

        deployed.rotate()
        once = deployed.credentials()
        assert once[0] == "orders-alternate"
        values += deployed.produce(200, once)
        values += deployed.produce(300, before)  # the overlap

        deployed.rotate()
        twice = deployed.credentials()
        assert twice[0] == "orders"
        assert twice[1] != before[1]
        values += deployed.produce(400, twice)
        values += deployed.produce(500, once)
        assert deployed.is_refused(before)
        assert not deployed.is_refused(once)
        reader.wait_for(values)
    finally:
        reader.enough.set()
        reader.join(SECONDS)
    # One connection that had been closed would have been refused when it was made again.
    assert KafkaError._AUTHENTICATION not in {error.code() for error in reader.errors}

    # The other user's turn has come and gone: what was read twice ago is no use, the secret is.
    assert comes_back(deployed, before, values)

    deployed.deploy(orders=False)
    assert deployed.users == 12
    assert deployed.is_refused(once)
    assert deployed.is_refused(twice)


def test_a_user_that_msk_refuses_fails_the_deployment(deployed):
    """With MSK's reason; the users that were there before are there after."""
    before = deployed.secrets
    with pytest.raises(CdkError, match="encrypted with the default Secrets Manager key"):
        deployed.deploy(rotated=False, refused=True)
    assert sorted(deployed.secrets) == sorted(before)
