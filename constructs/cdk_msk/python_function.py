"""A Lambda function in Python with a role and a log of its own."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

import aws_cdk as cdk
import jsii
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct, IConstruct

from cdk_msk.checks import known


class PythonFunction(Construct):
    """A function whose role may write its own log and, until more is granted, nothing else.

    It runs on the newest Python that Lambda has. The log group is part of the stack and goes with
    it, so that no group without an end of retention is left behind.

    Attributes:
        function: The function.
        role: Its role.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        code: Path | lambda_.Code,
        handler: str,
        description: str,
        timeout: cdk.Duration,
        memory_size_mib: int = 256,
        reserved_concurrency: int | None = None,
        environment: Mapping[str, str] | None = None,
        environment_encryption: kms.IKey | None = None,
        log_retention: logs.RetentionDays = logs.RetentionDays.ONE_MONTH,
        vpc: ec2.IVpc | None = None,
        vpc_subnets: ec2.SubnetSelection | None = None,
        security_groups: Sequence[ec2.ISecurityGroup] | None = None,
    ) -> None:
        """Define the function.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            code: The folder of the code, or code that was prepared otherwise.
            handler: Module and function, such as ``index.handler``.
            description: What it is for, shown in the console.
            timeout: Within which it answers.
            memory_size_mib: Memory in MiB, which also decides its share of a processor.
            reserved_concurrency: How many calls may run at a time, 1 at least, which others of the
                account then cannot use. Absent: as many as the account has left.
            environment: What the code reads. Absent: nothing.
            environment_encryption: Encrypts the environment. Absent: Lambda's own key does.
            log_retention: How long its log is kept.
            vpc: The network it runs in; its role then has to be allowed to enter. Absent: none.
            vpc_subnets: Its subnets in `vpc`. Absent: the private ones.
            security_groups: Its groups in `vpc`. Absent: one of its own.

        Raises:
            ValueError: No call could ever run.
        """
        super().__init__(scope, id)
        reserved = known(reserved_concurrency)
        if isinstance(reserved, int) and reserved < 1:
            raise ValueError(
                f"{self.node.path}: reserved_concurrency must be at least 1, got {reserved}; leave "
                "it out to share what the account has"
            )
        log_group = logs.LogGroup(
            self, "LogGroup", retention=log_retention, removal_policy=cdk.RemovalPolicy.DESTROY
        )
        self.role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        log_group.grant_write(self.role)
        if isinstance(code, Path):
            # Whether a test or a user has imported the handler must not change the asset.
            code = lambda_.Code.from_asset(str(code), exclude=["__pycache__"])
        self.function = lambda_.Function(
            self,
            "Function",
            description=description,
            runtime=lambda_.Runtime.PYTHON_3_14,
            architecture=lambda_.Architecture.ARM_64,
            handler=handler,
            code=code,
            environment=dict(environment or {}),
            environment_encryption=environment_encryption,
            memory_size=memory_size_mib,
            reserved_concurrent_executions=reserved_concurrency,
            timeout=timeout,
            role=self.role,
            log_group=log_group,
            vpc=vpc,
            vpc_subnets=vpc_subnets,
            security_groups=security_groups,
        )
        resource = cast("lambda_.CfnFunction", self.function.node.default_child)
        named = [self.role, *(security_groups or ())]
        resource.add_override("DependsOn", cdk.Lazy.list(_Prerequisites(resource, named)))


@jsii.implements(cdk.IStableListProducer)
class _Prerequisites:
    """What a function waits for, without the resources that its properties name.

    A function of the CDK waits for its role and all that is below it. The policies have to be
    awaited; the role itself is in the properties, and saying so again is W3005 of cfn-lint.
    """

    def __init__(self, function: lambda_.CfnFunction, named: Sequence[IConstruct]) -> None:
        self._function = function
        self._named = named

    def produce(self) -> list[str]:
        """Logical ids; called when the template is written, after the last dependency."""
        named = {c.node.default_child.node.path for c in self._named if c.node.default_child}
        stack = self._function.stack
        return sorted(
            stack.resolve(resource.logical_id)
            for resource in self._function.obtain_dependencies()
            if isinstance(resource, cdk.CfnResource)
            and resource.stack is stack
            and resource.node.path not in named
        )
