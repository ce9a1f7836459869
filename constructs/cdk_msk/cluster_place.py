"""The account and the Region of a cluster, and who has to be there too."""

from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct

from cdk_msk.checks import known
from msk_model import Unknown

if TYPE_CHECKING:
    from cdk_msk.cluster.cluster import Cluster


def account_of(cluster: "Cluster") -> str:
    """The account that owns `cluster`; a token where only the deployment knows it."""
    arn = known(cluster.cluster_arn)
    return cdk.Stack.of(cluster).account if isinstance(arn, Unknown) else arn.split(":")[4]


def region_of(cluster: "Cluster") -> str:
    """The Region that `cluster` is in; a token where only the deployment knows it."""
    arn = known(cluster.cluster_arn)
    return cdk.Stack.of(cluster).region if isinstance(arn, Unknown) else arn.split(":")[3]


def require_beside_cluster(construct: Construct, cluster: "Cluster") -> None:
    """Refuse a construct in another account or Region than `cluster`, where both are known.

    Raises:
        ValueError: MSK takes secrets of the cluster's own account and Region only, and Lambda
            reads no cluster elsewhere by its ARN.
    """
    stack, path = cdk.Stack.of(construct), construct.node.path
    for what, own, other in (
        ("account", known(stack.account), known(account_of(cluster))),
        ("Region", known(stack.region), known(region_of(cluster))),
    ):
        if not isinstance(own, Unknown) and not isinstance(other, Unknown) and own != other:
            raise ValueError(
                f"{path}: cluster must be in the {what} of the stack, {own}, got "
                f"{cluster.node.path!r} in {other}; define this in a stack of {other}"
            )


def require_reachable_stack(construct: Construct, cluster: "Cluster") -> None:
    """Refuse a construct in another environment than the stack `cluster` is defined in.

    Raises:
        ValueError: CloudFormation has no references between accounts or Regions.
    """
    stack, home = cdk.Stack.of(construct), cdk.Stack.of(cluster)
    for what, own, other in (
        ("account", known(stack.account), known(home.account)),
        ("Region", known(stack.region), known(home.region)),
    ):
        if not isinstance(own, Unknown) and not isinstance(other, Unknown) and own != other:
            raise ValueError(
                f"{construct.node.path}: cluster must be defined in a stack of the same {what}, "
                f"{own}, got {cluster.node.path!r} in {other}; bring it into the {what} with "
                "from_cluster_attributes"
            )
