"""A live cluster as a template would state it, read through MSK's API without changing anything."""

import re
from collections.abc import Mapping
from typing import Any, Protocol

from msk_model.intrinsics import referred_to
from msk_model.resource import properties_of
from mskctl.errors import MskctlError
from mskctl.plan import Pair

_ARN = re.compile(r"arn:[\w-]+:kafka:([\w-]+):\d+:cluster/([^/]+)/[^/]+")

Resource = dict[str, Any]


class UnreachableCluster(MskctlError):  # noqa: N818  (it is a cluster, not an error)
    """A live cluster that cannot be read or found in the template."""

    exit_code = 2


class KafkaClient(Protocol):
    """The read-only calls of boto3's client of MSK made here."""

    def describe_cluster_v2(self, *, ClusterArn: str) -> dict[str, Any]:  # noqa: N803
        """What MSK knows about a cluster."""

    def list_scram_secrets(self, **request: Any) -> dict[str, Any]:
        """A page of the secrets of a cluster."""


def kafka_client(arn: str) -> KafkaClient:
    """A client in the region of the cluster.

    Raises:
        UnreachableCluster: The ARN is none of a cluster, or AWS's settings are broken.
    """
    match = _ARN.fullmatch(arn)
    if match is None:
        raise UnreachableCluster(
            f"--cluster must be the ARN of a cluster, arn:aws:kafka:…:cluster/…, got {arn!r}"
        )
    # Imported late: only this command needs AWS, and only with --cluster.
    import boto3  # noqa: PLC0415
    from botocore.exceptions import BotoCoreError  # noqa: PLC0415

    try:
        client: KafkaClient = boto3.client("kafka", region_name=match[1])
    except (BotoCoreError, ValueError) as error:  # the latter of an endpoint that is no URL
        raise UnreachableCluster(f"{arn}: cluster must be readable; {error}") from error
    return client


def live_pair(client: KafkaClient, arn: str, name: str, template: Mapping[str, Any]) -> Pair:
    """The live cluster against the one the template means, told by its name.

    Only what the template states is compared: CloudFormation leaves the rest as it is.

    Raises:
        UnreachableCluster: MSK does not show the cluster, or the template has none like it.
    """
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

    try:
        info = client.describe_cluster_v2(ClusterArn=arn)["ClusterInfo"]
        secrets = _secrets(client, arn) if "Provisioned" in info else []
    except (BotoCoreError, ClientError) as error:
        raise UnreachableCluster(f"{arn}: cluster must be readable; {error}") from error
    resources = template["Resources"]
    resources = {
        other: resource
        for other, resource in template["Resources"].items()
        if isinstance(resource, dict)
    }
    logical_id = _meant(resources, info["ClusterName"], name)
    # All else stays as the template has it: a step without it would delete it.
    old: dict[str, Resource] = dict(resources)
    old[logical_id] = {
        **resources[logical_id],
        "Properties": _stated(info, properties_of(resources[logical_id])),
    }
    for other, resource in resources.items():
        properties = properties_of(resource)
        if resource.get("Type") == "AWS::MSK::BatchScramSecret" and _is_of(
            properties, logical_id, arn
        ):
            old[other] = {**resource, "Properties": {**properties, "SecretArnList": secrets}}
        if resource.get("Type") == "Custom::MskConnectivity" and _is_of(
            properties, logical_id, arn
        ):
            shown = _connectivity(info.get("Provisioned", {}))
            old[other] = {**resource, "Properties": {**properties, **_like(shown, properties)}}
    return Pair(name=name, old={**template, "Resources": old}, new=template)


def _secrets(client: KafkaClient, arn: str) -> list[str]:
    found: list[str] = []
    request = {"ClusterArn": arn}
    while True:
        page = client.list_scram_secrets(**request)
        found.extend(page.get("SecretArnList", []))
        if not page.get("NextToken"):
            return found
        request["NextToken"] = page["NextToken"]


def _is_of(properties: Mapping[str, Any], logical_id: str, arn: str) -> bool:
    stated = properties.get("ClusterArn")
    return stated == arn or referred_to(stated) == logical_id


def _meant(resources: Mapping[str, Any], cluster_name: str, file: str) -> str:
    clusters = {
        logical_id: properties_of(resource).get("ClusterName")
        for logical_id, resource in resources.items()
        if resource.get("Type") in {"AWS::MSK::Cluster", "AWS::MSK::ServerlessCluster"}
    }
    for logical_id, stated in clusters.items():
        if stated == cluster_name:
            return logical_id
    unnamed = [one for one, stated in clusters.items() if not isinstance(stated, str)]
    if len(unnamed) == 1:
        return unnamed[0]
    raise UnreachableCluster(
        f"{file}: template must have a cluster named {cluster_name!r}, got "
        f"{', '.join(str(stated) for stated in clusters.values()) or 'no cluster'}"
    )


def _stated(info: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The live properties, as far as the resource states any at their place."""
    live = _serverless(info) if "Serverless" in info else _provisioned(info)
    return {name: _like(live[name], wanted[name]) for name in wanted if name in live}


def _like(live: Any, wanted: Any) -> Any:
    """The part of `live` that stands where `wanted` states something."""
    if not isinstance(live, dict) or not isinstance(wanted, dict):
        return live
    if any(name not in live and name.startswith(("Fn::", "Ref")) for name in wanted):
        return live
    return {name: _like(live[name], wanted[name]) for name in wanted if name in live}


def _provisioned(info: Mapping[str, Any]) -> dict[str, Any]:
    live = dict(info["Provisioned"])
    nodes = dict(live.pop("BrokerNodeGroupInfo"))
    if "StorageInfo" in nodes:
        storage = nodes["StorageInfo"].get("EbsStorageInfo", {})
        nodes["StorageInfo"] = {"EBSStorageInfo": storage}
    software = live.pop("CurrentBrokerSoftwareInfo", {})
    if "KafkaVersion" in software:
        live["KafkaVersion"] = software["KafkaVersion"]
    if "ConfigurationArn" in software:
        live["ConfigurationInfo"] = {
            "Arn": software["ConfigurationArn"],
            "Revision": software.get("ConfigurationRevision"),
        }
    return {
        **live,
        "BrokerNodeGroupInfo": nodes,
        "ClusterName": info["ClusterName"],
        "Tags": info.get("Tags", {}),
    }


def _connectivity(provisioned: Mapping[str, Any]) -> dict[str, Any]:
    """The ways in, in the words of the custom resource that opens them."""
    live = provisioned.get("BrokerNodeGroupInfo", {}).get("ConnectivityInfo", {})
    clients = live.get("VpcConnectivity", {}).get("ClientAuthentication", {})
    sasl = clients.get("Sasl", {})
    return {
        "PublicAccess": live.get("PublicAccess", {}).get("Type") == "SERVICE_PROVIDED_EIPS",
        "VpcConnectivity": {
            "Iam": bool(sasl.get("Iam", {}).get("Enabled")),
            "Scram": bool(sasl.get("Scram", {}).get("Enabled")),
            "Tls": bool(clients.get("Tls", {}).get("Enabled")),
        },
        "NetworkType": live.get("NetworkType", "IPV4"),
    }


def _serverless(info: Mapping[str, Any]) -> dict[str, Any]:
    live = dict(info["Serverless"])
    return {**live, "ClusterName": info["ClusterName"], "Tags": info.get("Tags", {})}
