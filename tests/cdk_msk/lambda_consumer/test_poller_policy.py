"""The managed policy AWSLambdaMSKExecutionRole, narrowed."""

import aws_cdk as cdk
from aws_cdk.assertions import Template

from cdk_msk.lambda_consumer.poller_policy import poller_policy


def test_resources(cluster_with, function_in, of_type):
    """Only what EC2 cannot narrow is allowed on everything; nothing is about log groups."""
    stack = cdk.Stack(cdk.App(), "Stack")
    poller_policy(stack, cluster=cluster_with(stack), function=function_in(stack), with_scram=True)
    (policy,) = of_type(Template.from_stack(stack).to_json(), "AWS::IAM::Policy")
    statements = policy["Properties"]["PolicyDocument"]["Statement"]

    assert all("*" not in str(s["Action"]) for s in statements)
    (anywhere,) = [s["Action"] for s in statements if s["Resource"] == "*"]
    assert all(action.startswith("ec2:Describe") for action in anywhere)
    assert (
        statements[0]["Resource"] == "arn:aws:kafka:us-east-1:123456789012:cluster/demo/0a1b2c3d-2"
    )
    assert policy["Properties"]["Roles"]
