"""S3 sinks as CloudFormation and cdk-nag see them."""

import json
from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk.assertions import Template
from cdk_nag import AwsSolutionsChecks

from cdk_msk.cluster.client_authentication import ClientAuthentication
from cdk_msk.cluster.provisioned_cluster import ProvisionedCluster
from cdk_msk.cluster.serverless_cluster import ServerlessCluster
from cdk_msk.network import StreamingVpc
from cdk_msk.s3_sink import Compression, ObjectDate, RecordFormat, S3Sink, sink_function
from cdk_msk.s3_sink.sink_packages import Packages
from cdk_msk.scram import ScramUser
from cdk_msk.topic import Topic


def of_type(template: dict, resource_type: str) -> list[dict]:
    return [r for r in template["Resources"].values() if r["Type"] == resource_type]


def statements(template: dict) -> list[dict]:
    policies = of_type(template, "AWS::IAM::Policy")
    return [s for p in policies for s in p["Properties"]["PolicyDocument"]["Statement"]]


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    """Sinks of a Standard and a serverless cluster that cdk-nag found nothing wrong with."""
    app = cdk.App(outdir=str(tmp_path_factory.mktemp("cdk.out")))
    clusters, delivery = cdk.Stack(app, "Clusters"), cdk.Stack(app, "Delivery")
    streaming = StreamingVpc(clusters, "Network")
    place = {"vpc": streaming.vpc, "vpc_subnets": streaming.broker_subnets}
    standard = ProvisionedCluster(
        clusters,
        "Standard",
        **place,
        client_authentication=ClientAuthentication(iam=True, scram=True),
    )
    serverless = ServerlessCluster(clusters, "Serverless", **place)
    topic = Topic(clusters, "Topic", cluster=standard, topic_name="orders", partition_count=6)
    user = ScramUser(clusters, "User", cluster=standard, username="sink")
    orders = S3Sink(delivery, "Orders", cluster=standard, topic=topic, scram_user=user)
    S3Sink(
        delivery, "Clicks", cluster=serverless, topic="clicks", bucket=orders.bucket, prefix="web"
    )
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    folder = Path(app.synth().directory)
    return {
        name: json.loads((folder / f"{name}.template.json").read_text())
        for name in ("Clusters", "Delivery")
    }


@pytest.fixture(scope="module")
def plain() -> dict:
    """A sink with every default."""
    stack = cdk.Stack(cdk.App(), "Stack")
    S3Sink(stack, "Sink", cluster=_cluster(stack), topic="orders")
    return Template.from_stack(stack).to_json()


def _cluster(stack: cdk.Stack) -> ProvisionedCluster:
    return ProvisionedCluster.from_cluster_attributes(
        stack,
        "Cluster",
        cluster_arn="arn:aws:kafka:us-east-1:123456789012:cluster/demo/0a1b2c3d-2",
    )


def test_cdk_nag_finds_nothing(platform: dict[str, dict]):
    """Every acknowledgment is made where its cause is, also across stacks and in shared buckets."""
    assert platform


def test_sinks_in_one_bucket(platform: dict[str, dict]):
    """A second sink writes below its prefix, in a group and with a ledger of its own."""
    environments = [
        function["Properties"]["Environment"]["Variables"]
        for function in of_type(platform["Delivery"], "AWS::Lambda::Function")
        if "LEDGER" in str(function)
    ]
    assert {e["PREFIX"] for e in environments} == {"", "web/"}
    for name in ("LEDGER", "CONSUMER_GROUP"):
        assert len({str(e[name]) for e in environments}) == 2
    assert len({str(e["BUCKET"]) for e in environments}) == 1


def test_mapping(plain: dict):
    """Large batches wait a minute; the mapping waits for what the handler may do."""
    (mapping,) = of_type(plain, "AWS::Lambda::EventSourceMapping")

    assert mapping["Properties"]["BatchSize"] == 10_000
    assert mapping["Properties"]["MaximumBatchingWindowInSeconds"] == 60
    assert mapping["Properties"]["AmazonManagedKafkaEventSourceConfig"][
        "ConsumerGroupId"
    ].startswith("Stack-Sink-")
    assert sum("Policy" in name for name in mapping["DependsOn"]) == 2


def test_least_privilege(plain: dict):
    """The handler writes and reads objects of its topic and its ledger, and deletes nothing."""
    (on_objects,) = [s for s in statements(plain) if "s3:PutObject" in s["Action"]]
    (on_ledger,) = [s for s in statements(plain) if "dynamodb:Query" in s["Action"]]
    actions = str([s["Action"] for s in statements(plain)])

    assert on_objects["Action"] == ["s3:GetObject", "s3:PutObject"]
    assert on_objects["Resource"]["Fn::Join"][1][-1] == "/topic=orders/*"
    assert set(on_ledger["Resource"]) == {"Fn::GetAtt"}
    assert "Delete" not in actions.replace("ec2:DeleteNetworkInterface", "")
    assert "*" not in actions


def test_retained(plain: dict):
    """What was delivered, and what is known about it, survives the stack."""
    for kind in ("S3::Bucket", "KMS::Key", "SQS::Queue"):
        kept = {r["DeletionPolicy"] for r in of_type(plain, f"AWS::{kind}")}
        assert kept == {"RetainExceptOnCreate"}
    (table,) = of_type(plain, "AWS::DynamoDB::Table")
    assert table["DeletionPolicy"] == "Retain"
    assert table["Properties"]["DeletionProtectionEnabled"] is True
    assert table["Properties"]["PointInTimeRecoverySpecification"] == {
        "PointInTimeRecoveryEnabled": True
    }


