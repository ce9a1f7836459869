"""What the arguments of a client must be, together and for its cluster."""

from collections.abc import Sequence
from typing import Any, get_args

import aws_cdk as cdk
from constructs import Construct

from cdk_msk.client.client_identity import SignInArguments
from cdk_msk.cluster.cluster import Cluster
from cdk_msk.cluster.endpoints import Endpoint, Family
from msk_model import ClusterType
from msk_model.client import ClientShape, check_client
from msk_model.client_config import Authentication

_LISTS = ("produces", "consumes", "groups", "transactional_ids", "administers")
_ONLY: dict[str, tuple[Authentication, ...]] = {
    "assumed_by": ("iam",),
    "rotation": ("scram",),
    "certificate_authority": ("tls",),
    "common_name": ("tls",),
    "principal": ("tls",),
    "alarm_topic": ("scram", "tls"),
    "encryption_key": ("scram", "tls"),
}
"""Arguments that belong to some ways to sign in."""


def shape_of(client: Construct, **fields: Any) -> ClientShape:
    """The client as `msk_model` sees it.

    Raises:
        ValueError: It could not work on any cluster; one line for each reason.
    """
    path = client.node.path
    for argument in _LISTS:
        names: Sequence[str] | str = fields[argument]
        if isinstance(names, str):
            raise ValueError(
                f"{path}: {argument} must be a sequence of names, got {names!r}; "
                f"write {argument}=[…]"
            )
        if len(names) == 1 and cdk.Token.is_unresolved(list(names)):
            raise ValueError(
                f"{path}: {argument} must be a list that is known before deploying, got a token; "
                "single names may be tokens: write [parameter.value_as_string]"
            )
        fields[argument] = tuple(names)
    shape = ClientShape(**fields)
    wrong = [
        found.message(where=path, name="client_name" if found.field == "name" else found.field)
        for found in check_client(shape)
    ]
    if wrong:
        raise ValueError("\n".join(wrong))
    return shape


def chosen_authentication(
    client: Construct, cluster: Cluster, wanted: Authentication | None
) -> Authentication:
    """How the client signs in: as `wanted`, or the best way the cluster has.

    Raises:
        ValueError: The cluster has no such way.
    """
    accepted = cluster.client_authentication
    ways: dict[Authentication, bool] = {
        "iam": accepted.iam,
        "scram": accepted.scram,
        "tls": accepted.tls,
    }
    open_ = [way for way, is_open in ways.items() if is_open]
    if wanted is None and open_:
        return open_[0]
    if wanted in open_:
        return wanted
    path, other = client.node.path, cluster.node.path
    if wanted is not None and wanted not in get_args(Authentication):
        raise ValueError(f"{path}: authentication must be one of {', '.join(ways)}, got {wanted!r}")
    if cluster.cluster_type is ClusterType.SERVERLESS:
        raise ValueError(
            f"{path}: authentication must be iam on a serverless cluster, got {wanted!r}; "
            f"leave it out: {other!r} knows no other"
        )
    raise ValueError(
        f"{path}: authentication must be one that {other!r} accepts, which has "
        f"{', '.join(open_) or 'none'}, got {wanted!r}; switch it on: "
        f"client_authentication=ClientAuthentication({wanted or 'iam'}=True, …)"
    )


def require_endpoint(
    client: Construct, cluster: Cluster, authentication: Authentication, family: Family
) -> Endpoint:
    """The endpoint the client connects to.

    Raises:
        ValueError: There is no such family, or the cluster does not have the endpoint.
    """
    path, other = client.node.path, cluster.node.path
    if family not in get_args(Family):
        raise ValueError(
            f"{path}: endpoint must be one of {', '.join(get_args(Family))}, got {family!r}"
        )
    endpoint = Endpoint(authentication, family)
    if not endpoint.is_open(cluster.shape):
        raise ValueError(
            f"{path}: endpoint must be one that {other!r} has for {authentication}, got "
            f"{family!r}; switch on {endpoint.switch}"
        )
    return endpoint


def require_arguments(
    client: Construct, chosen: Authentication, arguments: SignInArguments
) -> None:
    """Refuse arguments that would do nothing with the chosen authentication.

    Raises:
        ValueError: One is given; the first such is named.
    """
    for argument, ways in _ONLY.items():
        if getattr(arguments, argument) is not None and chosen not in ways:
            raise ValueError(
                f"{client.node.path}: {argument} must be absent with authentication {chosen!r}, "
                f"got one; it belongs to {' and '.join(ways)}"
            )


class _Names(Construct):
    """The names of a cluster's clients, each of which is the name of one parameter.

    So are their names in Kafka's ACLs: what one client may do, another of the name may do too.
    """

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        self.taken: dict[str, str] = {}
        self.principals: dict[str, str] = {}

    @staticmethod
    def of(cluster: Cluster) -> "_Names":
        found = cluster.node.try_find_child("ClientNames")
        return found if isinstance(found, _Names) else _Names(cluster, "ClientNames")


def require_own_principal(client: Construct, cluster: Cluster, principal: str) -> None:
    """Refuse a second client whose certificate makes it the same principal.

    Raises:
        ValueError: The cluster has one in this app.
    """
    other = _Names.of(cluster).principals.setdefault(principal, client.node.path)
    if other != client.node.path:
        raise ValueError(
            f"{client.node.path}: common_name must be another one for each client, got "
            f"{principal!r}, who is {other!r} already; each would be allowed what the other is"
        )


def require_free_name(client: Construct, cluster: Cluster, name: str) -> None:
    """Refuse a second client of the same name.

    Raises:
        ValueError: The cluster has one in this app.
    """
    other = _Names.of(cluster).taken.setdefault(name, client.node.path)
    if other != client.node.path:
        raise ValueError(
            f"{client.node.path}: client_name must be used once per cluster, got {name!r}, "
            f"which is {other!r} already; choose another one"
        )
