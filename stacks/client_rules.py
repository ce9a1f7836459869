"""What must hold for the clients of a deployment file, before a construct is made."""

import re
from collections.abc import Iterator

from msk_model.client import check_client
from stacks.client_model import Client
from stacks.deployment import Authentication, Deployment, ProvisionedClusterModel

_ONLY = {
    "rotation_days": "scram",
    "certificate_authority": "tls",
    "common_name": "tls",
}
_AUTHORITY = re.compile(
    r"arn:aws[a-z-]*:acm-pca:[a-z0-9-]+:\d{12}:certificate-authority/[0-9a-f-]+", re.ASCII
)
_ACCOUNT = re.compile(r"\d{12}", re.ASCII)
_ORGANIZATION = re.compile(r"o-[a-z0-9]{10,32}", re.ASCII)


def client_faults(deployment: Deployment) -> Iterator[tuple[str, str]]:
    """Path and message of everything that is wrong with the clients, quotas and sharing."""
    accepted = _accepted(deployment)
    for index, client in enumerate(deployment.clients):
        place = f"clients[{index}]"
        for finding in check_client(client.shape):
            yield (
                f"{place}.{finding.field}",
                f"must {finding.must}, got {finding.value!r}; {finding.fix}",
            )
        for field, said in _signing_in(client, accepted):
            yield f"{place}.{field}", said
    yield from _authorities(deployment, accepted)
    if deployment.quotas and accepted is None:
        yield "quotas", "must be empty on a serverless cluster, which has none, got some"
    whose = [(quota.user, quota.client_id) for quota in deployment.quotas]
    for index, (user, client_id) in enumerate(whose):
        if (user, client_id) in whose[:index]:
            yield (
                f"quotas[{index}]",
                (
                    f"must be of another user or client_id, got {user!r} and {client_id!r} again; "
                    "state all of its limits in one place"
                ),
            )
    yield from _sharing(deployment)


def _authorities(
    deployment: Deployment, accepted: Authentication | None
) -> Iterator[tuple[str, str]]:
    named = {
        f"clients[{index}].certificate_authority": client.certificate_authority
        for index, client in enumerate(deployment.clients)
        if client.certificate_authority is not None
    }
    for index, arn in enumerate(accepted.tls_certificate_authorities if accepted else ()):
        named[f"cluster.authentication.tls_certificate_authorities[{index}]"] = arn
    for place, arn in named.items():
        if not _AUTHORITY.fullmatch(arn):
            yield place, f"must be the ARN of an authority of AWS Private CA, got {arn!r}"


def _accepted(deployment: Deployment) -> Authentication | None:
    cluster = deployment.cluster
    return cluster.authentication if isinstance(cluster, ProvisionedClusterModel) else None


def _signing_in(client: Client, accepted: Authentication | None) -> Iterator[tuple[str, str]]:
    way = client.authentication
    if accepted is None:
        if way != "iam":
            yield "authentication", f"must be iam on a serverless cluster, got {way!r}"
    elif not getattr(accepted, way):
        ways = [one for one in ("iam", "scram", "tls") if getattr(accepted, one)]
        yield (
            "authentication",
            (
                f"must be one that the cluster accepts, which has {', '.join(ways) or 'none'}, "
                f"got {way!r}; switch it on in cluster.authentication"
            ),
        )
    elif way != "iam" and not accepted.iam:
        yield (
            "authentication",
            (
                f"must be of a cluster that accepts IAM too, got {way!r} alone; set "
                "cluster.authentication.iam to true: what writes the ACLs signs in with it"
            ),
        )
    for field, only in _ONLY.items():
        if getattr(client, field) is not None and way != only:
            yield field, f"must be absent with authentication {way}, got one; it belongs to {only}"
    if client.limits and way == "iam":
        yield (
            "limits",
            (
                "must be absent with authentication iam, got some; "
                "limit it by its client_id under quotas"
            ),
        )
    if way == "tls" and accepted and not client.certificate_authority and _several(accepted):
        yield (
            "certificate_authority",
            "must be named, for the cluster trusts several, got nothing; name who signs",
        )


def _several(accepted: Authentication) -> bool:
    own = 1 if accepted.private_certificate_authority else 0
    return len(accepted.tls_certificate_authorities) + own > 1


def _sharing(deployment: Deployment) -> Iterator[tuple[str, str]]:
    sharing, cluster = deployment.sharing, deployment.cluster
    for index, account in enumerate(sharing.accounts):
        if not _ACCOUNT.fullmatch(account):
            yield f"sharing.accounts[{index}]", f"must be twelve digits in quotes, got {account!r}"
    for index, organization in enumerate(sharing.organizations):
        if not _ORGANIZATION.fullmatch(organization):
            yield (
                f"sharing.organizations[{index}]",
                f"must be o- and 10 to 32 lower-case letters and digits, got {organization!r}",
            )
    if not isinstance(cluster, ProvisionedClusterModel):
        return
    if sharing.services and not (cluster.vpc_connectivity and cluster.vpc_connectivity.iam):
        yield (
            "sharing.services",
            (
                f"must be empty unless cluster.vpc_connectivity.iam is true, through which they "
                f"connect, got {', '.join(sharing.services)}"
            ),
        )
