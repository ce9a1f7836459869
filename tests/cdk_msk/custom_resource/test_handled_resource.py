"""Custom resources and the functions behind them."""

from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk.assertions import Template

import cdk_msk
from cdk_msk.custom_resource.handled_resource import HandledResource

ASSET = Path(cdk_msk.__file__).parent / "custom_resource" / "asset"


def define(scope, id_, **properties):
    return HandledResource(
        scope,
        id_,
        resource_type="Custom::MskThing",
        handler="bootstrap_brokers",
        properties=properties,
        policy=[
            iam.PolicyStatement(
                actions=["kafka:GetBootstrapBrokers"], resources=[f"arn:aws:kafka:::{id_}"]
            )
        ],
    )


@pytest.fixture(scope="module")
def template():
    """Two resources of one kind in one stack."""
    stack = cdk.Stack(cdk.App(), "Stack")
    one = define(stack, "One", Name="a", Names=["b", "c"])
    define(stack, "Two")
    cdk.CfnOutput(stack, "Attribute", value=one.attribute("Size"))
    return Template.from_stack(stack).to_json()


def of_type(template, type_):
    return [one for one in template["Resources"].values() if one["Type"] == type_]


def test_one_function_does_the_work_of_a_stack(template):
    """Resources of one kind share a function, whose role may do what each of them allows."""
    (function,) = of_type(template, "AWS::Lambda::Function")
    (policy,) = of_type(template, "AWS::IAM::Policy")
    assert function["Properties"]["Handler"] == "handler.bootstrap_brokers.handle"
    for id_ in ("One", "Two"):
        assert f"arn:aws:kafka:::{id_}" in str(policy)


def test_the_resource_is_told_its_properties(template):
    """Properties keep their names, and an answer is waited for no longer than twenty minutes."""
    one, _ = of_type(template, "Custom::MskThing")
    assert one["Properties"]["Name"] == "a"
    assert one["Properties"]["Names"] == ["b", "c"]
    assert one["Properties"]["ServiceTimeout"] == "1200"
    assert template["Outputs"]["Attribute"]["Value"]["Fn::GetAtt"][1] == "Size"


def test_the_role_has_no_managed_policy(template):
    """The function may write its own log and nothing else of the kind."""
    (role,) = of_type(template, "AWS::IAM::Role")
    assert "ManagedPolicyArns" not in role["Properties"]
    assert "CreateLogGroup" not in str(template)


def test_the_runtime_is_the_newest(template):
    """cdk-nag finds an older one, and AWS retires it one day."""
    names = [name for name in dir(lambda_.Runtime) if name.startswith("PYTHON_3_")]
    newest = max(names, key=lambda name: int(name.rsplit("_", 1)[1]))
    (function,) = of_type(template, "AWS::Lambda::Function")
    assert function["Properties"]["Runtime"] == getattr(lambda_.Runtime, newest).name


def test_the_asset_does_not_depend_on_who_imported_it(template):
    """Compiled files of a test run must not make a deployment of it."""
    (function,) = of_type(template, "AWS::Lambda::Function")
    key = function["Properties"]["Code"]["S3Key"]
    compiled = ASSET / "handler" / "__pycache__" / "nobody.pyc"
    compiled.parent.mkdir(exist_ok=True)
    compiled.write_text("compiled")
    try:
        stack = cdk.Stack(cdk.App(), "Stack")
        define(stack, "One")
        (function,) = of_type(Template.from_stack(stack).to_json(), "AWS::Lambda::Function")
    finally:
        compiled.unlink()
    assert function["Properties"]["Code"]["S3Key"] == key
