"""Clients from end to end: deployed by the CDK CLI, configured by mskctl, used by real clients."""

import json
import string
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk import aws_acmpca as acmpca
from aws_msk_iam_sasl_signer import MSKAuthTokenProvider
from botocore.credentials import CredentialProvider, Credentials
from confluent_kafka import Consumer, KafkaException, Producer
from confluent_kafka.admin import AdminClient
from constructs import Construct

from cdk_msk import (
    ClientAuthentication,
    Configuration,
    KafkaClient,
    ProvisionedCluster,
    RenewalPermission,
    StreamingVpc,
    Topic,
)
from main_job.cdk import Cdk
from msk_local import LocalCloud

pytestmark = pytest.mark.local_cloud

SECONDS = 180
ACCOUNT, REGION = "123456789012", "us-east-1"
ZONES = ["us-east-1a", "us-east-1b", "us-east-1c"]
ROOT = "arn:aws:acm-pca:::template/RootCACertificate/V1"
TOPICS = ("orders", "returns")

TABLE = {
    "checkout": {"write orders"},
    "billing": {"read orders"},
    "ledger": {"write returns", "read returns"},
}
"""What each client may do; everything else that is tried is refused."""
TRIED = [f"{verb} {topic}" for verb in ("write", "read") for topic in TOPICS]


class Authority(Construct):
    """A private root authority that signs its own certificate and lets ACM renew."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        resource = acmpca.CfnCertificateAuthority(
            self,
            "Resource",
            type="ROOT",
            key_algorithm="RSA_2048",
            signing_algorithm="SHA256WITHRSA",
            subject=acmpca.CfnCertificateAuthority.SubjectProperty(common_name=id),
        )
        own = acmpca.CfnCertificate(
            self,
            "Own",
            certificate_authority_arn=resource.attr_arn,
            certificate_signing_request=resource.attr_certificate_signing_request,
            signing_algorithm="SHA256WITHRSA",
            template_arn=ROOT,
            validity=acmpca.CfnCertificate.ValidityProperty(type="YEARS", value=10),
        )
        activation = acmpca.CfnCertificateAuthorityActivation(
            self,
            "Activation",
            certificate_authority_arn=resource.attr_arn,
            certificate=own.attr_certificate,
        )
        self.authority = acmpca.CertificateAuthority.from_certificate_authority_arn(
            self, "Active", activation.certificate_authority_arn
        )
        RenewalPermission(
            self, "Renewals", certificate_authority=self.authority
        ).node.add_dependency(activation)


def synthesized(folder: Path, *, without: str | None = None) -> Path:
    """An app with a closed cluster and three clients, or all but one of them."""
    # Known, so that the CLI looks nothing up and writes no cdk.context.json.
    zones = {f"availability-zones:account={ACCOUNT}:region={REGION}": ZONES}
    app = cdk.App(outdir=str(folder), context=zones)
    stack = cdk.Stack(app, "Clients", env=cdk.Environment(account=ACCOUNT, region=REGION))
    trusted = Authority(stack, "Trusted")
    cluster = ProvisionedCluster(
        stack,
        "Cluster",
        vpc=StreamingVpc(stack, "Network").vpc,
        cluster_name="demo",
        client_authentication=ClientAuthentication(
            iam=True, scram=True, tls=True, certificate_authorities=[trusted.authority]
        ),
        configuration=Configuration(
            stack, "Closed", server_properties={"allow.everyone.if.no.acl.found": False}
        ),
    )
    cluster.node.add_dependency(trusted)
    for topic in TOPICS:
        Topic(stack, topic, cluster=cluster, topic_name=topic, partition_count=1)
    described = {
        "checkout": {"produces": ["orders"]},
        "billing": {"authentication": "scram", "consumes": ["orders"], "groups": ["billing"]},
        "ledger": {
            "authentication": "tls",
            "produces": ["returns"],
            "consumes": ["returns"],
            "groups": ["ledger"],
        },
    }
    for name, arguments in described.items():
        if name != without:
            client = KafkaClient(
                stack,
                name,
                cluster=cluster,
                client_name=name,
                removal_policy=cdk.RemovalPolicy.DESTROY,  # or the last user could still sign in
                **arguments,
            )
            client.node.add_dependency(trusted)
    return Path(app.synth().directory)


class GivenCredentials(CredentialProvider):
    """Hands credentials to the AWS signer."""

    def __init__(self, credentials):
        self._credentials = credentials

    def load(self):
        return self._credentials


@dataclass
class Deployed:
    """The cluster as an operator and its clients see it."""

    cloud: LocalCloud
    runner: Cdk
    folder: Path

    def aws(self, service):
        return self.cloud.session().client(service)

    def mskctl(self, *words):
        """What the command prints."""
        return subprocess.run(
            [sys.executable, "-m", "mskctl", "client-config", *words],
            env=self.cloud.environment(),
            capture_output=True,
            text=True,
            check=False,
        )

    def config(self, name):
        """The configuration as written, with the secret put where it says."""
        words = ["demo", "--client", name]
        document = json.loads(self.mskctl(*words, "--json").stdout)
        ca_file = str(self.cloud.ca_certificate)
        text = self.mskctl(*words, "--format", "librdkafka", "--ca-file", ca_file).stdout
        variables = {}
        if "secret_arn" in document:
            answer = self.aws("secretsmanager").get_secret_value(SecretId=document["secret_arn"])
            secret = json.loads(answer["SecretString"])
            assert not any(value in text for value in secret.values() if value != name)
            if document["authentication"] == "scram":
                variables = {
                    "KAFKA_USERNAME": secret["username"],
                    "KAFKA_PASSWORD": secret["password"],
                }
            else:
                (self.folder / "client.pem").write_text(secret["certificate"])
                (self.folder / "client.key").write_text(secret["privateKey"])
                text = text.replace("=client.", f"={self.folder}/client.")
        filled = string.Template(text).substitute(variables).splitlines()
        lines = [line for line in filled if line and not line.startswith("#")]
        config = dict(line.split("=", 1) for line in lines) | {"log_level": 0}
        if document["authentication"] == "iam":
            token = self.token(document["role_arn"])
            config["oauth_cb"] = lambda _: (token, time.time() + 900)
        return config

    def token(self, role_arn):
        """What the signer makes of the role's credentials."""
        keys = self.aws("sts").assume_role(RoleArn=role_arn, RoleSessionName="test")["Credentials"]
        credentials = Credentials(
            keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"]
        )
        token, _ = MSKAuthTokenProvider.generate_auth_token_from_credentials_provider(
            REGION, GivenCredentials(credentials)
        )
        return token


