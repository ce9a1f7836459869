"""Functions in Python wait for what they need and for nothing else."""

from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Template

from cdk_msk.python_function import PythonFunction


@pytest.fixture(scope="module")
def function(tmp_path_factory: pytest.TempPathFactory) -> dict:
    code: Path = tmp_path_factory.mktemp("code")
    (code / "index.py").write_text("def handler(event, context): ...\n")
    stack = cdk.Stack(cdk.App(), "Stack")
    vpc = ec2.Vpc(stack, "Vpc", nat_gateways=0)
    group = ec2.SecurityGroup(stack, "Group", vpc=vpc, allow_all_outbound=False)
    other = ec2.SecurityGroup(stack, "Other", vpc=vpc, allow_all_outbound=False)
    defined = PythonFunction(
        stack,
        "Function",
        code=code,
        handler="index.handler",
        description="A test",
        timeout=cdk.Duration.seconds(3),
        vpc=vpc,
        vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED),
        security_groups=[group],
    )
    later = iam.Role(stack, "Later", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    defined.function.node.add_dependency(later, group)
    group.connections.allow_to(other, ec2.Port.tcp(9098))
    found = Template.from_stack(stack).find_resources("AWS::Lambda::Function")
    return next(iter(found.values()))


def test_waits_for_its_policy_and_whatever_is_added(function: dict):
    """The first call may already need the policy; dependencies that come later count as well."""
    waits = {name.rstrip("0123456789ABCDEF") for name in function["DependsOn"]}
    assert {"FunctionRoleDefaultPolicy", "Later", "GrouptoStackOther"} <= waits


def test_does_not_repeat_what_its_properties_say(function: dict):
    """Role and groups are referenced, which is dependency enough for CloudFormation."""
    role = function["Properties"]["Role"]["Fn::GetAtt"][0]
    groups = [g["Fn::GetAtt"][0] for g in function["Properties"]["VpcConfig"]["SecurityGroupIds"]]
    assert not {role, *groups} & set(function["DependsOn"])


def test_calls_at_a_time(function: dict, tmp_path: Path):
    """They are limited only when asked, and never to none."""
    (tmp_path / "index.py").write_text("def handler(event, context): ...\n")
    arguments = {
        "code": tmp_path,
        "handler": "index.handler",
        "description": "A test",
        "timeout": cdk.Duration.seconds(3),
    }
    stack = cdk.Stack(cdk.App(), "Stack")
    with pytest.raises(ValueError, match="Stack/None: reserved_concurrency must be at least 1"):
        PythonFunction(stack, "None", reserved_concurrency=0, **arguments)
    stack = cdk.Stack(cdk.App(), "Stack")
    PythonFunction(stack, "Some", reserved_concurrency=5, **arguments)
    (limited,) = Template.from_stack(stack).find_resources("AWS::Lambda::Function").values()
    assert limited["Properties"]["ReservedConcurrentExecutions"] == 5
    assert "ReservedConcurrentExecutions" not in function["Properties"]
