"""The key that the certificates of a cluster's clients share."""

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from constructs import Construct

from cdk_msk.cluster.cluster import Cluster


def certificate_key(
    scope: Construct, cluster: Cluster, removal_policy: cdk.RemovalPolicy
) -> kms.Key:
    """The key of the stack around `scope` for secrets of the clients of `cluster`.

    It stays when the secret of any of them does.
    """
    stack = cdk.Stack.of(scope)
    name = f"ClientCertificateKey-{cluster.node.path.replace('/', '-')}"
    existing = stack.node.try_find_child(name)
    if isinstance(existing, kms.Key):
        if removal_policy is not cdk.RemovalPolicy.DESTROY:
            existing.apply_removal_policy(removal_policy)
        return existing
    return kms.Key(
        stack,
        name,
        description="Encrypts the private keys of clients of an MSK cluster",
        enable_key_rotation=True,
        removal_policy=removal_policy,
    )
