"""Names of topics and groups that a caller grants by prefix."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

from cdk_msk.wildcards import acknowledge_wildcards

if TYPE_CHECKING:
    from cdk_msk.cluster.cluster import Cluster


def acknowledge_prefixes(
    cluster: "Cluster", grantee: iam.IGrantable, resource: str, names: Sequence[str]
) -> None:
    """Tell cdk-nag that each name with a ``*`` is what the caller asked for.

    An ARN ends in the name as the caller wrote it and begins with one cluster, so the wildcard
    reaches no further than the argument that a reviewer reads.

    Args:
        cluster: Whose resources are granted.
        grantee: To whom. Only principals of this app have policies that are checked.
        resource: ``topic``, ``group`` or ``transactional-id``.
        names: The names as they were granted.
    """
    principal = grantee.grant_principal
    prefixes = [name for name in names if name.endswith("*")]
    if not prefixes or not isinstance(principal, Construct):
        return
    parts = cdk.Fn.split(":cluster/", _cluster_arn_in(cdk.Stack.of(principal), cluster))
    before, after = cdk.Fn.select(0, parts), cdk.Fn.select(1, parts)
    acknowledge_wildcards(
        principal,
        [f"{before}:{resource}/{after}/{name}" for name in prefixes],
        f"Granted by prefix on this one cluster, as the caller asked: {', '.join(prefixes)}",
    )


def _cluster_arn_in(stack: cdk.Stack, cluster: "Cluster") -> str:
    """The cluster's ARN as the template of `stack` will write it."""
    owner = cdk.Stack.of(cluster)
    if owner.node.addr == stack.node.addr or not cdk.Token.is_unresolved(cluster.cluster_arn):
        return cluster.cluster_arn
    return owner.export_value(cluster.cluster_arn)
