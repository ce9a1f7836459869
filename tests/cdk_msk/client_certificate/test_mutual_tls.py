"""Mutual TLS from end to end: deployed by the CDK CLI, used by a real Kafka client."""

import json
import socket
import ssl
import time
from dataclasses import dataclass
from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from confluent_kafka import Consumer, KafkaError, Producer
from confluent_kafka.admin import (
    AclBinding,
    AclOperation,
    AclPermissionType,
    AdminClient,
    NewTopic,
    ResourcePatternType,
    ResourceType,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from cdk_msk import (
    ClientAuthentication,
    ClientCertificate,
    LambdaConsumer,
    PrivateAuthority,
    ProvisionedCluster,
    StreamingVpc,
    Topic,
)
from main_job.cdk import Cdk
from msk_local import LocalCloud

pytestmark = pytest.mark.local_cloud

SECONDS = 180
RECORDS = 200
API_VERSIONS = bytes.fromhex("0000000a0012000000000001ffff")
NAME = "orders.kafka.internal"
ZONES = ["us-east-1a", "us-east-1b", "us-east-1c"]
FORWARD = """
import base64, boto3, os

def handler(event, context):
    queue = boto3.client("sqs")
    for records in event["records"].values():
        for record in records:
            value = base64.b64decode(record["value"]).decode()
            queue.send_message(QueueUrl=os.environ["QUEUE"], MessageBody=value)
"""


def consumed(
    stack: cdk.Stack, cluster: ProvisionedCluster, certificate: ClientCertificate
) -> sqs.Queue:
    """A queue that a function fills with what Lambda's pollers read by the certificate."""
    queue = sqs.Queue(stack, "Received")
    function = lambda_.Function(
        stack,
        "Function",
        runtime=lambda_.Runtime.PYTHON_3_13,
        handler="index.handler",
        code=lambda_.Code.from_inline(FORWARD),
        environment={"QUEUE": queue.queue_url},
    )
    queue.grant_send_messages(function)
    LambdaConsumer(
        stack,
        "Consumer",
        cluster=cluster,
        topic=Topic(
            stack,
            "Events",
            cluster=cluster,
            topic_name="events",
            partition_count=1,
            replication_factor=3,
        ),
        function=function,
        consumer_group="forwarders",
        client_certificate=certificate,
    )
    return queue


def synthesized(folder: Path) -> Path:
    """An app with two authorities, a cluster that trusts one of them, and its client."""
    # Known, so that the CLI looks nothing up and writes no cdk.context.json.
    zones = {"availability-zones:account=123456789012:region=us-east-1": ZONES}
    app = cdk.App(outdir=str(folder), context=zones)
    environment = cdk.Environment(account="123456789012", region="us-east-1")
    stack = cdk.Stack(app, "MutualTls", env=environment)
    trusted, stranger = (
        PrivateAuthority(stack, name, common_name=name) for name in ("Trusted", "Stranger")
    )
    network = StreamingVpc(stack, "Network")
    cluster = ProvisionedCluster(
        stack,
        "Cluster",
        vpc=network.vpc,
        client_authentication=ClientAuthentication(
            tls=True, certificate_authorities=[trusted.authority]
        ),
    )
    certificate = ClientCertificate(
        stack,
        "Orders",
        cluster=cluster,
        certificate_authority=trusted.authority,
        common_name=NAME,
    )
    queue = consumed(stack, cluster, certificate)
    outputs = {
        "SecretArn": certificate.secret.secret_arn,
        "Certificate": certificate.certificate_arn,
        "Principal": certificate.principal,
        "Rule": certificate.copy.rule.rule_name,
        "Queue": queue.queue_url,
        "Brokers": cluster.bootstrap_brokers_tls,
        "StrangerArn": stranger.authority.certificate_authority_arn,
    }
    for name, value in outputs.items():
        cdk.CfnOutput(stack, name, value=value)
    return Path(app.synth().directory)


@dataclass
class Deployed:
    """The stack as its users see it."""

    cloud: LocalCloud
    outputs: dict[str, str]

    def client(self, service):
        """A client of AWS."""
        return self.cloud.session().client(service)

    @property
    def secret(self):
        """What the client reads."""
        value = self.client("secretsmanager").get_secret_value(SecretId=self.outputs["SecretArn"])
        return json.loads(value["SecretString"])

    def kafka(self, secret):
        """A configuration of confluent-kafka."""
        return {
            "bootstrap.servers": self.outputs["Brokers"],
            "security.protocol": "SSL",
            "ssl.ca.location": str(self.cloud.ca_certificate),
            "ssl.certificate.pem": secret["certificate"],
            "ssl.key.pem": secret["privateKey"],
            "log_level": 0,
        }

    def lets_in(self, folder, secret=None):
        """Whether a broker answers who shows this certificate, or none."""
        context = ssl.create_default_context(cafile=self.cloud.ca_certificate)
        if secret:
            both = folder / "client.pem"
            both.write_text(secret["certificate"] + secret["privateKey"])
            context.load_cert_chain(both)
        host, port = self.outputs["Brokers"].split(",")[0].split(":")
        try:
            with (
                socket.create_connection((host, int(port)), SECONDS) as connection,
                context.wrap_socket(connection, server_hostname=host) as client,
            ):
                client.sendall(API_VERSIONS)
                return client.recv(4) != b""
        except (ssl.SSLError, ConnectionError):
            return False


@pytest.fixture(scope="module")
def deployed(tmp_path_factory):
    """The app in a local cloud with brokers of our own."""
    folder = tmp_path_factory.mktemp("mutual-tls")
    app = synthesized(folder / "cdk.out")
    with LocalCloud(folder / "cloud", broker="embedded") as cloud:
        log, empty = folder / "cdk.log", folder / "empty"
        empty.mkdir()
        runner = Cdk(cloud.environment(), log=log, output=app)
        runner.bootstrap(cloud.account, cloud.region, empty=empty)
        runner.deploy(Path("none"), app=str(app))
        (stack,) = (
            cloud.session()
            .client("cloudformation")
            .describe_stacks(StackName="MutualTls")["Stacks"]
        )
        outputs = {one["OutputKey"]: one["OutputValue"] for one in stack["Outputs"]}
        yield Deployed(cloud, outputs)


def administered(config):
    """An admin client whose calls are answered."""
    admin = AdminClient(config)
    admin.poll(0)
    return admin


def produce(config, topic, values):
    """Produces values; gives the codes of the errors."""
    errors = []
    producer = Producer({**config, "message.timeout.ms": SECONDS * 1000})
    for value in values:
        producer.produce(
            topic, value, on_delivery=lambda error, _: error and errors.append(error.code())
        )
    assert producer.flush(SECONDS) == 0
    return errors


def consume(config, topic, count):
    """Consumes that many values."""
    settings = {"group.id": f"readers-of-{topic}", "auto.offset.reset": "earliest"}
    consumer = Consumer({**config, **settings})
    try:
        consumer.subscribe([topic])
        values = []
        deadline = time.monotonic() + SECONDS
        while len(values) < count and time.monotonic() < deadline:
            values += [m.value().decode() for m in consumer.consume(count, 0.5) if not m.error()]
        return values
    finally:
        consumer.close()


def test_a_client_takes_its_certificate_from_the_secret(deployed):
    """What it produces with the certificate it consumes with the certificate."""
    config = deployed.kafka(deployed.secret)
    admin = administered(config)
    admin.create_topics([NewTopic("orders", 3, 3)])["orders"].result(SECONDS)
    sent = [f"order {number}" for number in range(RECORDS)]
    assert produce(config, "orders", sent) == []
    assert sorted(consume(config, "orders", RECORDS)) == sorted(sent)


def test_pollers_of_lambda_take_the_same_secret(deployed):
    """A function gets what was produced, read by its event source mapping over mutual TLS."""
    sent = {f"event {number}" for number in range(20)}
    assert produce(deployed.kafka(deployed.secret), "events", sorted(sent)) == []
    sqs, url = deployed.client("sqs"), deployed.outputs["Queue"]
    received = set()
    deadline = time.monotonic() + SECONDS
    while received < sent and time.monotonic() < deadline:
        answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1)
        received |= {message["Body"] for message in answer.get("Messages", [])}
    assert received == sent


