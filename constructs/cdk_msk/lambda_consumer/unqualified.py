"""The function behind an alias or a version."""

from aws_cdk import aws_lambda as lambda_


def unqualified(function: lambda_.IFunction) -> lambda_.IFunction:
    """The owner of timeout and reserved concurrency: `function`, or that of an alias or version."""
    found: lambda_.IFunction = getattr(function, "lambda_", function)
    return found
