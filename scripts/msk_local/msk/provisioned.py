"""The Provisioned structure of the API with everything MSK fills in."""

from collections.abc import Mapping
from typing import Any, Final

from msk_local.msk.account import Account
from msk_local.msk.errors import bad_request
from msk_local.msk.versions import supported
from msk_model.facts.kafka_versions import all_kafka_versions, is_kraft, kafka_version

_DEFAULT_VOLUME_GIB: Final = 1000


def require_supported_version(name: str) -> None:
    """Refuse a Kafka version MSK creates no clusters of.

    Raises:
        MskError: The version is unknown or out of support.
    """
    version = kafka_version(name)
    if version is None or not supported(version):
        valid = ", ".join(v.name for v in all_kafka_versions() if supported(v))
        raise bad_request(
            f"Unsupported KafkaVersion [{name}]. Valid values: [{valid}]",
            parameter="kafkaVersion",
        )


def complete(request: Mapping[str, Any], account: Account) -> dict[str, Any]:
    """What DescribeClusterV2 shows of a cluster that was asked for with `request`.

    Raises:
        MskError: A subnet, security group or key does not exist.
    """
    express = request["BrokerNodeGroupInfo"]["InstanceType"].startswith("express.")
    software = {"KafkaVersion": request["KafkaVersion"]}
    if "ConfigurationInfo" in request:
        chosen = request["ConfigurationInfo"]
        software |= {
            "ConfigurationArn": chosen["Arn"],
            "ConfigurationRevision": chosen["Revision"],
        }
    whole = {
        "BrokerNodeGroupInfo": _broker_nodes(request["BrokerNodeGroupInfo"], account),
        "ClientAuthentication": client_authentication(request.get("ClientAuthentication")),
        "CurrentBrokerSoftwareInfo": software,
        "CustomerActionStatus": "NONE",
        "EncryptionInfo": _encryption(request.get("EncryptionInfo", {}), account),
        "EnhancedMonitoring": request.get("EnhancedMonitoring", "DEFAULT"),
        "LoggingInfo": request.get("LoggingInfo", {"BrokerLogs": {}}),
        "NumberOfBrokerNodes": request["NumberOfBrokerNodes"],
        "OpenMonitoring": open_monitoring(request.get("OpenMonitoring", {})),
    }
    if express:
        whole["Rebalancing"] = request.get("Rebalancing", {"Status": "ACTIVE"})
    elif "Rebalancing" in request:
        whole["Rebalancing"] = request["Rebalancing"]
    if not express or "StorageMode" in request:
        whole["StorageMode"] = request.get("StorageMode", "LOCAL")
    if not is_kraft(request["KafkaVersion"]):
        whole |= _zookeeper()
    return whole


def client_authentication(given: Mapping[str, Any] | None) -> dict[str, Any]:
    """All switches; a cluster that names no authentication lets everyone in."""
    if given is None:
        given = {"Unauthenticated": {"Enabled": True}}
    sasl, tls = given.get("Sasl", {}), given.get("Tls", {})
    authorities = list(tls.get("CertificateAuthorityArnList", []))
    return {
        "Sasl": {
            "Scram": {"Enabled": sasl.get("Scram", {}).get("Enabled", False)},
            "Iam": {"Enabled": sasl.get("Iam", {}).get("Enabled", False)},
        },
        "Tls": {
            "CertificateAuthorityArnList": authorities,
            "Enabled": tls.get("Enabled", bool(authorities)),
        },
        "Unauthenticated": {"Enabled": given.get("Unauthenticated", {}).get("Enabled", False)},
    }


def open_monitoring(given: Mapping[str, Any]) -> dict[str, Any]:
    """Both exporters, off unless they were asked for."""
    prometheus = given.get("Prometheus", {})
    return {
        "Prometheus": {
            exporter: prometheus.get(exporter, {"EnabledInBroker": False})
            for exporter in ("JmxExporter", "NodeExporter")
        }
    }


def _broker_nodes(given: Mapping[str, Any], account: Account) -> dict[str, Any]:
    if len(given["ClientSubnets"]) not in {2, 3}:
        raise bad_request("Specify either two or three client subnets.", parameter="clientSubnets")
    subnets = account.subnets(given["ClientSubnets"])
    vpc_id = subnets[0].vpc_id
    connectivity = given.get("ConnectivityInfo", {})
    nodes = {
        **given,
        "BrokerAZDistribution": given.get("BrokerAZDistribution", "DEFAULT"),
        "SecurityGroups": account.security_groups(given.get("SecurityGroups"), vpc_id=vpc_id),
        "ZoneIds": [subnet.zone_id for subnet in subnets],
        "ConnectivityInfo": {
            "PublicAccess": connectivity.get("PublicAccess", {"Type": "DISABLED"}),
            "VpcConnectivity": connectivity.get("VpcConnectivity", {}),
            "NetworkType": connectivity.get("NetworkType", "IPV4"),
        },
    }
    if not given["InstanceType"].startswith("express."):
        nodes["StorageInfo"] = given.get(
            "StorageInfo", {"EbsStorageInfo": {"VolumeSize": _DEFAULT_VOLUME_GIB}}
        )
    return nodes


def _encryption(given: Mapping[str, Any], account: Account) -> dict[str, Any]:
    key = given.get("EncryptionAtRest", {}).get("DataVolumeKMSKeyId")
    if key is None:
        key = account.default_kafka_key()
    else:
        account.require_key(key)
    in_transit = given.get("EncryptionInTransit", {})
    return {
        "EncryptionAtRest": {"DataVolumeKMSKeyId": key},
        "EncryptionInTransit": {
            "ClientBroker": in_transit.get("ClientBroker", "TLS"),
            "InCluster": in_transit.get("InCluster", True),
        },
    }


def _zookeeper() -> dict[str, str]:
    # No ZooKeeper runs here, so that no address answers; one that names this machine harms nobody.
    return {
        "ZookeeperConnectString": "127.0.0.1:2181",
        "ZookeeperConnectStringTls": "127.0.0.1:2182",
    }
