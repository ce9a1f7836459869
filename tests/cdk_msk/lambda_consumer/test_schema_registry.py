"""Schema registries of consumers."""

import aws_cdk as cdk
import pytest
from aws_cdk import aws_glue as glue
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk.assertions import Template
from cdk_nag import AwsSolutionsChecks

from cdk_msk.lambda_consumer import (
    EventRecordFormat,
    LambdaConsumer,
    ProvisionedPollers,
    SchemaRegistry,
)
from cdk_msk.python_function import PythonFunction

GLUE = "arn:aws:glue:us-east-1:123456789012:registry/orders"
URL = "https://registry.example.com:8081"


def consumed_with(registry, stack, cluster_with, function_in, **arguments) -> dict:
    LambdaConsumer(
        stack,
        "Consumer",
        cluster=cluster_with(stack),
        topic="orders",
        function=function_in(stack),
        consumer_group="totals",
        schema_registry=registry,
        **{"provisioned_pollers": ProvisionedPollers(), **arguments},
    )
    return Template.from_stack(stack).to_json()


def registry_in(template: dict) -> dict:
    (mapping,) = (
        one["Properties"]
        for one in template["Resources"].values()
        if one["Type"] == "AWS::Lambda::EventSourceMapping"
    )
    return mapping["AmazonManagedKafkaEventSourceConfig"]["SchemaRegistryConfig"]


def granted(template: dict, prefix: str) -> dict[str, object]:
    """The resources of statements by their single action."""
    return {
        statement["Action"]: statement["Resource"]
        for one in template["Resources"].values()
        if one["Type"] == "AWS::IAM::Policy"
        for statement in one["Properties"]["PolicyDocument"]["Statement"]
        if str(statement["Action"]).startswith(prefix)
    }


def test_glue(cluster_with, function_in):
    """Values are checked and come as JSON; the role may read this registry and its schemas."""
    template = consumed_with(
        SchemaRegistry.glue(GLUE), cdk.Stack(cdk.App(), "Stack"), cluster_with, function_in
    )
    assert registry_in(template) == {
        "SchemaRegistryURI": GLUE,
        "EventRecordFormat": "JSON",
        "SchemaValidationConfigs": [{"Attribute": "VALUE"}],
    }
    assert granted(template, "glue:") == {
        "glue:GetRegistry": GLUE,
        "glue:GetSchemaVersion": [GLUE, "arn:aws:glue:us-east-1:123456789012:schema/orders/*"],
    }


def test_glue_of_the_app_passes_the_checks(cluster_with, function_in):
    """A registry whose ARN is only known when deployed works too, and cdk-nag has no complaint."""
    app = cdk.App()
    stack = cdk.Stack(app, "Stack")
    registry = glue.CfnRegistry(stack, "Registry", name="orders")
    template = consumed_with(
        SchemaRegistry.glue(registry.attr_arn), stack, cluster_with, function_in
    )
    assert registry_in(template)["SchemaRegistryURI"] == {"Fn::GetAtt": ["Registry", "Arn"]}
    found = granted(template, "glue:GetSchemaVersion")["glue:GetSchemaVersion"]
    assert "Registry" in str(found)
    assert "schema/" in str(found)


@pytest.mark.parametrize("arn", ["attribute", "text"])
def test_glue_of_another_stack(arn: str, tmp_path, cluster_with):
    """However its ARN is written, cdk-nag knows why all of its schemas may be read."""
    app = cdk.App(outdir=str(tmp_path))
    earlier, later = cdk.Stack(app, "Earlier"), cdk.Stack(app, "Later")
    uri = {
        "attribute": glue.CfnRegistry(earlier, "Registry", name="orders").attr_arn,
        "text": f"arn:aws:glue:{earlier.region}:{earlier.account}:registry/orders",
    }[arn]
    LambdaConsumer(
        later,
        "Consumer",
        cluster=cluster_with(later),
        topic="orders",
        function=PythonFunction(
            later,
            "Function",
            code=lambda_.Code.from_inline("def handler(event, context): ..."),
            handler="index.handler",
            description="Adds up orders",
            timeout=cdk.Duration.seconds(3),
        ).function,
        consumer_group="totals",
        schema_registry=SchemaRegistry.glue(uri),
        provisioned_pollers=ProvisionedPollers(),
    )
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    app.synth()


