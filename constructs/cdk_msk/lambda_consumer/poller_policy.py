"""What Lambda's pollers may do in the name of the function they feed."""

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from cdk_msk.cluster.cluster import Cluster
from cdk_msk.wildcards import acknowledge_wildcards


def poller_policy(
    scope: Construct, *, cluster: Cluster, function: lambda_.IFunction, with_scram: bool
) -> iam.Policy:
    """The managed policy AWSLambdaMSKExecutionRole, as narrow as Lambda bears it.

    https://docs.aws.amazon.com/lambda/latest/dg/with-msk-permissions.html

    Args:
        scope: Parent of the policy.
        cluster: Where the topic lives.
        function: The function; it has a role.
        with_scram: Whether the pollers sign in as a SCRAM user.
    """
    interfaces = cdk.Stack.of(scope).format_arn(
        service="ec2", resource="*", resource_name="*", arn_format=cdk.ArnFormat.SLASH_RESOURCE_NAME
    )
    policy = iam.Policy(
        scope,
        "Policy",
        statements=[
            iam.PolicyStatement(
                actions=[
                    "kafka:DescribeCluster",
                    "kafka:DescribeClusterV2",
                    "kafka:GetBootstrapBrokers",
                    *(["kafka:ListScramSecrets"] if with_scram else []),
                ],
                resources=[cluster.cluster_arn],
            ),
            iam.PolicyStatement(
                actions=[
                    "ec2:DescribeNetworkInterfaces",
                    "ec2:DescribeSecurityGroups",
                    "ec2:DescribeSubnets",
                    "ec2:DescribeVpcs",
                ],
                resources=["*"],
            ),
            iam.PolicyStatement(
                actions=["ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface"],
                resources=[interfaces],
            ),
        ],
    )
    if function.role is not None:
        policy.attach_to_role(function.role)
    acknowledge_wildcards(policy, ["*"], "EC2 has no resource-level permission for Describe*.")
    acknowledge_wildcards(
        policy,
        [interfaces],
        "The network interfaces of Lambda's pollers get their ids when they are made, and Lambda "
        "checks its permission to delete them against all interfaces of the account.",
    )
    return policy
