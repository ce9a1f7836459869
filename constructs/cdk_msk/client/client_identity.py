"""Who a client is on a cluster, by the three ways to sign in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from aws_cdk import RemovalPolicy
from aws_cdk import aws_acmpca as acmpca
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_sns as sns
from constructs import Construct, IDependable

from cdk_msk.acl.acl import Acl
from cdk_msk.acl.acl_rule import AclRule
from cdk_msk.client_certificate.client_certificate import ClientCertificate
from cdk_msk.cluster.cluster import Cluster
from cdk_msk.grants import grant_access
from cdk_msk.monitoring.credential_alarms import CredentialAlarms
from cdk_msk.scram.scram_rotation import ScramRotation
from cdk_msk.scram.scram_user import ScramUser
from msk_model.client import ClientShape
from msk_model.client_config import Authentication

_RENAMING = "ssl.principal.mapping.rules"


@dataclass(frozen=True, kw_only=True)
class ClientIdentity:
    """What signing in left behind.

    Attributes:
        role: Whom IAM knows the client as. Absent: the client does not sign in with IAM.
        secret: Name and password, or certificate and key. Absent with IAM.
        principals: Who it is in Kafka's ACLs; empty with IAM.
        grant_read: Lets somebody read the secret. Absent with IAM.
        ready: What has to be there before the client can do all it is for.
    """

    role: iam.IRole | None = None
    secret: secretsmanager.ISecret | None = None
    principals: tuple[str, ...] = ()
    grant_read: Callable[[iam.IGrantable], iam.Grant] | None = None
    ready: Sequence[IDependable] = ()


@dataclass(frozen=True, kw_only=True)
class SignInArguments:
    """The arguments of a client that are about how it signs in; each as in `KafkaClient`."""

    role: iam.IRole | None
    assumed_by: iam.IPrincipal | None
    rotation: ScramRotation | None
    certificate_authority: acmpca.ICertificateAuthority | None
    common_name: str | None
    principal: str | None
    encryption_key: kms.IKey | None
    alarm_topic: sns.ITopic | None
    removal_policy: RemovalPolicy


def identity_of(
    scope: Construct,
    cluster: Cluster,
    shape: ClientShape,
    authentication: Authentication,
    arguments: SignInArguments,
) -> ClientIdentity:
    """Define who `shape` is on `cluster`, and allow it what it does.

    Raises:
        ValueError: Its certificate would have no authority to sign it.
    """
    match authentication:
        case "iam":
            return _with_role(scope, cluster, shape, arguments)
        case "scram":
            identity = _with_password(scope, cluster, shape, arguments)
        case "tls":
            identity = _with_certificate(scope, cluster, shape, arguments)
    if arguments.role is not None and identity.grant_read:
        identity.grant_read(arguments.role)
    return identity


def _with_role(
    scope: Construct, cluster: Cluster, shape: ClientShape, arguments: SignInArguments
) -> ClientIdentity:
    """IAM: statements for a role, given or made."""
    role = arguments.role or iam.Role(
        scope,
        "Role",
        assumed_by=arguments.assumed_by or iam.AccountRootPrincipal(),
        description=f"Kafka client {shape.name}",
    )
    return ClientIdentity(role=role, ready=(grant_access(cluster, role, shape),))


def _with_password(
    scope: Construct, cluster: Cluster, shape: ClientShape, arguments: SignInArguments
) -> ClientIdentity:
    """SCRAM: a user, and ACLs for each of its names."""
    user = ScramUser(
        scope,
        "User",
        cluster=cluster,
        username=shape.name,
        rotation=arguments.rotation,
        encryption_key=arguments.encryption_key,
        removal_policy=arguments.removal_policy,
    )
    if user.rotation_function is not None and arguments.alarm_topic is not None:
        _tell_of_failures(user.rotation_function, cluster, arguments.alarm_topic)
    acls = _acls(scope, cluster, shape, user.principals)
    return ClientIdentity(
        secret=user.secret,
        principals=user.principals,
        grant_read=user.grant_read,
        ready=(user.association, *acls),
    )


def _tell_of_failures(
    function: lambda_.IFunction, cluster: Cluster, alarm_topic: sns.ITopic
) -> None:
    """One function rotates for all users of a cluster in a stack, so it is watched once."""
    if function.node.try_find_child("Alarms") is None:
        CredentialAlarms(
            cast("Construct", function),
            "Alarms",
            rotation_functions={cluster.node.id: function},
            alarm_topic=alarm_topic,
        )


def _with_certificate(
    scope: Construct, cluster: Cluster, shape: ClientShape, arguments: SignInArguments
) -> ClientIdentity:
    """Mutual TLS: a certificate, and ACLs for the name in it."""
    certificate = ClientCertificate(
        scope,
        "Certificate",
        cluster=cluster,
        certificate_authority=arguments.certificate_authority or _the_authority(scope, cluster),
        common_name=arguments.common_name or _domain_name(shape.name),
        encryption_key=arguments.encryption_key,
        alarm_topic=arguments.alarm_topic,
        removal_policy=arguments.removal_policy,
    )
    principal = arguments.principal or _principal(scope, cluster, certificate)
    acls = _acls(scope, cluster, shape, (principal,))
    return ClientIdentity(
        secret=certificate.secret,
        principals=(principal,),
        grant_read=certificate.grant_read,
        ready=(certificate.copy, *acls),
    )


def _acls(
    scope: Construct, cluster: Cluster, shape: ClientShape, principals: Sequence[str]
) -> list[Acl]:
    """The same entries for each name; a user whose password is rotated has a second one."""
    ids = ("Acl", "AlternateAcl")
    return [
        Acl(scope, own_id, cluster=cluster, principal=principal, rules=[AclRule.of(shape)])
        for own_id, principal in zip(ids, principals, strict=False)
    ]


def _the_authority(scope: Construct, cluster: Cluster) -> acmpca.ICertificateAuthority:
    trusted = cluster.client_authentication.certificate_authorities
    if len(trusted) != 1:
        raise ValueError(
            f"{scope.node.path}: certificate_authority must be named unless the cluster trusts "
            f"exactly one, got none and {len(trusted)} in {cluster.node.path!r}; name who signs "
            "the certificate"
        )
    return trusted[0]


def _principal(scope: Construct, cluster: Cluster, certificate: ClientCertificate) -> str:
    """Who the certificate makes the client, unless the cluster calls it otherwise."""
    properties = cluster.shape.server_properties
    if isinstance(properties, Mapping) and _RENAMING in properties:
        raise ValueError(
            f"{scope.node.path}: principal must be named where the cluster's configuration sets "
            f"{_RENAMING}, got none; say what the rules make of {certificate.principal!r}"
        )
    return certificate.principal


def _domain_name(client_name: str) -> str:
    """A domain name, as ACM issues no others; ``internal`` belongs to nobody."""
    return f"{client_name.lower().replace('_', '-').replace('.', '-')}.kafka.internal"
