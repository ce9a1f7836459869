"""Where alarms are told."""

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from constructs import Construct

from cdk_msk.resource_policy import keep_policy


class AlarmTopic(Construct):
    """An SNS topic for alarms, encrypted with a key of its own and reached over TLS only.

    `ClusterAlarms` lets CloudWatch publish to it and use the key. Subscribe people or a chat to
    `topic`.

    Attributes:
        topic: The SNS topic.
        encryption_key: The key of the topic.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        encryption_key: kms.IKey | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    ) -> None:
        """Define the topic.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            encryption_key: A customer managed key: CloudWatch cannot use the default key of SNS.
                One that is not of this app has to let CloudWatch use it: a warning says how.
                Absent: a new one with rotation.
            removal_policy: RETAIN keeps topic, subscriptions and key when the stack goes.
        """
        super().__init__(scope, id)
        self.encryption_key = encryption_key or kms.Key(
            self,
            "Key",
            description="Encrypts alarms of MSK clusters",
            enable_key_rotation=True,
            removal_policy=removal_policy,
        )
        self.topic = sns.Topic(
            self,
            "Topic",
            display_name="Alarms of MSK clusters",
            master_key=self.encryption_key,
            enforce_ssl=True,
        )
        self.topic.apply_removal_policy(removal_policy)
        keep_policy(self.topic, removal_policy)
