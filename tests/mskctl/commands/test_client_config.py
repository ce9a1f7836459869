"""Configurations of clients as an operator asks for them."""

import dataclasses
import json

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws
from typer.testing import CliRunner

from msk_model.client_config import FORMATS, ClientDocument
from mskctl.cli import app
from mskctl.client_live import client_names
from mskctl.commands.client_config import ConfigFormat
from mskctl.errors import MskctlError

REGION = "eu-west-1"
ARN = f"arn:aws:kafka:{REGION}:123456789012:cluster/orders/1f0b-2"
SECRET = f"arn:aws:secretsmanager:{REGION}:123456789012:secret:AmazonMSK_orders_billing"
BILLING = ClientDocument(
    name="billing",
    cluster_arn=ARN,
    authentication="scram",
    bootstrap_servers="gone-1:9096",
    region=REGION,
    secret_arn=SECRET,
    consumes=("orders",),
    groups=("billing",),
)
SHIPPING = ClientDocument(
    name="shipping",
    cluster_arn=ARN,
    authentication="iam",
    bootstrap_servers="gone-1:9098",
    region=REGION,
    role_arn="arn:aws:iam::123456789012:role/shipping",
    produces=("parcels",),
)


BROKERS = {
    "BootstrapBrokerStringSaslScram": "b-1:9096,b-2:9096",
    "BootstrapBrokerStringPublicSaslScram": "b-1-public:9196",
    "BootstrapBrokerStringSaslIam": "b-1:9098",
    "BootstrapBrokerStringSaslIamIpv6": "b-1-v6:9198",
}


class Kafka:
    """Answers the read-only calls as MSK does."""

    def get_paginator(self, operation):
        assert operation == "list_clusters_v2"
        return self

    def paginate(self):
        yield {"ClusterInfoList": []}
        yield {"ClusterInfoList": [{"ClusterName": "orders", "ClusterArn": ARN}]}

    def get_bootstrap_brokers(self, *, ClusterArn):  # noqa: N803
        if ClusterArn != ARN:
            raise ClientError({"Error": {"Code": "NotFoundException"}}, "GetBootstrapBrokers")
        return BROKERS


