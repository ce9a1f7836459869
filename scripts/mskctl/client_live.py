"""The document of a client as it was published, with the brokers as they are now."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from msk_model import nearest
from msk_model.client_config import ClientDocument
from mskctl.errors import MskctlError

_ARN = re.compile(r"arn:[\w-]+:kafka:([\w-]+):\d+:cluster/([^/]+)/[^/]+")
_KEYS = {
    "private": "BootstrapBrokerString{}",
    "public": "BootstrapBrokerStringPublic{}",
    "vpc-connectivity": "BootstrapBrokerStringVpcConnectivity{}",
    "ipv6": "BootstrapBrokerString{}Ipv6",
}
"""What ``GetBootstrapBrokers`` calls each endpoint of a listener."""
_ENDPOINTS = {
    "vpc": "private",
    "public": "public",
    "vpc_connectivity": "vpc-connectivity",
    "ipv6": "ipv6",
}
"""What documents call them."""
_LISTENERS = {"iam": "SaslIam", "scram": "SaslScram", "tls": "Tls"}


class UnreadableClient(MskctlError):  # noqa: N818  (it is a client, not an error, that is unreadable)
    """A cluster or client that is not there, or that AWS does not show."""

    exit_code = 2


@dataclass(frozen=True)
class _Cluster:
    arn: str
    name: str
    region: str


def live_document(cluster: str, client: str, endpoint: str | None) -> ClientDocument:
    """What `client` of `cluster` has to know.

    Args:
        cluster: Name or ARN.
        client: Its name.
        endpoint: From where it connects: ``private``, ``public``, ``vpc-connectivity`` or
            ``ipv6``. Absent: from where it was defined to.

    Raises:
        UnreadableClient: There is no such cluster, client or endpoint, or AWS does not answer.
    """
    # Imported late: only this needs AWS.
    import boto3  # noqa: PLC0415
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

    match = _ARN.fullmatch(cluster)
    region = match[1] if match else None
    try:
        kafka = boto3.client("kafka", region_name=region)
        found = _Cluster(cluster, match[2], match[1]) if match else _named(kafka, cluster)
        document = _published(boto3.client("ssm", region_name=found.region), found, client)
        brokers = kafka.get_bootstrap_brokers(ClusterArn=found.arn)
    except (BotoCoreError, ClientError, ValueError) as error:
        raise UnreadableClient(f"{cluster}: cluster must be readable; {error}") from error
    if _ARN.fullmatch(document.cluster_arn) and document.cluster_arn != found.arn:
        raise UnreadableClient(
            f"{cluster}: client {client!r} must be one of this cluster, got one that was defined "
            f"for {document.cluster_arn}; name that cluster, or deploy the client again"
        )
    wanted = endpoint or _ENDPOINTS.get(document.endpoint, "private")
    return replace(document, bootstrap_servers=_endpoint(brokers, document, wanted))


def client_names(cluster: str) -> list[str]:
    """The clients of a cluster, sorted.

    Raises:
        UnreadableClient: AWS does not show them.
    """
    import boto3  # noqa: PLC0415
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

    match = _ARN.fullmatch(cluster)
    try:
        ssm = boto3.client("ssm", region_name=match[1] if match else None)
        return sorted(_names(ssm, match[2] if match else cluster))
    except (BotoCoreError, ClientError, ValueError) as error:
        raise UnreadableClient(f"{cluster}: clients must be readable; {error}") from error


def _named(kafka: Any, name: str) -> _Cluster:
    arns: dict[str, str] = {}
    for page in kafka.get_paginator("list_clusters_v2").paginate():
        arns |= {one["ClusterName"]: one["ClusterArn"] for one in page["ClusterInfoList"]}
    if name not in arns:
        likely = nearest(name, arns)
        hint = f"did you mean {likely!r}?" if likely else "the region has no such cluster"
        raise UnreadableClient(
            f"CLUSTER must be the name or ARN of a cluster, got {name!r}; {hint}"
        )
    return _Cluster(arns[name], name, arns[name].split(":")[3])


def _published(ssm: Any, cluster: _Cluster, client: str) -> ClientDocument:
    try:
        answer = ssm.get_parameter(Name=f"{_path(cluster.name)}/{client}")
        return ClientDocument.from_json(answer["Parameter"]["Value"])
    except ssm.exceptions.ParameterNotFound:
        known = sorted(_names(ssm, cluster.name))
        likely = nearest(client, known)
        hint = f"did you mean {likely!r}?" if likely else f"it has {', '.join(known) or 'none'}"
        raise UnreadableClient(
            f"--client must name a client of {cluster.name}, got {client!r}; {hint}"
        ) from None
    except ValueError as error:
        raise UnreadableClient(f"{_path(cluster.name)}/{client}: {error}") from error


def _names(ssm: Any, cluster_name: str) -> Iterator[str]:
    path = _path(cluster_name)
    for page in ssm.get_paginator("get_parameters_by_path").paginate(Path=path):
        yield from (one["Name"].removeprefix(f"{path}/") for one in page["Parameters"])


def _path(cluster_name: str) -> str:
    return f"/cdk-msk/{cluster_name}/clients"


def _endpoint(brokers: Mapping[str, Any], document: ClientDocument, endpoint: str) -> str:
    listener = _LISTENERS[document.authentication]
    keys = {name: key.format(listener) for name, key in _KEYS.items()}
    found = brokers.get(keys[endpoint])
    if found:
        return str(found)
    open_ = [name for name, key in keys.items() if brokers.get(key)]
    raise UnreadableClient(
        f"--endpoint must be one the cluster has for {document.authentication}, got {endpoint!r}; "
        f"it has {', '.join(open_) or 'none'}"
    )
