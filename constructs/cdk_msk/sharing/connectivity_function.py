"""The function that opens and closes the ways into clusters."""

from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

from cdk_msk.custom_resource.handler_function import HandlerFunction
from cdk_msk.wildcards import acknowledge_wildcards

_LOOKS_AT: Final = [
    "ec2:DescribeRouteTables",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcAttribute",
    "ec2:DescribeVpcs",
]
"""What the managed policy AmazonMSKFullAccess has "to validate the passed resources"."""


class ConnectivityFunction(HandlerFunction):
    """One function of a stack, which calls itself again when its fifteen minutes are up.

    Attributes:
        may_go_on: The permission to do so; what the function works on has to wait for it.
    """

    def __init__(self, scope: Construct, id: str, *, module: str) -> None:
        """Define the function; use `ConnectivityFunction.of`.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            module: Which module of the package ``handler`` has the ``handle`` to call.
        """
        super().__init__(scope, id, module=module, timeout=cdk.Duration.minutes(15))
        # Not in the policy of the role: the function waits for that one, and cannot for this.
        self.may_go_on = iam.Policy(
            self,
            "MayGoOn",
            roles=[self.role],
            statements=[
                iam.PolicyStatement(
                    actions=["lambda:InvokeFunction"], resources=[self.function.function_arn]
                )
            ],
        )
        self.function.add_to_role_policy(
            iam.PolicyStatement(
                actions=["cloudformation:DescribeStacks"], resources=[cdk.Stack.of(self).stack_id]
            )
        )
        self._allow_everywhere(
            ["kafka:DescribeClusterOperation"],
            "The reason why MSK failed stands in an operation, whose ARN is known when MSK has "
            "begun it. The action reads and changes nothing.",
        )
        self._allow_everywhere(
            _LOOKS_AT,
            "MSK looks at the network of the cluster on behalf of who asks it for a change. These "
            "actions of EC2 know no resources; they read and change nothing.",
        )

    def allow(self, cluster_arn: str, *, dual_stack: bool) -> None:
        """Let the function change the connectivity of a cluster."""
        self.function.add_to_role_policy(
            iam.PolicyStatement(
                actions=["kafka:DescribeClusterV2", "kafka:UpdateConnectivity"],
                resources=[cluster_arn],
            )
        )
        if dual_stack:
            # https://docs.aws.amazon.com/msk/latest/developerguide/mskp-choose-cluster-network-type.html
            self._allow_everywhere(
                ["ec2:CreateTags"],
                "MSK asks for it when it gives brokers addresses of IPv6; the network interfaces "
                "are its own. The function's code tags nothing.",
            )

    def _allow_everywhere(self, actions: list[str], reason: str) -> None:
        self.function.add_to_role_policy(iam.PolicyStatement(actions=actions, resources=["*"]))
        acknowledge_wildcards(self.role, ["*"], reason)
