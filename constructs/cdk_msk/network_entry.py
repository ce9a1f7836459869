"""What a Lambda function needs to run in a network."""

from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_iam as iam

from cdk_msk.python_function import PythonFunction

_NETWORK_INTERFACES: Final = [
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
]


def allow_network_entry(function: PythonFunction) -> None:
    """Let Lambda place `function` in its network, and keep the function's code out of that.

    https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
    """
    function.role.add_to_policy(iam.PolicyStatement(actions=_NETWORK_INTERFACES, resources=["*"]))
    function.role.add_to_policy(
        iam.PolicyStatement(
            effect=iam.Effect.DENY,
            actions=_NETWORK_INTERFACES,
            resources=["*"],
            # Known when the code calls, and not when Lambda itself does.
            conditions={"Null": {"lambda:SourceFunctionArn": "false"}},
        )
    )
    cdk.Validations.of(function).acknowledge(
        cdk.Acknowledgment(
            id="AwsSolutions-IAM5[Resource::*]",
            reason="Lambda places the function in its network with these actions of EC2, before "
            "there is a network interface to name. A second statement denies them to the "
            "function's own code.",
        )
    )