def test_confluent(cluster_with, function_in):
    """The role may read each secret the registry asks for."""
    stack = cdk.Stack(cdk.App(), "Stack")
    password = secretsmanager.Secret(stack, "Password")
    authority = secretsmanager.Secret(stack, "Authority")
    template = consumed_with(
        SchemaRegistry.confluent(
            URL,
            basic_auth=password,
            server_root_ca=authority,
            record_format=EventRecordFormat.SOURCE,
            checks_keys=True,
            checks_values=False,
        ),
        stack,
        cluster_with,
        function_in,
    )
    registry = registry_in(template)
    assert registry["SchemaRegistryURI"] == URL
    assert registry["EventRecordFormat"] == "SOURCE"
    assert registry["SchemaValidationConfigs"] == [{"Attribute": "KEY"}]
    kinds = [access["Type"] for access in registry["AccessConfigs"]]
    assert kinds == ["BASIC_AUTH", "SERVER_ROOT_CA_CERTIFICATE"]
    secrets = [
        statement["Resource"]["Ref"]
        for one in template["Resources"].values()
        if one["Type"] == "AWS::IAM::Policy"
        for statement in one["Properties"]["PolicyDocument"]["Statement"]
        if "secretsmanager:GetSecretValue" in statement["Action"]
    ]
    assert {secret[:8] for secret in secrets} == {"Password", "Authorit"}
    assert granted(template, "glue:") == {}


def test_secret_of_an_earlier_stack(cluster_with, function_in):
    """Its key needs nothing of a later stack: the permission stands with the function."""
    app = cdk.App()
    earlier, later = cdk.Stack(app, "Earlier"), cdk.Stack(app, "Later")
    password = secretsmanager.Secret(earlier, "Password", encryption_key=kms.Key(earlier, "Key"))
    registry = SchemaRegistry.confluent(URL, basic_auth=password)
    template = consumed_with(registry, later, cluster_with, function_in)

    assert "Key" in str(granted(template, "kms:")["kms:Decrypt"])
    assert [one.stack_name for one in later.dependencies] == ["Earlier"]


@pytest.mark.parametrize(
    ("registry", "fault"),
    [
        (SchemaRegistry.glue("orders"), "must have the ARN of a Glue registry or an http"),
        (SchemaRegistry.glue(GLUE.replace(":registry/", ":schema/")), "ARN of a Glue registry"),
        (SchemaRegistry.confluent("ftp://a"), "got 'ftp://a'"),
        (SchemaRegistry.glue(GLUE, checks_values=False), "must check keys or values, got neither"),
    ],
)
def test_what_lambda_would_refuse(registry: SchemaRegistry, fault: str):
    """An address that is none, and a registry for nothing."""
    (line,) = registry.faults()
    assert line.startswith("schema_registry must ")
    assert fault in line


def test_two_ways_to_sign_in():
    """A password and a certificate at once are one too many."""
    stack = cdk.Stack(cdk.App(), "Stack")
    secret = secretsmanager.Secret(stack, "Secret")
    registry = SchemaRegistry.confluent(URL, basic_auth=secret, client_certificate=secret)
    (line,) = registry.faults()
    assert line.endswith("got basic_auth and client_certificate; leave one out")


def test_on_demand(cluster_with, function_in):
    """Pollers on demand check no schema, and the construct says which argument is missing."""
    with pytest.raises(ValueError, match=r"schema_registry must be left out .*got 'arn:aws:glue"):
        consumed_with(
            SchemaRegistry.glue(GLUE),
            cdk.Stack(cdk.App(), "Stack"),
            cluster_with,
            function_in,
            provisioned_pollers=None,
        )
