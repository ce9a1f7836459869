"""What there is to scrape of a live cluster, read without changing anything."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from msk_model import UNKNOWN, ClusterShape, ClusterType, nearest
from msk_model.prometheus import MonitoredCluster, ScrapeCluster, ScrapeNode
from mskctl.errors import MskctlError

_ARN = re.compile(r"arn:[\w-]+:kafka:([\w-]+):\d+:cluster/[^/]+/[^/]+")


class Unscrapable(MskctlError):  # noqa: N818  (it is a cluster, not an error, that cannot be scraped)
    """A cluster that is not there, cannot be read, or has no open monitoring."""

    exit_code = 2


def live_cluster(cluster: str) -> MonitoredCluster:
    """The cluster of a name or an ARN, with its machines as MSK lists them.

    Zones are left out where EC2 does not tell the subnets.

    Raises:
        Unscrapable: There is no such cluster, it has no exporters, or AWS does not answer.
    """
    # Imported late: only this needs AWS.
    import boto3  # noqa: PLC0415
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

    match = _ARN.fullmatch(cluster)
    region = match[1] if match else None
    try:
        kafka = boto3.client("kafka", region_name=region)
        arn = cluster if match else _arn_of(kafka, cluster)
        info = kafka.describe_cluster_v2(ClusterArn=arn)["ClusterInfo"]
        nodes = list(_nodes(kafka, arn)) if "Provisioned" in info else []
    except (BotoCoreError, ClientError, ValueError) as error:
        raise Unscrapable(f"{cluster}: cluster must be readable; {error}") from error
    jmx, node = _exporters(cluster, info)
    subnets = {one["BrokerNodeInfo"]["ClientSubnet"] for one in nodes if "BrokerNodeInfo" in one}
    try:
        zones = _zones(boto3.client("ec2", region_name=arn.split(":")[3]), sorted(subnets))
    except (BotoCoreError, ClientError):
        zones = {}
    return MonitoredCluster(
        scrape=ScrapeCluster(
            name=info["ClusterName"],
            nodes=tuple(_scraped(nodes, zones)),
            jmx=jmx,
            node=node,
        ),
        shape=_shape(info["Provisioned"]),
    )


def _arn_of(kafka: Any, name: str) -> str:
    arns: dict[str, str] = {}
    for page in kafka.get_paginator("list_clusters_v2").paginate():
        arns |= {one["ClusterName"]: one["ClusterArn"] for one in page["ClusterInfoList"]}
    if name in arns:
        return arns[name]
    likely = nearest(name, arns)
    hint = f"did you mean {likely!r}?" if likely else "the region has no such cluster"
    raise Unscrapable(f"CLUSTER must be the name or ARN of a cluster, got {name!r}; {hint}")


def _exporters(cluster: str, info: Mapping[str, Any]) -> tuple[bool, bool]:
    if "Provisioned" not in info:
        raise Unscrapable(
            f"{cluster}: cluster must be provisioned, got a serverless one, which has no exporters"
        )
    prometheus = info["Provisioned"].get("OpenMonitoring", {}).get("Prometheus", {})
    jmx, node = (
        bool(prometheus.get(name, {}).get("EnabledInBroker"))
        for name in ("JmxExporter", "NodeExporter")
    )
    if not (jmx or node):
        raise Unscrapable(
            f"{cluster}: cluster must have open monitoring, got one without; set "
            "open_monitoring=OpenMonitoring() and deploy"
        )
    return jmx, node


def _nodes(kafka: Any, arn: str) -> Iterator[dict[str, Any]]:
    for page in kafka.get_paginator("list_nodes").paginate(ClusterArn=arn):
        yield from page["NodeInfoList"]


def _zones(ec2: Any, subnets: list[str]) -> dict[str, str]:
    found = ec2.describe_subnets(SubnetIds=subnets)["Subnets"] if subnets else []
    return {one["SubnetId"]: one["AvailabilityZoneId"] for one in found}


def _scraped(nodes: list[dict[str, Any]], zones: Mapping[str, str]) -> Iterator[ScrapeNode]:
    for one in nodes:
        broker = one.get("BrokerNodeInfo", {})
        for host in broker.get("Endpoints", ())[:1]:
            yield ScrapeNode(
                host=host,
                broker_id=int(broker["BrokerId"]),
                zone=zones.get(broker.get("ClientSubnet", "")),
            )
        for host in one.get("ControllerNodeInfo", {}).get("Endpoints", ())[:1]:
            yield ScrapeNode(host=host)


def _shape(provisioned: Mapping[str, Any]) -> ClusterShape:
    brokers = provisioned["BrokerNodeGroupInfo"]
    throughput = (
        brokers.get("StorageInfo", {}).get("EbsStorageInfo", {}).get("ProvisionedThroughput", {})
    )
    iam = provisioned.get("ClientAuthentication", {}).get("Sasl", {}).get("Iam", {})
    return ClusterShape(
        cluster_type=ClusterType.PROVISIONED,
        broker_size=brokers["InstanceType"],
        broker_count=provisioned["NumberOfBrokerNodes"],
        volume_throughput_mibps=throughput.get("VolumeThroughput"),
        kafka_version=provisioned.get("CurrentBrokerSoftwareInfo", {}).get("KafkaVersion", UNKNOWN),
        storage_mode=provisioned.get("StorageMode", UNKNOWN),
        iam=bool(iam.get("Enabled")),
        open_monitoring=True,
    )
