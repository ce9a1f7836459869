"""How many calls of a function may run at a time."""

import aws_cdk as cdk
import pytest
from aws_cdk import aws_lambda as lambda_

from cdk_msk.lambda_consumer import LambdaConsumer
from cdk_msk.lambda_consumer.reserved_concurrency import reserved_concurrency


def test_reserved_concurrency(function_in):
    """As it was given; absent where nothing is reserved or nobody knows."""
    stack = cdk.Stack(cdk.App(), "Stack")
    some = function_in(stack, "Some", reserved_concurrent_executions=7)
    later = cdk.CfnParameter(stack, "Reserved", type="Number").value_as_number
    parameter = function_in(stack, "Parameter", reserved_concurrent_executions=later)
    imported = lambda_.Function.from_function_arn(
        stack, "Imported", "arn:aws:lambda:us-east-1:123456789012:function:f"
    )
    assert reserved_concurrency(some) == 7
    assert reserved_concurrency(some.add_alias("live")) == 7
    assert reserved_concurrency(function_in(stack, "None")) is None
    assert reserved_concurrency(parameter) is None
    assert reserved_concurrency(imported) is None


def test_function_that_may_not_run(cluster_with, function_in):
    """Records would be read and refused until they expire."""
    stack = cdk.Stack(cdk.App(), "Stack")
    with pytest.raises(ValueError, match=r"at least 1, got 0 .* give enabled=False to pause"):
        LambdaConsumer(
            stack,
            "Consumer",
            cluster=cluster_with(stack),
            topic="orders",
            function=function_in(stack, reserved_concurrent_executions=0),
            consumer_group="g",
        )
