"""The configuration of every shipped deployment starts a real broker that has nothing to say to it."""

import re

import aws_cdk as cdk
import pytest
import yaml
from confluent_kafka.admin import AdminClient, ConfigResource, ResourceType

from cdk_msk import BrokerSize, Configuration, KafkaVersion
from msk_local.kafka import Authentication, BrokerSoftware, KafkaCluster
from msk_local.kafka.broker.apache.jars import JarsUnavailableError, missing_tools, provide_jars
from stacks.deployment_file import DEPLOYMENTS, load

ARN = "arn:aws:kafka:us-east-1:123456789012:cluster/demo/11111111-2222-3333-4444-555555555555-1"
CONFIGURED = sorted(
    path.stem
    for path in DEPLOYMENTS.glob("*.yaml")
    if yaml.safe_load(path.read_text()).get("cluster", {}).get("server_properties")
)
OF_THE_AUTHORIZER = {"allow.everyone.if.no.acl.found"}
"""Settings of MSK's authorizer, which Kafka itself does not have."""
SECONDS = 180

pytestmark = pytest.mark.apache_kafka


class Nobody:
    """No client comes."""

    def iam_identity(self, access_key_id):
        return None

    def scram_password(self, cluster_arn, username):
        return None


@pytest.fixture
def settings_in_force(tmp_path):
    """Starts a broker with settings; gives those it knows, and what its log complains of."""
    if missing := missing_tools():
        pytest.skip(f"Apache Kafka needs {' and '.join(missing)}")
    try:
        provide_jars()
    except JarsUnavailableError as error:
        pytest.skip(str(error))
    made = []

    def start(stated):
        cluster = KafkaCluster(
            cluster_arn=ARN,
            broker_count=1,
            authentications=[Authentication.IAM],
            identities=Nobody(),
            directory=tmp_path,
            software=BrokerSoftware.APACHE,
            server_properties=stated,
        )
        made.append(cluster)
        cluster.start()
        servers = {"bootstrap.servers": cluster.internal_bootstrap_servers, "log_level": 0}
        broker = ConfigResource(ResourceType.BROKER, "1")
        admin = AdminClient(servers)  # held: a client that nobody holds takes its answers along
        entries = admin.describe_configs([broker])[broker].result(SECONDS)
        # Kafka keeps what it does not know as a secret without a type.
        known = {name: entry.value for name, entry in entries.items() if not entry.is_sensitive}
        logs = [log.read_text().splitlines() for log in tmp_path.rglob("server.log")]
        complaints = [
            line
            for lines in logs
            for line in lines
            if re.search(r" (WARN|ERROR) ", line) and any(name in line for name in stated)
        ]
        return known, complaints

    yield start
    for cluster in made:
        cluster.stop()


@pytest.mark.parametrize("deployment", CONFIGURED)
def test_a_broker_takes_every_setting(deployment, settings_in_force):
    """It runs with each of them, and its log does not mention any."""
    stated = load(deployment)[0].cluster
    configuration = Configuration(
        cdk.Stack(cdk.App(), "Stack"),
        "Configuration",
        server_properties=stated.server_properties,
        kafka_version=KafkaVersion.of(stated.kafka_version),
        broker_size=BrokerSize.of(stated.broker_size),
    )
    texts = dict(configuration.server_properties)
    assert texts.keys() == stated.server_properties.keys()
    known, complaints = settings_in_force(texts)
    of_kafka = {name: value for name, value in texts.items() if name not in OF_THE_AUTHORIZER}
    assert {name: known.get(name) for name in of_kafka} == of_kafka
    assert complaints == []


def test_a_broker_does_not_know_every_name(settings_in_force):
    """So that its knowing the others means something."""
    known, _ = settings_in_force({"num.partitionz": "6", "num.partitions": "6"})
    assert "num.partitionz" not in known
    assert known["num.partitions"] == "6"