def test_everything_of_ones_own():
    """Bucket, key, group, prefix and codec can be given, and all of it can go with the stack."""
    stack = cdk.Stack(cdk.App(), "Stack")
    key = kms.Key(stack, "Key")
    bucket = s3.Bucket(stack, "Bucket", encryption_key=key)
    sink = S3Sink(
        stack,
        "Sink",
        cluster=_cluster(stack),
        topic="orders",
        bucket=bucket,
        prefix="/raw/kafka/",
        compression=Compression.GZIP,
        consumer_group="archive",
        max_batching_window=cdk.Duration.seconds(0),
        encryption_key=kms.Key(stack, "SinkKey"),
        removal_policy=cdk.RemovalPolicy.DESTROY,
    )
    sink.bucket.grant_read(iam.Role(stack, "Reader", assumed_by=iam.AccountRootPrincipal()))
    template = Template.from_stack(stack).to_json()
    (function,) = of_type(template, "AWS::Lambda::Function")
    (on_keys,) = [s for s in statements(template) if "kms:Encrypt" in s["Action"]]
    (table,) = of_type(template, "AWS::DynamoDB::Table")

    assert (sink.prefix, sink.bucket) == ("raw/kafka/", bucket)
    variables = function["Properties"]["Environment"]["Variables"]
    assert (variables["PREFIX"], variables["COMPRESSION"], variables["CONSUMER_GROUP"]) == (
        "raw/kafka/",
        "gzip",
        "archive",
    )
    assert len(on_keys["Resource"]) == 2
    assert len(of_type(template, "AWS::S3::Bucket")) == 1
    assert table["DeletionPolicy"] == "Delete"
    assert table["Properties"]["DeletionProtectionEnabled"] is False


def test_what_objects_hold():
    """Format, day and size are told to the handler, which may write where that format puts things."""
    stack = cdk.Stack(cdk.App(), "Stack")
    S3Sink(
        stack,
        "Sink",
        cluster=_cluster(stack),
        topic="orders",
        record_format=RecordFormat.VALUES,
        object_date=ObjectDate.INGEST,
        object_size=cdk.Size.mebibytes(2),
    )
    template = Template.from_stack(stack).to_json()
    (function,) = of_type(template, "AWS::Lambda::Function")
    variables = function["Properties"]["Environment"]["Variables"]
    (on_objects,) = [s for s in statements(template) if "s3:PutObject" in s["Action"]]

    assert [variables[name] for name in ("FORMAT", "DATE", "OBJECT_BYTES")] == [
        "values",
        "ingest",
        "2097152",
    ]
    assert [arn["Fn::Join"][1][-1] for arn in on_objects["Resource"]] == [
        "/topic=orders/*",
        "/dead-letters/topic=orders/*",
        "/_index/topic=orders/*",
    ]


@pytest.mark.parametrize(
    ("arguments", "packages", "effort"),
    [
        ({}, [], "size"),
        ({"smaller_objects": False}, [], "speed"),
        ({"optimised": True}, [Packages.FAST], "speed"),
        ({"optimised": True, "smaller_objects": True}, [Packages.FAST], "size"),
        ({"record_format": RecordFormat.PARQUET}, [Packages.PARQUET], "size"),
    ],
)
def test_packages(monkeypatch: pytest.MonkeyPatch, arguments, packages, effort):
    """Packages come when they are asked for, and with Parquet, which needs its own."""
    asked = []
    handler = Path(sink_function.__file__).parent / "handler"
    monkeypatch.setattr(sink_function, "handler_code", lambda *p: asked.extend(p) or handler)
    stack = cdk.Stack(cdk.App(), "Stack")
    S3Sink(stack, "Sink", cluster=_cluster(stack), topic="orders", **arguments)
    (function,) = of_type(Template.from_stack(stack).to_json(), "AWS::Lambda::Function")
    variables = function["Properties"]["Environment"]["Variables"]

    assert asked == packages
    assert variables["EFFORT"] == effort
    assert variables["RAW_EVENTS"] == "true"


def test_objects_age():
    """Old objects of the sink's own bucket become cheaper, and go when they are told to."""
    stack = cdk.Stack(cdk.App(), "Stack")
    S3Sink(
        stack,
        "Sink",
        cluster=_cluster(stack),
        topic="orders",
        infrequent_access_after=cdk.Duration.days(30),
        expiration=cdk.Duration.days(400),
    )
    template = Template.from_stack(stack).to_json()
    rules = [
        rule
        for bucket in of_type(template, "AWS::S3::Bucket")
        for rule in bucket["Properties"]["LifecycleConfiguration"]["Rules"]
    ]

    assert {"StorageClass": "STANDARD_IA", "TransitionInDays": 30} in [
        transition for rule in rules for transition in rule.get("Transitions", [])
    ]
    assert 400 in [rule.get("ExpirationInDays") for rule in rules]
    (function,) = of_type(template, "AWS::Lambda::Function")
    assert function["Properties"]["Environment"]["Variables"]["EXPIRATION_DAYS"] == "400"
    assert "s3:ListBucket" in [s["Action"] for s in statements(template)]  # tells what is gone


def test_objects_that_would_go_too_early():
    """The error names the sink, the argument and the reason."""
    stack = cdk.Stack(cdk.App(), "Stack")
    with pytest.raises(
        ValueError, match=r"^Stack/Sink: infrequent_access_after must be at least 30"
    ):
        S3Sink(
            stack,
            "Sink",
            cluster=_cluster(stack),
            topic="orders",
            infrequent_access_after=cdk.Duration.days(3),
        )
