"""The secret of one Kafka user, as Amazon MSK demands it."""

import json

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from cdk_msk.cluster.cluster import Cluster
from cdk_msk.resource_policy import keep_policy
from cdk_msk.scram.scram_users import ScramUsers


def prefix_of(cluster: Cluster) -> str:
    """What the names of the secrets of a cluster's users begin with."""
    return f"AmazonMSK_{cluster.cluster_name}_"


def define_kafka_secret(
    scope: Construct,
    id: str,
    *,
    cluster: Cluster,
    username: str,
    encryption_key: kms.IKey,
    removal_policy: cdk.RemovalPolicy,
    why_not_rotated: str,
) -> secretsmanager.Secret:
    """A generated password in a secret that the cluster reads.

    Args:
        scope: Parent of the secret.
        id: Name of the secret below `scope`.
        cluster: Whose user it is; the secret joins the list of its users.
        username: Name of the Kafka user.
        encryption_key: A customer managed key.
        removal_policy: Of the secret and its policy.
        why_not_rotated: What the compliance checks are told: Secrets Manager itself does not
            rotate this secret.
    """
    secret = secretsmanager.Secret(
        scope,
        id,
        secret_name=f"{prefix_of(cluster)}{username}",
        description=f"Kafka user {username}",
        encryption_key=encryption_key,
        generate_secret_string=secretsmanager.SecretStringGenerator(
            secret_string_template=json.dumps({"username": username}),
            generate_string_key="password",
            password_length=32,
            # Passwords end up in JAAS files and properties, each with an escaping of its own.
            exclude_punctuation=True,
        ),
        removal_policy=removal_policy,
    )
    # The statement MSK attaches when it associates a secret, word for word: said here too, so that
    # the association does not have to change what CloudFormation made.
    added = secret.add_to_resource_policy(
        iam.PolicyStatement(
            sid="AWSKafkaResourcePolicy",
            principals=[iam.ServicePrincipal("kafka.amazonaws.com")],
            actions=["secretsmanager:getSecretValue"],
            resources=[secret.secret_arn],
        )
    )
    keep_policy(secret, removal_policy)
    cdk.Validations.of(secret).acknowledge(
        cdk.Acknowledgment(id="AwsSolutions-SMG4", reason=why_not_rotated)
    )
    ScramUsers.of(cluster).associate(
        username, secret, after=added.policy_dependable, removal_policy=removal_policy
    )
    return secret
