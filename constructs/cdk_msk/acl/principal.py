"""Who ACLs and quotas speak of, and which authentication makes them known to the cluster."""

import json
import re
from collections.abc import Mapping

import aws_cdk as cdk
from constructs import Construct

from cdk_msk.cluster.cluster import Cluster
from msk_model import ClusterType, Unknown

# In the bytes of an answer to CloudFormation, which has room for 4096, and 1024 for an id.
_LONGEST = 512
_TYPE = "User:"
# How the subject of a certificate begins: the short name of an attribute, or its number.
_DISTINGUISHED_NAME = re.compile(
    r"(CN|OU|O|L|ST|C|STREET|DC|UID|EMAILADDRESS|SERIALNUMBER|[0-9]+(\.[0-9]+)+)=", re.IGNORECASE
)


_RENAMING = "ssl.principal.mapping.rules"


def require_administrable(construct: Construct, cluster: Cluster, what: str) -> None:
    """Refuse a cluster on which `what`, ACLs or quotas, cannot be kept.

    Raises:
        ValueError: The cluster is serverless, or does not accept IAM.
    """
    path = construct.node.path
    if cluster.cluster_type is ClusterType.SERVERLESS:
        raise ValueError(
            f"{path}: cluster must be provisioned to have {what}, got serverless cluster "
            f"{cluster.node.path!r}; its clients sign in with IAM: use cluster.grant_…"
        )
    if cluster.shape.iam is False:
        raise ValueError(
            f"{path}: cluster must accept IAM to have {what}, got {cluster.node.path!r} without; "
            "the function that applies them signs in with it: give the cluster "
            "client_authentication=ClientAuthentication(iam=True, …)"
        )


def require_principal(construct: Construct, cluster: Cluster, principal: str) -> None:
    """Refuse a principal as whom nobody can sign in to `cluster`.

    Raises:
        ValueError: It is malformed, an IAM principal, or of an authentication that is off.
    """
    path = construct.node.path
    if cdk.Token.is_unresolved(principal):
        raise ValueError(
            f"{path}: principal must be known before deploying, got a token; all rules of a "
            "principal are kept together, under its name"
        )
    name = principal.removeprefix(_TYPE)
    if name == principal or not name or len(json.dumps(principal)) > _LONGEST:
        raise ValueError(
            f"{path}: principal must be 'User:' and a name, at most {_LONGEST} bytes in JSON, "
            f"got {principal!r}; on MSK every client is a User: 'User:orders' of SCRAM, "
            "'User:CN=orders' of a certificate"
        )
    if name.startswith("arn:"):
        raise ValueError(
            f"{path}: principal must sign in with SCRAM or a certificate, got {principal!r}; "
            "ACLs do not govern IAM principals: use cluster.grant_…"
        )
    require_authenticated(construct, cluster, "principal", name)


def require_authenticated(construct: Construct, cluster: Cluster, argument: str, name: str) -> None:
    """Refuse a name that no authentication of `cluster` can give a client.

    Args:
        construct: Whose argument it is.
        cluster: Where clients sign in.
        argument: What the argument is called.
        name: A user name, the subject of a certificate, ``*`` or ``ANONYMOUS``.

    Raises:
        ValueError: The authentication that gives such names is off.
    """
    shape = cluster.shape
    if name == "*":
        needed = {"scram": shape.scram, "tls": shape.tls, "unauthenticated": shape.unauthenticated}
        what = "clients that ACLs govern"
    elif name == "ANONYMOUS":
        needed = {"unauthenticated": shape.unauthenticated}
        what = "unauthenticated clients"
    elif _DISTINGUISHED_NAME.match(name):
        needed = {"tls": shape.tls}
        what = "client certificates"
    else:
        needed = {"scram": shape.scram}
        if _may_rename(shape.server_properties):
            needed["tls"] = shape.tls
        what = "SCRAM users"
    if all(enabled is False for enabled in needed.values()):
        switches = " or ".join(f"{one}=True" for one in needed)
        raise ValueError(
            f"{construct.node.path}: {argument} must be one that {cluster.node.path!r} "
            f"authenticates, got {name!r}; it has no {what}: give it "
            f"client_authentication=ClientAuthentication({switches}, …)"
        )


def _may_rename(properties: Mapping[str, str | Unknown] | Unknown | None) -> bool:
    """Whether brokers may call the subjects of certificates by other names."""
    return isinstance(properties, Unknown) or (properties is not None and _RENAMING in properties)
