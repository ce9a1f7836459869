"""A custom resource whose work a handler of this package does."""

from collections.abc import Mapping, Sequence
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

from cdk_msk.custom_resource.handler_function import HandlerFunction

# The function answers within five minutes; Lambda calls it three times at the worst.
_SERVICE_TIMEOUT_MINUTES = 20


class HandledResource(Construct):
    """A resource that a small Lambda handler creates, updates and deletes.

    CloudFormation calls the function itself, without a framework in between. The function reports
    every failure with its reason, waits for IAM to know its permissions, and is idempotent.

    Attributes:
        resource: The custom resource.
        role: Of the function, which all resources of this kind in the stack share.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        resource_type: str,
        handler: str,
        properties: Mapping[str, Any],
        policy: Sequence[iam.PolicyStatement] = (),
    ) -> None:
        """Define the resource.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            resource_type: ``Custom::…``, shown in the events of the stack.
            handler: Name of the module in ``asset/handler`` whose ``handle`` does the work.
            properties: What the handler is told. A change of any of them calls it again.
            policy: What the handler may do, besides writing its log.
        """
        super().__init__(scope, id)
        handling = HandlerFunction.of(self, handler)
        function, self.role = handling.function, handling.role
        for statement in policy:
            function.add_to_role_policy(statement)
        self.resource = cdk.CustomResource(
            self,
            "Resource",
            service_token=function.function_arn,
            resource_type=resource_type,
            properties=dict(properties),
            service_timeout=cdk.Duration.minutes(_SERVICE_TIMEOUT_MINUTES),
        )

    def attribute(self, name: str) -> str:
        """What the handler answered under `name`, a token until deployed."""
        return self.resource.get_att_string(name)
