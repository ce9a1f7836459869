"""A cluster of the API as the shape the rules of `msk_model` judge."""

from collections.abc import Mapping
from typing import Any

from msk_local.msk.errors import MskError, bad_request
from msk_model import (
    UNKNOWN,
    ClusterShape,
    ClusterType,
    Finding,
    Severity,
    check_cluster,
    check_new_cluster,
    names,
)


def provisioned_shape(
    name: str,
    provisioned: Mapping[str, Any],
    *,
    server_properties: Mapping[str, str] | None,
    zookeeper_access: bool | None = None,
) -> ClusterShape:
    """The shape of a complete Provisioned structure."""
    nodes = provisioned["BrokerNodeGroupInfo"]
    volume = nodes.get("StorageInfo", {}).get("EbsStorageInfo", {})
    throughput = volume.get("ProvisionedThroughput", {})
    connectivity = nodes["ConnectivityInfo"]
    client = provisioned["ClientAuthentication"]
    encryption = provisioned["EncryptionInfo"]
    broker_logs = provisioned.get("LoggingInfo", {}).get("BrokerLogs", {})
    prometheus = provisioned["OpenMonitoring"]["Prometheus"]
    return ClusterShape(
        cluster_type=ClusterType.PROVISIONED,
        cluster_name=name,
        kafka_version=provisioned["CurrentBrokerSoftwareInfo"]["KafkaVersion"],
        broker_size=nodes["InstanceType"],
        broker_count=provisioned["NumberOfBrokerNodes"],
        zone_count=len(nodes["ClientSubnets"]),
        volume_size_gib=volume.get("VolumeSize"),
        volume_throughput_mibps=throughput.get("VolumeThroughput"),
        storage_mode=provisioned.get("StorageMode"),
        client_broker_encryption=encryption["EncryptionInTransit"]["ClientBroker"],
        in_cluster_encryption=encryption["EncryptionInTransit"]["InCluster"],
        customer_managed_key=UNKNOWN,
        iam=client["Sasl"]["Iam"]["Enabled"],
        scram=client["Sasl"]["Scram"]["Enabled"],
        tls=client["Tls"]["Enabled"],
        unauthenticated=client["Unauthenticated"]["Enabled"],
        public_access=connectivity["PublicAccess"]["Type"] != "DISABLED",
        vpc_connectivity=vpc_connectivity(connectivity),
        network_type=connectivity["NetworkType"],
        zookeeper_access=zookeeper_access,
        monitoring_level=provisioned["EnhancedMonitoring"],
        open_monitoring=any(exporter["EnabledInBroker"] for exporter in prometheus.values()),
        broker_log_destinations=frozenset(
            name
            for name, member in _LOG_DESTINATIONS.items()
            if broker_logs.get(member, {}).get("Enabled")
        ),
        rebalancing=provisioned.get("Rebalancing", {}).get("Status"),
        server_properties=server_properties or None,
    )


_LOG_DESTINATIONS = {"cloudwatch": "CloudWatchLogs", "s3": "S3", "firehose": "Firehose"}


def serverless_shape(name: str, serverless: Mapping[str, Any]) -> ClusterShape:
    """The shape of a Serverless structure."""
    return ClusterShape(
        cluster_type=ClusterType.SERVERLESS,
        cluster_name=name,
        zone_count=max(len(config["SubnetIds"]) for config in serverless["VpcConfigs"]),
        iam=serverless["ClientAuthentication"]["Sasl"]["Iam"]["Enabled"],
    )


def vpc_connectivity(connectivity: Mapping[str, Any]) -> frozenset[str]:
    """The authentications open to other VPCs."""
    client = connectivity.get("VpcConnectivity", {}).get("ClientAuthentication", {})
    sasl = client.get("Sasl", {})
    switches = {"iam": sasl.get("Iam"), "scram": sasl.get("Scram"), "tls": client.get("Tls")}
    return frozenset(name for name, switch in switches.items() if switch and switch["Enabled"])


def require_new(shape: ClusterShape) -> None:
    """Refuse a cluster MSK would not create.

    Raises:
        MskError: The first broken rule.
    """
    _refuse_errors(shape, check_new_cluster(shape))


def require(shape: ClusterShape) -> None:
    """Refuse a change MSK would not make.

    Raises:
        MskError: The first rule the changed cluster would break.
    """
    _refuse_errors(shape, check_cluster(shape))


def _refuse_errors(shape: ClusterShape, findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        if finding.severity is Severity.ERROR:
            raise _refusal(shape, finding)


def _refusal(shape: ClusterShape, finding: Finding) -> MskError:
    member = names(ClusterShape)[finding.field].property
    return bad_request(
        finding.message(where=f"cluster {shape.cluster_name}", name=member),
        parameter=member.rpartition("/")[2],
    )
