"""The function of a sink, its role and its log."""

from collections.abc import Mapping, Sequence

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from constructs import Construct

from cdk_msk.python_function import PythonFunction
from cdk_msk.s3_sink.sink_packages import Packages, handler_code

_ONE_VCPU_MIB = 1769
"""https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html."""


class SinkFunction(PythonFunction):
    """The handler, in a role that may write its log and nothing else yet.

    It runs outside of any VPC: Lambda's pollers bring the records, and S3 and DynamoDB are reached
    through their public endpoints.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        environment: Mapping[str, str],
        encryption_key: kms.IKey,
        packages: Sequence[Packages] = (),
    ) -> None:
        """Define the function.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            environment: What the handler reads.
            encryption_key: Encrypts the environment.
            packages: What goes beside the handler. Absent: nothing, the standard library does all.

        Raises:
            ValueError: The packages cannot be fetched.
        """
        super().__init__(
            scope,
            id,
            code=handler_code(*packages),
            handler="index.handler",
            description=f"S3 sink {scope.node.path}",
            timeout=cdk.Duration.minutes(5),
            memory_size_mib=_ONE_VCPU_MIB,
            environment={**environment, "RAW_EVENTS": "true"},
            environment_encryption=encryption_key,
            log_retention=logs.RetentionDays.THREE_MONTHS,
        )
