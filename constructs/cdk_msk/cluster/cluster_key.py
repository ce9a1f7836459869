"""The key that encrypts what a cluster stores."""

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from constructs import Construct


def cluster_key(
    scope: Construct, given: kms.IKey | None, removal_policy: cdk.RemovalPolicy
) -> kms.IKey:
    """The key that was given, or one of the cluster's own that rotates every year.

    A cluster keeps its key for life: another one replaces it.
    """
    return given or kms.Key(
        scope,
        "EncryptionKey",
        description=f"Data of the Kafka cluster {scope.node.path}",
        enable_key_rotation=True,
        removal_policy=removal_policy,
    )
