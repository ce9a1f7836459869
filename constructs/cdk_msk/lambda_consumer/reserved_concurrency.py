"""How many calls of a function may run at a time."""

from aws_cdk import aws_lambda as lambda_

from cdk_msk.checks import known
from cdk_msk.lambda_consumer.unqualified import unqualified
from msk_model import Unknown


def reserved_concurrency(function: lambda_.IFunction) -> int | None:
    """What is reserved for `function`, and all it may use.

    None: nothing, so that it shares what the account has, or it is not known here.
    """
    resource = unqualified(function).node.default_child
    if not isinstance(resource, lambda_.CfnFunction):
        return None
    reserved = known(resource.reserved_concurrent_executions)
    return None if reserved is None or isinstance(reserved, Unknown) else int(reserved)