@pytest.fixture(scope="module")
def deployed(tmp_path_factory):
    """The app in a local cloud with brokers of our own."""
    folder = tmp_path_factory.mktemp("clients")
    app = synthesized(folder / "cdk.out")
    with LocalCloud(folder / "cloud", broker="embedded") as cloud:
        empty = folder / "empty"
        empty.mkdir()
        runner = Cdk(cloud.environment(), log=folder / "cdk.log", output=app)
        runner.bootstrap(cloud.account, cloud.region, empty=empty)
        runner.deploy(Path("none"), app=str(app))
        yield Deployed(cloud, runner, folder)


def can(config, deed):
    """Whether a client is allowed to write to a topic, or to read from it."""
    verb, topic = deed.split()
    try:
        errors = write(config, topic) if verb == "write" else read(config, topic)
    except KafkaException as error:
        errors = [error.args[0]]
    names = {error.name() for error in errors if error}
    assert all("AUTHORIZATION_FAILED" in name or name == "_FATAL" for name in names), names
    return not names


def write(config, topic):
    errors = []
    producer = Producer({**config, "message.timeout.ms": SECONDS * 1000})
    producer.produce(topic, b"hello", on_delivery=lambda error, _: errors.append(error))
    assert producer.flush(SECONDS) == 0
    return errors


def read(config, topic):
    """Read one record, which is there, in the group that the configuration names."""
    consumer = Consumer({"group.id": "anything", "auto.offset.reset": "earliest", **config})
    try:
        consumer.subscribe([topic])
        (message,) = consumer.consume(1, SECONDS)
        return [message.error()]
    finally:
        consumer.close()


def test_clients_do_what_they_were_declared_for_until_they_are_taken_away(deployed):
    """IAM, passwords and certificates mean the same, and end with the KafkaClient."""
    configs = {name: deployed.config(name) for name in TABLE}
    for name in ("checkout", "ledger"):
        for deed in (one for one in TABLE[name] if one.startswith("write")):
            assert can(configs[name], deed)
    allowed = {
        name: {deed for deed in TRIED if can(config, deed)} for name, config in configs.items()
    }
    assert allowed == TABLE
    app = synthesized(deployed.folder / "cdk.out.later", without="billing")
    deployed.runner.deploy(Path("none"), app=str(app))
    assert is_locked_out(configs["billing"])
    gone = deployed.mskctl("demo", "--client", "billing")
    assert gone.returncode == 2
    assert "it has checkout, ledger" in gone.stderr
    assert can(deployed.config("checkout"), "write orders")


def is_locked_out(config):
    """Whether a client that tries to sign in is told that it cannot."""
    errors = []
    admin = AdminClient({**config, "error_cb": lambda error: errors.append(error.name())})
    deadline = time.monotonic() + SECONDS
    while "_AUTHENTICATION" not in errors and time.monotonic() < deadline:
        admin.poll(0.1)
    return "_AUTHENTICATION" in errors