def test_a_certificate_of_another_authority_is_refused(deployed, tmp_path):
    """The name alone opens nothing, nor does no certificate at all."""
    assert deployed.lets_in(tmp_path, deployed.secret)
    assert not deployed.lets_in(tmp_path)
    acm = deployed.client("acm")
    arn = acm.request_certificate(
        DomainName=NAME, CertificateAuthorityArn=deployed.outputs["StrangerArn"]
    )["CertificateArn"]
    exported = acm.export_certificate(CertificateArn=arn, Passphrase=b"secret")
    key = load_pem_private_key(exported["PrivateKey"].encode(), b"secret").private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    strange = {"certificate": exported["Certificate"], "privateKey": key.decode()}
    assert not deployed.lets_in(tmp_path, strange)


def test_the_principal_is_the_one_that_acls_are_about(deployed):
    """An ACL that names it stops the client, and nothing else does."""
    config = deployed.kafka(deployed.secret)
    admin = administered(config)
    admin.create_topics([NewTopic("forbidden", 1, 3)])["forbidden"].result(SECONDS)
    assert deployed.outputs["Principal"] == f"User:CN={NAME}"
    denied = AclBinding(
        ResourceType.TOPIC,
        "forbidden",
        ResourcePatternType.LITERAL,
        deployed.outputs["Principal"],
        "*",
        AclOperation.WRITE,
        AclPermissionType.DENY,
    )
    for done in admin.create_acls([denied]).values():
        done.result(SECONDS)
    assert produce(config, "forbidden", ["no"]) == [KafkaError.TOPIC_AUTHORIZATION_FAILED]


def test_a_renewed_certificate_reaches_the_client(deployed, tmp_path):
    """What the rule of EventBridge calls after a renewal puts another pair into the secret."""
    before = deployed.secret
    deployed.client("acm").renew_certificate(CertificateArn=deployed.outputs["Certificate"])
    (target,) = deployed.client("events").list_targets_by_rule(Rule=deployed.outputs["Rule"])[
        "Targets"
    ]
    called = deployed.client("lambda").invoke(
        FunctionName=target["Arn"], Payload=target["Input"].encode()
    )
    assert "FunctionError" not in called, called["Payload"].read()
    after = deployed.secret
    assert after["certificate"] != before["certificate"]
    assert after["privateKey"] != before["privateKey"]
    assert deployed.lets_in(tmp_path, after)
    assert deployed.lets_in(tmp_path, before)  # until it expires: MSK asks no revocation list
