"""The function of a sink, its role and its log."""

from collections.abc import Mapping
from pathlib import Path

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from cdk_msk.custom_resource.handler_function import PYTHON_RUNTIME

_HANDLER = Path(__file__).parent / "handler"
_ONE_VCPU_MIB = 1769
"""https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html."""


class SinkFunction(Construct):
    """The handler, in a role that may write its log and nothing else yet.

    It runs outside of any VPC: Lambda's pollers bring the records, and S3 and DynamoDB are reached
    through their public endpoints.

    Attributes:
        function: The function.
        role: Its role.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        environment: Mapping[str, str],
        encryption_key: kms.IKey,
    ) -> None:
        """Define the function.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            environment: What the handler reads.
            encryption_key: Encrypts the environment.
        """
        super().__init__(scope, id)
        # Loses nothing that matters when it goes: no record is ever logged.
        log_group = logs.LogGroup(
            self,
            "LogGroup",
            retention=logs.RetentionDays.THREE_MONTHS,
            removal_policy=cdk.RemovalPolicy.DESTROY,
        )
        self.role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        log_group.grant_write(self.role)
        self.function = lambda_.Function(
            self,
            "Function",
            description=f"S3 sink {scope.node.path}",
            runtime=PYTHON_RUNTIME,
            architecture=lambda_.Architecture.ARM_64,
            handler="index.handler",
            # Whether a test or a user has imported the handler must not change the asset.
            code=lambda_.Code.from_asset(str(_HANDLER), exclude=["__pycache__"]),
            environment=dict(environment),
            environment_encryption=encryption_key,
            memory_size=_ONE_VCPU_MIB,
            timeout=cdk.Duration.minutes(5),
            role=self.role,
            log_group=log_group,
        )
