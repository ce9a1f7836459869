"""ACLs and quotas deployed by the CDK CLI, and what clients then may do."""

import json
import shlex
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from confluent_kafka import KafkaError, Producer

from main_job.cdk import Cdk
from msk_local import LocalCloud

pytestmark = pytest.mark.local_cloud

SECONDS = 120
APP = """
import aws_cdk as cdk

from cdk_msk import (
    Acl, AclRule, ClientAuthentication, ClientQuota, Configuration, ProvisionedCluster, ScramUser,
    StreamingVpc, Topic,
)

app = cdk.App()
first = app.node.try_get_context("stage") == "first"
gone = cdk.RemovalPolicy.DESTROY
home, away = cdk.Stack(app, "Streaming"), cdk.Stack(app, "Access")
network = StreamingVpc(home, "Network", removal_policy=gone)
cluster = ProvisionedCluster(
    home,
    "Cluster",
    cluster_name="tested",
    vpc=network.vpc,
    vpc_subnets=network.broker_subnets,
    client_authentication=ClientAuthentication(iam=True, scram=True),
    configuration=Configuration(
        home,
        "Configuration",
        server_properties={"allow.everyone.if.no.acl.found": False},
        removal_policy=gone,
    ),
    removal_policy=gone,
)
for name in ("orders", "audit"):
    Topic(
        home, name, cluster=cluster, topic_name=name, partition_count=1, removal_policy=gone
    )
for name in ("leaver", "mover"):
    ScramUser(away, name, cluster=cluster, username=name, removal_policy=gone)
moves = AclRule.producer(topics=["orders" if first else "audit"])
Acl(away, "Moves", cluster=cluster, principal="User:mover", rules=[moves])
if first:
    writes = AclRule.producer(topics=["orders"])
    Acl(away, "Leaves", cluster=cluster, principal="User:leaver", rules=[writes])
    ClientQuota(away, "Quota", cluster=cluster, user="leaver", request_percentage=50)
app.synth()
"""


@pytest.fixture(scope="module")
def cloud(tmp_path_factory) -> Iterator[LocalCloud]:
    """A local cloud that the CDK CLI may deploy to."""
    with LocalCloud(tmp_path_factory.mktemp("cloud"), broker="embedded") as running:
        empty = tmp_path_factory.mktemp("empty")
        log = tmp_path_factory.mktemp("bootstrap") / "cdk.log"
        cdk = Cdk(running.environment(), log=log, output=empty)
        cdk.bootstrap(running.account, running.region, empty=empty)
        yield running


@pytest.fixture
def cdk(cloud: LocalCloud, tmp_path: Path) -> Cdk:
    """The CLI."""
    return Cdk(cloud.environment(), log=tmp_path / "cdk.log", output=tmp_path / "cdk.out")


@pytest.fixture
def deploy(cdk: Cdk, tmp_path: Path) -> Callable[[str], None]:
    """Deploys the first or the second stage of the app."""
    app = tmp_path / "app.py"
    app.write_text(APP, encoding="utf-8")
    command = shlex.join([sys.executable, str(app)])
    return lambda stage: cdk.deploy(app, app=command, context={"stage": stage})


@pytest.fixture
def may_write(cloud: LocalCloud) -> Callable[[str, str], bool]:
    """Whether a user may write a topic."""

    def write(user: str, topic: str) -> bool:
        session = cloud.session()
        kafka = session.client("kafka")
        (cluster,) = kafka.list_clusters_v2()["ClusterInfoList"]
        brokers = kafka.get_bootstrap_brokers(ClusterArn=cluster["ClusterArn"])
        secrets = session.client("secretsmanager")
        secret = secrets.get_secret_value(SecretId=f"AmazonMSK_tested_{user}")["SecretString"]
        errors: list[KafkaError | None] = []
        producer = Producer(
            {
                "bootstrap.servers": brokers["BootstrapBrokerStringSaslScram"],
                "security.protocol": "SASL_SSL",
                "ssl.ca.location": str(cloud.ca_certificate),
                "sasl.mechanisms": "SCRAM-SHA-512",
                "sasl.username": user,
                "sasl.password": json.loads(secret)["password"],
                "log_level": 0,
            }
        )
        producer.produce(topic, b"x", on_delivery=lambda error, _: errors.append(error))
        assert producer.flush(SECONDS) == 0
        if errors[0] is None:
            return True
        assert errors[0].code() == KafkaError.TOPIC_AUTHORIZATION_FAILED
        return False

    return write


def test_access_comes_and_goes_with_the_deployment(cloud, cdk, deploy, may_write):
    """Created, changed and removed; what is removed is closed, and nothing stands in the way."""
    everybody = [(user, topic) for user in ("leaver", "mover") for topic in ("orders", "audit")]

    deploy("first")
    assert [may_write(*who) for who in everybody] == [True, False, True, False]

    deploy("second")
    assert [may_write(*who) for who in everybody] == [False, False, False, True]

    cdk.destroy()
    assert cloud.session().client("kafka").list_clusters_v2()["ClusterInfoList"] == []
