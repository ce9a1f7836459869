"""What is known at deployment only breaks no check, wherever it is given."""

import json
from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

from cdk_msk import (
    AlarmTopic,
    BrokerSize,
    ClientAuthentication,
    ClusterAlarms,
    ClusterDashboard,
    Configuration,
    ConsumerLag,
    KafkaVersion,
    ProvisionedCluster,
    S3Sink,
    ScramUser,
    ServerlessCluster,
    StreamingVpc,
    Topic,
)


class Parameters:
    """Parameters of a stack, each used once."""

    def __init__(self, stack: cdk.Stack) -> None:
        self._stack = stack
        self.names: list[str] = []

    def text(self) -> str:
        return self._next("String").value_as_string

    def number(self) -> int:
        return self._next("Number").value_as_number

    def _next(self, kind: str) -> cdk.CfnParameter:
        self.names.append(f"P{len(self.names)}")
        return cdk.CfnParameter(self._stack, self.names[-1], type=kind)


@pytest.fixture(scope="module")
def stack() -> cdk.Stack:
    return cdk.Stack(cdk.App(), "Stack")


@pytest.fixture(scope="module")
def template(stack: cdk.Stack, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[str]]:
    """A template full of parameters, and their names."""
    given = Parameters(stack)
    text, number = given.text, given.number
    network = StreamingVpc(stack, "Network").vpc
    cluster = ProvisionedCluster(
        stack,
        "Cluster",
        vpc=network,
        cluster_name=text(),
        kafka_version=KafkaVersion.of(text()),
        broker_size=BrokerSize.of(text()),
        client_authentication=ClientAuthentication(iam=True, scram=True),
        configuration=Configuration(
            stack,
            "Configuration",
            configuration_name=text(),
            server_properties={"num.partitions": number()},
        ),
        tags={"team": text()},
    )
    ServerlessCluster(stack, "Serverless", vpc=network, cluster_name=text())
    Topic(stack, "Topic", cluster=cluster, topic_name=text(), partition_count=number())
    ScramUser(stack, "User", cluster=cluster, username="billing")
    client = iam.User(stack, "Client")
    cluster.grant_produce(client, topics=[text()], transactional_ids=[text()])
    cluster.grant_consume(client, topics=[text()], groups=[text()])
    S3Sink(
        stack,
        "Sink",
        cluster=cluster,
        topic=text(),
        bucket=s3.Bucket.from_bucket_name(stack, "Bucket", text()),
        prefix=text(),
        consumer_group=text(),
        batch_size=number(),
        max_batching_window=cdk.Duration.seconds(number()),
        encryption_key=kms.Key.from_key_arn(stack, "Key", text()),
    )
    alarms = ClusterAlarms(
        stack,
        "Alarms",
        cluster=cluster,
        alarm_topic=AlarmTopic(stack, "AlarmTopic").topic,
        thresholds={"PartitionCount": number()},
        consumer_lag=[
            ConsumerLag(group=text(), topic=text(), maximum_offset_lag=number()),
            ConsumerLag(group=text(), topic="orders", maximum_offset_lag=10),
        ],
    )
    ClusterDashboard(stack, "Dashboard", cluster=cluster, alarms=alarms)
    written = json.loads(
        Path(stack.node.root.synth().get_stack_by_name("Stack").template_full_path).read_text()
    )
    return json.dumps(written["Resources"]), given.names


def test_every_parameter_reaches_the_template(template):
    """Names, numbers, versions, sizes, limits and keys are passed on as they are."""
    resources, names = template
    assert [name for name in names if f'{{"Ref": "{name}"}}' not in resources] == []


@pytest.mark.parametrize("argument", ["max_azs", "nat_gateways"])
def test_numbers_of_resources_must_be_known(stack: cdk.Stack, argument: str):
    """A template cannot have as many subnets as a parameter says."""
    number = cdk.CfnParameter(stack, f"Of{argument.replace('_', '')}", type="Number")
    with pytest.raises(ValueError, match=f"{argument} must be known at synth"):
        StreamingVpc(stack, f"With-{argument}", **{argument: number.value_as_number})


def test_zones_must_be_counted(stack: cdk.Stack):
    """A list that is a token may have any length; each of its elements may be one."""
    with pytest.raises(ValueError, match="availability_zones must be known at synth"):
        StreamingVpc(stack, "Zones", availability_zones=cdk.Fn.get_azs())
