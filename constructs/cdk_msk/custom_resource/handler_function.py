"""The Lambda functions behind custom resources."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Self

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from cdk_msk.python_function import PythonFunction

ASSET: Final = Path(__file__).parent / "asset"
"""The folder with the package ``handler``."""

_TIMEOUT_MINUTES: Final = 5


class HandlerFunction(PythonFunction):
    """One Lambda function of a stack, for all custom resources of one kind in it.

    Its role may write its own log, and what the custom resources allow it.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        module: str,
        code: lambda_.Code | None = None,
        timeout: cdk.Duration | None = None,
        vpc: ec2.IVpc | None = None,
        vpc_subnets: ec2.SubnetSelection | None = None,
        security_groups: Sequence[ec2.ISecurityGroup] | None = None,
    ) -> None:
        """Define the function.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            module: Which module of the package ``handler`` has the ``handle`` to call.
            code: Where the package is. Absent: `ASSET`.
            timeout: Within which it answers. Absent: five minutes.
            vpc: The network it runs in; its role then has to be allowed to enter. Absent: none.
            vpc_subnets: Its subnets in `vpc`. Absent: the private ones.
            security_groups: Its groups in `vpc`. Absent: one of its own.
        """
        super().__init__(
            scope,
            id,
            description=f"Custom resource of cdk-msk: {module.replace('_', ' ')}",
            code=code or ASSET,
            handler=f"handler.{module}.handle",
            timeout=timeout or cdk.Duration.minutes(_TIMEOUT_MINUTES),
            vpc=vpc,
            vpc_subnets=vpc_subnets,
            security_groups=security_groups,
        )

    @classmethod
    def of(cls, scope: Construct, module: str) -> Self:
        """The function of the stack around `scope` that runs ``handle`` in ``handler/<module>``."""
        stack = cdk.Stack.of(scope)
        name = f"CdkMsk{module.title().replace('_', '')}Handler"
        existing = stack.node.try_find_child(name)
        return existing if isinstance(existing, cls) else cls(stack, name, module=module)
