"""Names of topics and groups that a caller grants by prefix."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

if TYPE_CHECKING:
    from cdk_msk.cluster.cluster import Cluster


def acknowledge_prefixes(cluster: "Cluster", grantee: iam.IGrantable, arns: Sequence[str]) -> None:
    """Tell cdk-nag that each ARN with a ``*`` among `arns` is what the caller asked for.

    An ARN ends in the name as the caller wrote it and begins with one cluster, so the wildcard
    reaches no further than the argument that a reviewer reads.
    """
    principal = grantee.grant_principal
    asked_for = [arn for arn in arns if arn.endswith("*")]
    if not asked_for or not isinstance(principal, Construct):
        return
    stack = cdk.Stack.of(principal)
    cluster_arn = stack.resolve(_seen_from(stack, cluster))
    for arn in asked_for:
        name = arn.rsplit("/", 1)[-1]
        finding = f"AwsSolutions-IAM5[Resource::{_flat(stack.resolve(arn), cluster_arn)}]"
        reason = f"Granted by prefix, as the caller asked: {name} of this cluster"
        cdk.Validations.of(principal).acknowledge(cdk.Acknowledgment(id=finding, reason=reason))


def _seen_from(stack: cdk.Stack, cluster: "Cluster") -> str:
    """The cluster's ARN as the template of `stack` will write it."""
    owner = cdk.Stack.of(cluster)
    if owner.node.path == stack.node.path or not cdk.Token.is_unresolved(cluster.cluster_arn):
        return cluster.cluster_arn
    return owner.export_value(cluster.cluster_arn)


def _flat(resolved: Any, cluster_arn: Any) -> str:
    """An ARN as cdk-nag writes it: text joined, other functions as compact JSON."""
    match resolved:
        case str():
            return resolved
        case {"Fn::Join": ["", list(parts)]}:
            return "".join(_flat(part, cluster_arn) for part in parts)
        case {"Fn::Select": [index, {"Fn::Split": [delimiter, _]}]}:
            part = {"Fn::Select": [index, {"Fn::Split": [delimiter, cluster_arn]}]}
            return json.dumps(part, separators=(",", ":"))
        case _:
            return json.dumps(resolved, separators=(",", ":"))