@pytest.fixture
def aws(monkeypatch):
    """An account with one cluster and the parameters of its clients."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with mock_aws():
        real = boto3.client
        ssm = real("ssm", region_name=REGION)
        for one in (BILLING, SHIPPING):
            name = f"/cdk-msk/orders/clients/{one.name}"
            ssm.put_parameter(Name=name, Value=one.as_json(), Type="String")

        def client(service, region_name=None):
            assert region_name in {None, REGION}
            return Kafka() if service == "kafka" else real(service, region_name=region_name)

        monkeypatch.setattr(boto3, "client", client)
        yield ssm


def run(*words):
    return CliRunner().invoke(app, ["client-config", *words])


def refusal(*words):
    """The one line that an operator sees."""
    done = run(*words)
    assert isinstance(done.exception, MskctlError)
    assert done.exception.exit_code == 2
    assert done.stdout == ""
    line = str(done.exception)
    assert "\n" not in line
    return line


@pytest.mark.parametrize("cluster", ["orders", ARN])
def test_writes_a_configuration(aws, cluster):
    """By name or ARN, with the brokers as they are now; the secret is named and not read."""
    done = run(cluster, "--client", "billing", "--format", "librdkafka")
    assert done.exit_code == 0
    assert "bootstrap.servers=b-1:9096,b-2:9096\n" in done.stdout
    assert "sasl.password=${KAFKA_PASSWORD}\n" in done.stdout
    assert SECRET in done.stdout
    assert "gone" not in done.stdout


def test_other_endpoints(aws):
    """From the internet the same client connects to other addresses."""
    done = run("orders", "--client", "billing", "--endpoint", "public", "--ca-file", "ca.pem")
    assert "bootstrap.servers=b-1-public:9196\n" in done.stdout
    assert "ssl.truststore.location=ca.pem\n" in done.stdout


def test_the_endpoint_of_the_client(aws):
    """A client that was defined for the internet gets addresses of the internet, if not told."""
    outside = dataclasses.replace(BILLING, name="outside", endpoint="public")
    aws.put_parameter(
        Name="/cdk-msk/orders/clients/outside", Value=outside.as_json(), Type="String"
    )
    assert "b-1-public:9196\n" in run("orders", "--client", "outside").stdout
    inside = run("orders", "--client", "outside", "--endpoint", "private")
    assert "bootstrap.servers=b-1:9096,b-2:9096\n" in inside.stdout
    later = run("orders", "--client", "shipping", "--endpoint", "ipv6")
    assert "bootstrap.servers=b-1-v6:9198\n" in later.stdout


def test_json(aws):
    """Programs get everything."""
    done = run("orders", "--client", "shipping", "--json")
    assert json.loads(done.stdout)["connection"]["bootstrap.servers"] == "b-1:9098"


def test_output(aws, tmp_path):
    """A file holds what would have been printed."""
    file = tmp_path / "client.properties"
    done = run("orders", "--client", "shipping", "--output", str(file))
    assert (done.exit_code, done.stdout) == (0, "")
    assert "sasl.mechanism=AWS_MSK_IAM" in file.read_text()
    line = refusal("orders", "--client", "shipping", "--output", str(tmp_path / "a" / "b"))
    assert "file must be writable" in line


def test_a_client_that_is_not_there(aws):
    """The nearest name is offered, or all there are."""
    assert "got 'biling'; did you mean 'billing'?" in refusal("orders", "--client", "biling")
    assert "it has billing, shipping" in refusal("orders", "--client", "x")
    assert refusal("orders") == (
        "--client must name a client of orders, which has billing, shipping"
    )


def test_a_cluster_that_is_not_there(aws):
    """So is the nearest cluster."""
    assert "got 'order'; did you mean 'orders'?" in refusal("order", "--client", "billing")
    assert "the region has no such cluster" in refusal("x", "--client", "billing")


def test_an_endpoint_that_is_not_there(aws):
    """Those that are there are named."""
    line = refusal("orders", "--client", "shipping", "--endpoint", "vpc-connectivity")
    assert line.endswith("got 'vpc-connectivity'; it has private, ipv6")


def test_a_format_that_cannot_say_it(aws):
    """The tool kcat has no way to sign in with IAM."""
    assert "kcat: authentication must be scram or tls" in refusal(
        "orders", "--client", "shipping", "--format", "kcat"
    )


def test_a_parameter_that_is_none_of_ours(aws):
    """A parameter that holds something else is named."""
    aws.put_parameter(Name="/cdk-msk/orders/clients/odd", Value="hello", Type="String")
    assert "/cdk-msk/orders/clients/odd: a client's document cannot be read" in refusal(
        "orders", "--client", "odd"
    )


def test_a_client_of_a_cluster_that_was_replaced(aws):
    """A cluster of the same name is not the cluster the client was defined for."""
    old = BILLING.as_json().replace("1f0b-2", "0a0a-1")
    aws.put_parameter(
        Name="/cdk-msk/orders/clients/billing", Value=old, Type="String", Overwrite=True
    )
    assert "defined for arn:aws:kafka" in refusal("orders", "--client", "billing")


def test_an_aws_that_does_not_answer(aws):
    """What AWS says is passed on in one line."""
    other = ARN.replace("1f0b-2", "0000-1")
    aws.put_parameter(
        Name="/cdk-msk/orders/clients/late",
        Value=BILLING.as_json().replace("1f0b-2", "0000-1"),
        Type="String",
    )
    assert "cluster must be readable; An error occurred (NotFoundException)" in refusal(
        other, "--client", "late"
    )


def test_an_aws_that_is_not_set_up(monkeypatch):
    """No Region, or an address that is none: not the same as a cluster without clients."""
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/dev/null")
    assert refusal("orders") == "orders: clients must be readable; You must specify a region."
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "nonsense")
    line = "orders: cluster must be readable; Invalid endpoint: nonsense"
    assert refusal("orders", "--client", "billing") == line


def test_the_shell_completes_names(aws):
    """Clusters and clients are completed; where AWS is not there, nothing is."""
    assert client_names("orders") == client_names(ARN) == ["billing", "shipping"]
    assert client_names("other") == []


def test_formats_are_those_there_are():
    """The help names what the model can write."""
    assert [one.value for one in ConfigFormat] == list(FORMATS)
