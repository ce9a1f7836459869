"""A queue for what a consumer gave up."""

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from cdk_msk.resource_policy import keep_policy


class FailureQueue(Construct):
    """A queue that keeps the notes of failed batches for two weeks, the longest SQS has.

    Lambda writes there which offsets it gave up and why, never the records themselves: those are
    read again from the topic.

    https://docs.aws.amazon.com/lambda/latest/dg/kafka-on-failure.html

    Attributes:
        queue: The queue, to be given to a consumer as `on_failure`.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        encryption_key: kms.IKey | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    ) -> None:
        """Define the queue.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            encryption_key: Encrypts the notes. Absent: SQS does, with a key of its own.
            removal_policy: What becomes of queue and notes when the stack goes.
        """
        super().__init__(scope, id)
        self.queue = sqs.Queue(
            self,
            "Default",
            encryption=(
                sqs.QueueEncryption.KMS if encryption_key else sqs.QueueEncryption.SQS_MANAGED
            ),
            encryption_master_key=encryption_key,
            enforce_ssl=True,
            retention_period=cdk.Duration.days(14),
            removal_policy=removal_policy,
        )
        keep_policy(self.queue, removal_policy)
        cdk.Validations.of(self.queue).acknowledge(
            cdk.Acknowledgment(
                id="AwsSolutions-SQS3",
                reason="This is the dead-letter queue: what is in it has failed already and waits "
                "for an operator, so no consumer could fail on it again.",
            )
        )
