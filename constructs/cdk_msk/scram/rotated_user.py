"""The second Kafka user of a client, the secret that clients read, and its rotation."""

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from cdk_msk.cluster.cluster import Cluster
from cdk_msk.scram.kafka_secret import define_kafka_secret
from cdk_msk.scram.rotation_function import RotationFunction
from cdk_msk.scram.scram_rotation import ScramRotation
from cdk_msk.scram.scram_users import ScramUsers

ALTERNATE = "-alternate"
"""What the second Kafka user of a client has at the end of its name; the function knows it too."""


class RotatedUser(Construct):
    """What rotation adds to a Kafka user.

    Attributes:
        secret: What clients read: the name and password of the user whose turn it is. It begins as
            a copy of the first user's, so that switching rotation on cuts nobody.
        function: What rotates it, and other users of the cluster.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        cluster: Cluster,
        username: str,
        first: secretsmanager.ISecret,
        rotation: ScramRotation,
        encryption_key: kms.IKey,
        removal_policy: cdk.RemovalPolicy,
    ) -> None:
        """Define the second user and the rotation.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            cluster: Where both users are.
            username: Name of the first user.
            first: Its secret.
            rotation: How often.
            encryption_key: Of all three secrets.
            removal_policy: Of the two that are defined here.

        Raises:
            ValueError: The cluster is imported without its network.
        """
        super().__init__(scope, id)
        second = define_kafka_secret(
            self,
            "Alternate",
            cluster=cluster,
            username=f"{username}{ALTERNATE}",
            encryption_key=encryption_key,
            removal_policy=removal_policy,
            why_not_rotated="It takes turns with another user: the rotation of the secret that "
            "clients read puts each new password here.",
        )
        self.secret = secretsmanager.Secret(
            self,
            "Secret",
            description=f"Name and password of Kafka client {username}",
            encryption_key=encryption_key,
            # CloudFormation copies it when it makes the secret, and never again.
            secret_object_value={
                "username": cdk.SecretValue.unsafe_plain_text(username),
                "password": cdk.SecretValue.secrets_manager(
                    first.secret_arn, json_field="password"
                ),
            },
            removal_policy=removal_policy,
        )
        users = ScramUsers.of(cluster)
        rotating = RotationFunction.of(users.home, cluster)
        rotating.allow(
            client_secret=self.secret,
            kafka_secrets=(first, second),
            encryption_key=encryption_key,
        )
        self.function = rotating.function
        schedule = secretsmanager.CfnRotationSchedule(
            self,
            "Schedule",
            secret_id=self.secret.secret_arn,
            rotation_lambda_arn=rotating.function.function_arn,
            rotation_rules=secretsmanager.CfnRotationSchedule.RotationRulesProperty(
                schedule_expression=rotation.schedule_expression
            ),
            # A deployment soon after a rotation would end the overlap. It tries a sign-in instead.
            rotate_immediately_on_update=False,
        )
        # Secrets Manager tries the function at once, with a user that has to be there.
        schedule.node.add_dependency(users.verified, rotating.permission)
