"""Access of IAM principals to a cluster's data."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_iam as iam

from cdk_msk.granted_prefixes import acknowledge_prefixes
from msk_model import ClusterType
from msk_model.facts.iam_actions import Access, Resource, access

if TYPE_CHECKING:
    from cdk_msk.cluster.cluster import Cluster


def grant_connect(cluster: "Cluster", grantee: iam.IGrantable) -> iam.Grant:
    """Allow to connect."""
    return _grant(cluster, grantee, access("connect"))


def grant_describe(cluster: "Cluster", grantee: iam.IGrantable) -> iam.Grant:
    """Allow to read everything but records."""
    return _grant(
        cluster,
        grantee,
        access("describe", serverless=_is_serverless(cluster)),
        topics=("*",),
        groups=("*",),
        transactional_ids=("*",),
    )


def grant_produce(
    cluster: "Cluster",
    grantee: iam.IGrantable,
    *,
    topics: Sequence[str],
    idempotent: bool,
    transactional_ids: Sequence[str],
) -> iam.Grant:
    """Allow to write records."""
    return _grant(
        cluster,
        grantee,
        access("produce", idempotent=idempotent, transactional=bool(transactional_ids)),
        topics=_names(cluster, "topics", topics),
        transactional_ids=_names(cluster, "transactional_ids", transactional_ids, or_none=True),
    )


def grant_consume(
    cluster: "Cluster", grantee: iam.IGrantable, *, topics: Sequence[str], groups: Sequence[str]
) -> iam.Grant:
    """Allow to read records in consumer groups."""
    return _grant(
        cluster,
        grantee,
        access("consume"),
        topics=_names(cluster, "topics", topics),
        groups=_names(cluster, "groups", groups),
    )


def grant_topic_administration(
    cluster: "Cluster", grantee: iam.IGrantable, *, topics: Sequence[str]
) -> iam.Grant:
    """Allow to define, change and delete topics."""
    return _grant(
        cluster,
        grantee,
        access("administer-topics", serverless=_is_serverless(cluster)),
        topics=_names(cluster, "topics", topics),
    )


def grant_admin(cluster: "Cluster", grantee: iam.IGrantable) -> iam.Grant:
    """Allow everything."""
    return _grant(
        cluster,
        grantee,
        access("admin", serverless=_is_serverless(cluster)),
        topics=("*",),
        groups=("*",),
        transactional_ids=("*",),
    )


def _grant(
    cluster: "Cluster",
    grantee: iam.IGrantable,
    accesses: Iterable[Access],
    *,
    topics: Sequence[str] = (),
    groups: Sequence[str] = (),
    transactional_ids: Sequence[str] = (),
) -> iam.Grant:
    """One statement for each kind of resource."""
    if not cluster.client_authentication.iam:
        msg = (
            f"{cluster.node.path}: client_authentication must include iam to grant access to IAM "
            "principals, got none; switch on iam=True"
        )
        raise ValueError(msg)
    arns: Mapping[Resource, list[str]] = {
        "cluster": [cluster.cluster_arn],
        "topic": [cluster.topic_arn(name) for name in topics],
        "group": [cluster.group_arn(name) for name in groups],
        "transactional-id": [cluster.transactional_id_arn(name) for name in transactional_ids],
    }
    actions: dict[Resource, list[str]] = {}
    for one in accesses:
        actions.setdefault(one.resource, []).append(one.action)
    granted = [
        iam.Grant.add_to_principal(grantee=grantee, actions=actions[kind], resource_arns=arns[kind])
        for kind in actions
    ]
    _warn_unless_applied(cluster, granted)
    acknowledge_prefixes(cluster, grantee, "topic", topics)
    acknowledge_prefixes(cluster, grantee, "group", groups)
    acknowledge_prefixes(cluster, grantee, "transactional-id", transactional_ids)
    combined = granted[0]
    for more in granted[1:]:
        combined = combined.combine(more)
    return combined


def _warn_unless_applied(cluster: "Cluster", granted: Iterable[iam.Grant]) -> None:
    """Imported principals may not take policies: CDK drops the statements without a word."""
    if not all(grant.success for grant in granted):
        cdk.Annotations.of(cluster).add_warning_v2(
            "cdk-msk:grant-not-applied",
            f"{cluster.node.path}: a grant has no effect, because its principal is not managed by "
            "this app; allow the actions where the principal is defined",
        )


def _is_serverless(cluster: "Cluster") -> bool:
    return cluster.cluster_type is ClusterType.SERVERLESS


def _names(
    cluster: "Cluster", argument: str, names: Sequence[str], *, or_none: bool = False
) -> Sequence[str]:
    """`names`, unless they are one string, which is a sequence of letters to Python."""
    if isinstance(names, str) or not (names or or_none):
        msg = (
            f"{cluster.node.path}: {argument} must be a sequence of at least one name, "
            f"got {names!r}; write {argument}=[…]"
        )
        raise ValueError(msg)
    return names
