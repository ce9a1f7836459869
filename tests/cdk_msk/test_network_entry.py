"""What a function may do to be placed in a network."""

import aws_cdk as cdk
import pytest
from aws_cdk import aws_lambda as lambda_
from aws_cdk.assertions import Template

from cdk_msk import PythonFunction
from cdk_msk.network_entry import allow_network_entry


@pytest.fixture(scope="module")
def statements() -> tuple[dict, dict]:
    """The permission and the denial of a function's role."""
    stack = cdk.Stack(cdk.App(), "Stack")
    function = PythonFunction(
        stack,
        "Function",
        code=lambda_.Code.from_inline("def handler(event, context): ..."),
        handler="index.handler",
        description="",
        timeout=cdk.Duration.minutes(1),
    )
    allow_network_entry(function)
    (policy,) = Template.from_stack(stack).find_resources("AWS::IAM::Policy").values()
    _, allowed, denied = policy["Properties"]["PolicyDocument"]["Statement"]
    return allowed, denied


def test_lambda_may_make_network_interfaces(statements: tuple[dict, dict]):
    """All of Lambda's list: https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html."""
    allowed, _ = statements
    assert (allowed["Effect"], allowed["Resource"]) == ("Allow", "*")
    assert {action.partition(":")[0] for action in allowed["Action"]} == {"ec2"}
    assert {"ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface"} <= set(allowed["Action"])


def test_the_functions_own_code_may_not(statements: tuple[dict, dict]):
    """The denial holds where the call comes from a function."""
    allowed, denied = statements
    assert (denied["Effect"], denied["Action"]) == ("Deny", allowed["Action"])
    assert denied["Condition"] == {"Null": {"lambda:SourceFunctionArn": "false"}}
