"""The proof that a cluster has the users it is declared to have."""

from collections.abc import Sequence

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

from cdk_msk.cluster.cluster import Cluster
from cdk_msk.custom_resource.handled_resource import HandledResource
from cdk_msk.wildcards import acknowledge_wildcards

_WHAT_MSK_DOES_FOR_ITS_CALLER = {"Bool": {"aws:ViaAWSService": "true"}}


class VerifiedUsers(Construct):
    """Fails the deployment, with MSK's reason, unless every secret is associated.

    It comes after CloudFormation's own resource, and mends what that left undone: it associates
    secrets that are missing, ten at a time, and takes those off the list that were declared
    formerly. Users whom somebody else associated are left alone. Deleting it does nothing.
    """

    def __init__(
        self, scope: Construct, id: str, *, cluster: Cluster, secret_arns: Sequence[str]
    ) -> None:
        """Define the proof.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            cluster: Whose users they are.
            secret_arns: Of all of them, a token.
        """
        super().__init__(scope, id)
        secrets = cdk.Stack.of(self).format_arn(
            service="secretsmanager",
            resource="secret",
            resource_name=f"AmazonMSK_{cluster.cluster_name}_*",
            arn_format=cdk.ArnFormat.COLON_RESOURCE_NAME,
        )
        self._handled = HandledResource(
            self,
            "Users",
            resource_type="Custom::MskScramUsers",
            handler="scram_users",
            properties={"ClusterArn": cluster.cluster_arn, "SecretArns": secret_arns},
            policy=[
                iam.PolicyStatement(
                    actions=[
                        "kafka:BatchAssociateScramSecret",
                        "kafka:BatchDisassociateScramSecret",
                        "kafka:ListScramSecrets",
                    ],
                    resources=[cluster.cluster_arn],
                ),
                # MSK does the rest in the name of whoever calls it; the function itself cannot.
                iam.PolicyStatement(
                    actions=["secretsmanager:GetSecretValue"],
                    resources=[secrets],
                    conditions=_WHAT_MSK_DOES_FOR_ITS_CALLER,
                ),
            ],
        )
        acknowledge_wildcards(
            self._handled.role,
            [secrets],
            "All secrets of the cluster's users, of which there may be a thousand; only MSK reads "
            "them, when it associates them in the function's name.",
        )
        self._keys: set[str] = set()

    def allow_key(self, key: kms.IKey) -> None:
        """Let MSK use `key`, with which secrets are encrypted, when it associates them."""
        if key.node.path in self._keys:
            return
        self._keys.add(key.node.path)
        self._handled.role.add_to_policy(
            iam.PolicyStatement(
                actions=["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey"],
                resources=[key.key_arn],
                conditions=_WHAT_MSK_DOES_FOR_ITS_CALLER,
            )
        )
