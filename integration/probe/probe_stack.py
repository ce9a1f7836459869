"""A function in the VPC of a platform that acts as each of its clients."""

from pathlib import Path

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from stacks.platform import Platform


class ProbeStack(cdk.Stack):
    """The function `main_job.function.handler`, which may become any client of the platform.

    Args:
        platform: Whose clients it plays.
        code: Folder with the code of `main_job` and what it needs at run time.
    """

    def __init__(self, scope: Construct, id: str, *, platform: Platform, code: Path) -> None:
        super().__init__(scope, id)
        function = lambda_.Function(
            self,
            "Function",
            runtime=lambda_.Runtime.PYTHON_3_13,
            architecture=lambda_.Architecture.ARM_64,
            code=lambda_.Code.from_asset(str(code), exclude=["__pycache__"]),
            handler="main_job.function.handler",
            memory_size=1024,
            timeout=cdk.Duration.minutes(10),
            vpc=platform.network.vpc,
            vpc_subnets=platform.network.subnets,
            security_groups=[ec2.SecurityGroup(self, "Clients", vpc=platform.network.vpc)],
        )
        for port in platform.cluster.cluster.client_ports:
            function.connections.allow_to(platform.cluster.cluster, ec2.Port.tcp(port))
        clients = platform.access.clients.values()
        function.add_to_role_policy(
            iam.PolicyStatement(
                actions=["sts:AssumeRole"],
                resources=[client.role.role_arn for client in clients if client.role],
            )
        )
        for client in clients:
            if client.secret:
                client.grant_read_secret(function)
        cdk.CfnOutput(self, "ProbeFunctionName", value=function.function_name)
