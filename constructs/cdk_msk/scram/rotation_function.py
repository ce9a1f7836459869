"""The function that rotates passwords of a cluster's users from within its network."""

from pathlib import Path
from typing import Final, Self

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from cdk_msk.cluster.cluster import Cluster
from cdk_msk.network_entry import allow_network_entry
from cdk_msk.python_function import PythonFunction
from cdk_msk.scram.kafka_secret import prefix_of
from cdk_msk.scram.rotation_network import RotationNetwork

ASSET: Final = Path(__file__).parent / "asset"
"""The folder with the package ``rotation``."""

_NAME = "Rotation"
# MSK takes up to ten minutes to learn a password; Lambda stops every function after fifteen.
_TIMEOUT_MINUTES = 15


class RotationFunction(Construct):
    """The one Lambda function that rotates the rotated users of a cluster.

    It runs in the subnets of the cluster, where it reaches the brokers and Secrets Manager, and it
    may read and write the secrets of the users that it rotates, and no others.

    Attributes:
        function: The function.
        permission: Lets Secrets Manager call it, for secrets of this account.
    """

    @classmethod
    def of(cls, home: Construct, cluster: Cluster) -> Self:
        """The function of `cluster`, below `home`.

        Raises:
            ValueError: The cluster is imported without its network.
        """
        existing = home.node.try_find_child(_NAME)
        return existing if isinstance(existing, cls) else cls(home, _NAME, cluster=cluster)

    def __init__(self, scope: Construct, id: str, *, cluster: Cluster) -> None:
        super().__init__(scope, id)
        network = RotationNetwork(self, "Network", cluster=cluster)
        self._python = PythonFunction(
            self,
            "Rotation",
            code=ASSET,
            handler="rotation.index.handle",
            description="Rotates passwords of SCRAM users of an MSK cluster",
            timeout=cdk.Duration.minutes(_TIMEOUT_MINUTES),
            environment={
                "BOOTSTRAP_BROKERS": cluster.bootstrap_brokers_sasl_scram,
                "SECRET_PREFIX": prefix_of(cluster),
            },
            vpc=network.vpc,
            vpc_subnets=network.vpc_subnets,
            security_groups=[network.security_group],
        )
        allow_network_entry(self._python)
        self.function = self._python.function
        # The ways out are there before the first rotation.
        self.function.node.add_dependency(
            network.vpc, network.security_group, *cluster.connections.security_groups
        )
        self.permission = lambda_.CfnPermission(
            self,
            "SecretsManager",
            action="lambda:InvokeFunction",
            function_name=self.function.function_arn,
            principal="secretsmanager.amazonaws.com",
            source_account=cdk.Stack.of(self).account,
        )

    def allow(
        self,
        *,
        client_secret: secretsmanager.ISecret,
        kafka_secrets: tuple[secretsmanager.ISecret, secretsmanager.ISecret],
        encryption_key: kms.IKey,
    ) -> None:
        """Let the function rotate a user.

        Args:
            client_secret: The secret that clients read.
            kafka_secrets: The secrets of the two Kafka users, which the cluster reads.
            encryption_key: Encrypts all three.
        """
        via = f"secretsmanager.{cdk.Stack.of(self).region}.amazonaws.com"
        for statement in (
            iam.PolicyStatement(
                actions=[
                    "secretsmanager:DescribeSecret",
                    "secretsmanager:UpdateSecretVersionStage",
                ],
                resources=[client_secret.secret_arn],
            ),
            iam.PolicyStatement(
                actions=["secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"],
                resources=[client_secret.secret_arn, *(s.secret_arn for s in kafka_secrets)],
            ),
            iam.PolicyStatement(
                actions=["kms:Decrypt", "kms:GenerateDataKey"],
                resources=[encryption_key.key_arn],
                conditions={"StringEquals": {"kms:ViaService": via}},
            ),
        ):
            self._python.role.add_to_policy(statement)
