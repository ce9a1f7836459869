"""Access of IAM principals to a cluster's data."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_iam as iam

from cdk_msk.cluster_policy_half import ClusterPolicyHalf, is_of_another_account
from cdk_msk.granted_prefixes import acknowledge_prefixes
from msk_model import ClusterType
from msk_model.client import ClientShape, ConnectWorker, IamAccess, check_names, iam_access

if TYPE_CHECKING:
    from cdk_msk.cluster.cluster import Cluster

_SOMEBODY = "grantee"
_STATEMENT_CHARACTERS = 3000
_ARN_CHARACTERS = 170
"""Of a topic's ARN before the topic's name: the cluster's name may have 64, its uuid has 38."""


def grant_connect(cluster: "Cluster", grantee: iam.IGrantable) -> iam.Grant:
    """Allow to connect."""
    return grant_access(cluster, grantee, ClientShape(name=_SOMEBODY))


def grant_describe(cluster: "Cluster", grantee: iam.IGrantable) -> iam.Grant:
    """Allow to read everything but records."""
    return grant_access(cluster, grantee, ClientShape(name=_SOMEBODY, read_only=True))


def grant_produce(
    cluster: "Cluster",
    grantee: iam.IGrantable,
    *,
    topics: Sequence[str],
    idempotent: bool,
    transactional_ids: Sequence[str],
) -> iam.Grant:
    """Allow to write records."""
    client = ClientShape(
        name=_SOMEBODY,
        produces=_names(cluster, "topics", topics),
        idempotent=idempotent,
        transactional_ids=_names(cluster, "transactional_ids", transactional_ids, or_none=True),
    )
    return grant_access(cluster, grantee, client)


def grant_consume(
    cluster: "Cluster", grantee: iam.IGrantable, *, topics: Sequence[str], groups: Sequence[str]
) -> iam.Grant:
    """Allow to read records in consumer groups."""
    client = ClientShape(
        name=_SOMEBODY,
        consumes=_names(cluster, "topics", topics),
        groups=_names(cluster, "groups", groups),
    )
    return grant_access(cluster, grantee, client)


def grant_streams(
    cluster: "Cluster",
    grantee: iam.IGrantable,
    *,
    application_id: str,
    input_topics: Sequence[str],
    output_topics: Sequence[str],
) -> iam.Grant:
    """Allow what a Kafka Streams application does."""
    _names(cluster, "application_id", [application_id])
    client = ClientShape(
        name=_SOMEBODY,
        streams_application_id=application_id,
        consumes=_names(cluster, "input_topics", input_topics, or_none=True),
        produces=_names(cluster, "output_topics", output_topics, or_none=True),
    )
    return grant_access(cluster, grantee, client)


def grant_connect_worker(
    cluster: "Cluster",
    grantee: iam.IGrantable,
    *,
    worker: ConnectWorker,
    source_topics: Sequence[str],
    sink_topics: Sequence[str],
    groups: Sequence[str],
) -> iam.Grant:
    """Allow what a worker of Kafka Connect and its connectors do."""
    client = ClientShape(
        name=_SOMEBODY,
        connect_worker=worker,
        produces=_names(cluster, "source_topics", source_topics, or_none=True),
        consumes=_names(cluster, "sink_topics", sink_topics, or_none=True),
        groups=_names(cluster, "groups", groups, or_none=True),
    )
    return grant_access(cluster, grantee, client)


def grant_topic_administration(
    cluster: "Cluster", grantee: iam.IGrantable, *, topics: Sequence[str]
) -> iam.Grant:
    """Allow to define, change and delete topics."""
    client = ClientShape(name=_SOMEBODY, administers=_names(cluster, "topics", topics))
    return grant_access(cluster, grantee, client)


def grant_admin(cluster: "Cluster", grantee: iam.IGrantable) -> iam.Grant:
    """Allow everything."""
    return grant_access(cluster, grantee, ClientShape(name=_SOMEBODY, admin=True))


