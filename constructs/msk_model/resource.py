"""The shape of one ``AWS::MSK`` resource as a template states it."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import TypeVar

from msk_model.intrinsics import flag_at, look_up, text_at, whole_number_at
from msk_model.shape import ClusterShape, ClusterType, TopicShape
from msk_model.unknown import UNKNOWN, Unknown

_NODES = "BrokerNodeGroupInfo"
_STORAGE = (_NODES, "StorageInfo", "EBSStorageInfo")
_IN_TRANSIT = ("EncryptionInfo", "EncryptionInTransit")
_CONNECTIVITY = (_NODES, "ConnectivityInfo")
_VPC_CLIENTS = (*_CONNECTIVITY, "VpcConnectivity", "ClientAuthentication")
_SASL = ("ClientAuthentication", "Sasl")
_LOGS = ("LoggingInfo", "BrokerLogs")

T = TypeVar("T")


def from_resource(resource: Mapping[str, object]) -> ClusterShape | TopicShape | None:
    """The shape of one resource of a template; `None` when it is neither cluster nor topic.

    What an intrinsic function decides is `UNKNOWN`; what is not stated is as MSK has it by default.
    """
    properties = properties_of(resource)
    match resource.get("Type"):
        case "AWS::MSK::Cluster":
            return _provisioned(properties)
        case "AWS::MSK::ServerlessCluster":
            return ClusterShape(
                cluster_type=ClusterType.SERVERLESS,
                cluster_name=_stated(text_at(properties, "ClusterName")),
                iam=_off_unless(flag_at(properties, *_SASL, "Iam", "Enabled")),
                scram=False,
                tls=False,
                unauthenticated=False,
            )
        case "AWS::MSK::Topic":
            return TopicShape(
                topic_name=_stated(text_at(properties, "TopicName")),
                partition_count=_stated(whole_number_at(properties, "PartitionCount")),
                replication_factor=_stated(whole_number_at(properties, "ReplicationFactor")),
                configs=_topic_configs(properties),
            )
        case _:
            return None


def _provisioned(properties: Mapping[str, object]) -> ClusterShape:
    return ClusterShape(
        cluster_type=ClusterType.PROVISIONED,
        cluster_name=_stated(text_at(properties, "ClusterName")),
        kafka_version=_stated(text_at(properties, "KafkaVersion")),
        broker_size=_stated(text_at(properties, _NODES, "InstanceType")),
        broker_count=_stated(whole_number_at(properties, "NumberOfBrokerNodes")),
        zone_count=_zone_count(properties),
        volume_size_gib=whole_number_at(properties, *_STORAGE, "VolumeSize"),
        volume_throughput_mibps=_volume_throughput(properties),
        storage_mode=text_at(properties, "StorageMode"),
        client_broker_encryption=text_at(properties, *_IN_TRANSIT, "ClientBroker"),
        in_cluster_encryption=flag_at(properties, *_IN_TRANSIT, "InCluster"),
        customer_managed_key=_customer_managed_key(properties),
        iam=_off_unless(flag_at(properties, *_SASL, "Iam", "Enabled")),
        scram=_off_unless(flag_at(properties, *_SASL, "Scram", "Enabled")),
        tls=_client_certificates(properties),
        unauthenticated=_unauthenticated(properties),
        public_access=_public_access(properties),
        vpc_connectivity=_subset(
            iam=flag_at(properties, *_VPC_CLIENTS, "Sasl", "Iam", "Enabled"),
            scram=flag_at(properties, *_VPC_CLIENTS, "Sasl", "Scram", "Enabled"),
            tls=flag_at(properties, *_VPC_CLIENTS, "Tls", "Enabled"),
        ),
        network_type=text_at(properties, *_CONNECTIVITY, "NetworkType"),
        zookeeper_access=flag_at(properties, "ZookeeperAccess", "Enabled"),
        monitoring_level=text_at(properties, "EnhancedMonitoring"),
        open_monitoring=_open_monitoring(properties),
        broker_log_destinations=_subset(
            cloudwatch=flag_at(properties, *_LOGS, "CloudWatchLogs", "Enabled"),
            s3=flag_at(properties, *_LOGS, "S3", "Enabled"),
            firehose=flag_at(properties, *_LOGS, "Firehose", "Enabled"),
        ),
        rebalancing=text_at(properties, "Rebalancing", "Status"),
        server_properties=None if look_up(properties, "ConfigurationInfo") is None else UNKNOWN,
    )


def properties_of(resource: Mapping[str, object]) -> Mapping[str, object]:
    """The properties of a resource, none if it has none."""
    properties = resource.get("Properties")
    return properties if isinstance(properties, Mapping) else {}


def _stated(value: T | None) -> T | Unknown:
    """`value`; `UNKNOWN` where a required property is missing, which CloudFormation reports."""
    return UNKNOWN if value is None else value


def _off_unless(value: bool | Unknown | None) -> bool | Unknown:
    """`value`; off where nothing is stated."""
    return False if value is None else value


def _subset(**members: bool | Unknown | None) -> frozenset[str] | Unknown:
    """The names switched on; `UNKNOWN` as soon as one of them is."""
    if UNKNOWN in members.values():
        return UNKNOWN
    return frozenset(name for name, on in members.items() if on)


def _zone_count(properties: Mapping[str, object]) -> int | Unknown:
    """One zone for each subnet; intrinsics in the list name one subnet each, but not conditions."""
    subnets = look_up(properties, _NODES, "ClientSubnets")
    if not isinstance(subnets, list):
        return UNKNOWN
    conditional = any(
        isinstance(subnet, Mapping) and ("Fn::If" in subnet or subnet == {"Ref": "AWS::NoValue"})
        for subnet in subnets
    )
    return UNKNOWN if conditional else len(subnets)


def _volume_throughput(properties: Mapping[str, object]) -> int | Unknown | None:
    enabled = flag_at(properties, *_STORAGE, "ProvisionedThroughput", "Enabled")
    throughput = whole_number_at(properties, *_STORAGE, "ProvisionedThroughput", "VolumeThroughput")
    if enabled is UNKNOWN:
        return UNKNOWN
    return throughput if enabled else None


def _customer_managed_key(properties: Mapping[str, object]) -> bool | Unknown:
    at_rest = look_up(properties, "EncryptionInfo", "EncryptionAtRest")
    if not isinstance(at_rest, Mapping):
        return UNKNOWN if at_rest is UNKNOWN else False
    key = at_rest.get("DataVolumeKMSKeyId")
    if isinstance(key, Mapping) and "Fn::If" in key:
        return UNKNOWN
    return key is not None and key != {"Ref": "AWS::NoValue"}


def _client_certificates(properties: Mapping[str, object]) -> bool | Unknown:
    """On when stated, and when authorities are named and nothing is stated."""
    enabled = flag_at(properties, "ClientAuthentication", "Tls", "Enabled")
    if enabled is not None:
        return enabled
    authorities = look_up(properties, "ClientAuthentication", "Tls", "CertificateAuthorityArnList")
    return UNKNOWN if authorities is UNKNOWN else bool(authorities)


def _unauthenticated(properties: Mapping[str, object]) -> bool | Unknown:
    """MSK lets everyone in when no authentication is stated at all."""
    if look_up(properties, "ClientAuthentication") is None:
        return True
    return _off_unless(flag_at(properties, "ClientAuthentication", "Unauthenticated", "Enabled"))


def _public_access(properties: Mapping[str, object]) -> bool | Unknown:
    kind = text_at(properties, *_CONNECTIVITY, "PublicAccess", "Type")
    return UNKNOWN if kind is UNKNOWN else kind == "SERVICE_PROVIDED_EIPS"


def _open_monitoring(properties: Mapping[str, object]) -> bool | Unknown:
    exporters = _subset(
        jmx=flag_at(properties, "OpenMonitoring", "Prometheus", "JmxExporter", "EnabledInBroker"),
        node=flag_at(properties, "OpenMonitoring", "Prometheus", "NodeExporter", "EnabledInBroker"),
    )
    return UNKNOWN if exporters is UNKNOWN else bool(exporters)


def _topic_configs(properties: Mapping[str, object]) -> Mapping[str, str | Unknown] | Unknown:
    """The settings: a JSON object in Base64, encoded or to be encoded by CloudFormation."""
    configs = properties.get("Configs")
    if configs is None:
        return {}
    if isinstance(configs, Mapping) and isinstance(configs.get("Fn::Base64"), str):
        text = configs["Fn::Base64"]
    elif isinstance(configs, str):
        try:
            text = base64.b64decode(configs, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError, ValueError):
            return UNKNOWN
    else:
        return UNKNOWN
    try:
        settings = json.loads(text)
    except ValueError:
        return UNKNOWN
    if not isinstance(settings, dict):
        return UNKNOWN
    return {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in settings.items()
    }