def grant_access(cluster: "Cluster", grantee: iam.IGrantable, client: ClientShape) -> iam.Grant:
    """Allow all that `client` does, in one statement for each set of actions, or a few.

    A principal of another account is let in by the policy of the cluster too.

    Raises:
        ValueError: The cluster does not accept IAM.
    """
    if not cluster.client_authentication.iam:
        msg = (
            f"{cluster.node.path}: client_authentication must include iam to grant access to IAM "
            "principals, got none; switch on iam=True"
        )
        raise ValueError(msg)
    serverless = cluster.cluster_type is ClusterType.SERVERLESS
    statements = [part for one in iam_access(client, serverless=serverless) for part in _parts(one)]
    granted = _granted(cluster, grantee, statements)
    for one in statements:
        acknowledge_prefixes(cluster, grantee, one.resource, one.names)
    combined = granted[0]
    for more in granted[1:]:
        combined = combined.combine(more)
    return combined


def _parts(access: IamAccess) -> Iterator[IamAccess]:
    """`access` in statements of a size that the CDK can spread over policies.

    A policy of a role takes some 6,000 characters, and the CDK breaks up no statement.
    """
    names: list[str] = []
    size = 0
    for name in access.names:
        size += _ARN_CHARACTERS + len(name)
        if size > _STATEMENT_CHARACTERS:
            yield access._replace(names=tuple(names))
            names, size = [], _ARN_CHARACTERS + len(name)
        names.append(name)
    yield access._replace(names=tuple(names))


def _granted(
    cluster: "Cluster", grantee: iam.IGrantable, statements: Iterable[IamAccess]
) -> list[iam.Grant]:
    if is_of_another_account(cluster, grantee):
        half = ClusterPolicyHalf.of(cluster, grantee)
        if half is not None:
            return [
                iam.Grant.add_to_principal_or_resource(
                    grantee=grantee,
                    actions=list(one.actions),
                    resource_arns=_arns(cluster, one),
                    resource=half,
                )
                for one in statements
            ]
    granted = [
        iam.Grant.add_to_principal(
            grantee=grantee, actions=list(one.actions), resource_arns=_arns(cluster, one)
        )
        for one in statements
    ]
    _warn_unless_applied(cluster, granted)
    return granted


def _arns(cluster: "Cluster", access: IamAccess) -> list[str]:
    match access.resource:
        case "cluster":
            return [cluster.cluster_arn]
        case "topic":
            return [cluster.topic_arn(name) for name in access.names]
        case "group":
            return [cluster.group_arn(name) for name in access.names]
        case _:
            return [cluster.transactional_id_arn(name) for name in access.names]


def _warn_unless_applied(cluster: "Cluster", granted: Iterable[iam.Grant]) -> None:
    """Imported principals may not take policies: CDK drops the statements without a word."""
    if not all(grant.success for grant in granted):
        cdk.Annotations.of(cluster).add_warning_v2(
            "cdk-msk:grant-not-applied",
            f"{cluster.node.path}: a grant has no effect, because its principal is not managed by "
            "this app; allow the actions where the principal is defined",
        )


def _names(
    cluster: "Cluster", argument: str, names: Sequence[str], *, or_none: bool = False
) -> tuple[str, ...]:
    """`names`, unless they are one string, which is a sequence of letters to Python.

    Raises:
        ValueError: They are no names, or a wildcard among them widens another one.
    """
    if isinstance(names, str) or not (names or or_none):
        msg = (
            f"{cluster.node.path}: {argument} must be a sequence of at least one name, "
            f"got {names!r}; write {argument}=[…]"
        )
        raise ValueError(msg)
    wrong = [
        found.message(where=cluster.node.path, name=argument)
        for found in check_names(argument, names)
    ]
    if wrong:
        raise ValueError("\n".join(wrong))
    return tuple(names)
