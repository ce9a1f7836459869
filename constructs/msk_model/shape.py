"""One normalized description of a cluster and of a topic, whatever they were read from."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from msk_model.unknown import UNKNOWN, Unknown


class ClusterType(enum.Enum):
    """MSK's own two cluster types."""

    PROVISIONED = "PROVISIONED"
    SERVERLESS = "SERVERLESS"


class BrokerType(enum.Enum):
    """The two kinds of brokers a provisioned cluster can have."""

    STANDARD = "STANDARD"
    EXPRESS = "EXPRESS"


def _named(argument: str, property_path: str) -> Mapping[str, str]:
    return {"argument": argument, "property": property_path}


_BROKER_TYPES: Mapping[str, BrokerType | Unknown] = {
    "kafka": BrokerType.STANDARD,
    "express": BrokerType.EXPRESS,
}
_NODES = "BrokerNodeGroupInfo"
_SASL = "ClientAuthentication/Sasl"


@dataclass(frozen=True, kw_only=True)
class ClusterShape:
    """A cluster as far as it is known.

    A field that nobody stated is `UNKNOWN` and never breaks a rule. `None` means "stated to be
    absent": MSK's own default applies. Sizes carry their unit in the name.
    """

    cluster_type: ClusterType | Unknown = UNKNOWN
    cluster_name: str | Unknown = field(
        default=UNKNOWN, metadata=_named("cluster_name", "ClusterName")
    )
    kafka_version: str | Unknown = field(
        default=UNKNOWN, metadata=_named("kafka_version", "KafkaVersion")
    )
    broker_size: str | Unknown = field(
        default=UNKNOWN, metadata=_named("broker_size", f"{_NODES}/InstanceType")
    )
    broker_count: int | Unknown = field(
        default=UNKNOWN, metadata=_named("brokers_per_az", "NumberOfBrokerNodes")
    )
    """All brokers of the cluster, not those of one zone."""
    zone_count: int | Unknown = field(
        default=UNKNOWN, metadata=_named("vpc_subnets", f"{_NODES}/ClientSubnets")
    )
    volume_size_gib: int | Unknown | None = field(
        default=UNKNOWN,
        metadata=_named("storage", f"{_NODES}/StorageInfo/EBSStorageInfo/VolumeSize"),
    )
    volume_throughput_mibps: int | Unknown | None = field(
        default=UNKNOWN,
        metadata=_named("storage", f"{_NODES}/StorageInfo/EBSStorageInfo/ProvisionedThroughput"),
    )
    """Provisioned volume throughput in MiB/s; `None` when it is not provisioned."""
    storage_mode: str | Unknown | None = field(
        default=UNKNOWN, metadata=_named("storage", "StorageMode")
    )
    """``LOCAL`` or ``TIERED``."""
    autoscaling_max_gib: int | Unknown | None = field(
        default=UNKNOWN, metadata=_named("storage_autoscaling", "ScalableTarget/MaxCapacity")
    )
    autoscaling_target_percent: int | Unknown | None = field(
        default=UNKNOWN, metadata=_named("storage_autoscaling", "ScalingPolicy/TargetValue")
    )
    client_broker_encryption: str | Unknown | None = field(
        default=UNKNOWN,
        metadata=_named(
            "client_broker_encryption", "EncryptionInfo/EncryptionInTransit/ClientBroker"
        ),
    )
    """``TLS``, ``TLS_PLAINTEXT`` or ``PLAINTEXT``."""
    in_cluster_encryption: bool | Unknown | None = field(
        default=UNKNOWN,
        metadata=_named("in_cluster_encryption", "EncryptionInfo/EncryptionInTransit/InCluster"),
    )
    customer_managed_key: bool | Unknown = field(
        default=UNKNOWN,
        metadata=_named("encryption_key", "EncryptionInfo/EncryptionAtRest/DataVolumeKMSKeyId"),
    )
    iam: bool | Unknown = field(
        default=UNKNOWN, metadata=_named("client_authentication", f"{_SASL}/Iam/Enabled")
    )
    scram: bool | Unknown = field(
        default=UNKNOWN, metadata=_named("client_authentication", f"{_SASL}/Scram/Enabled")
    )
    tls: bool | Unknown = field(
        default=UNKNOWN, metadata=_named("client_authentication", "ClientAuthentication/Tls")
    )
    """Client certificates (mTLS)."""
    unauthenticated: bool | Unknown = field(
        default=UNKNOWN,
        metadata=_named("client_authentication", "ClientAuthentication/Unauthenticated/Enabled"),
    )
    public_access: bool | Unknown = field(
        default=UNKNOWN,
        metadata=_named("public_access", f"{_NODES}/ConnectivityInfo/PublicAccess/Type"),
    )
    vpc_connectivity: frozenset[str] | Unknown = field(
        default=UNKNOWN,
        metadata=_named("vpc_connectivity", f"{_NODES}/ConnectivityInfo/VpcConnectivity"),
    )
    """Authentications open to other VPCs: a subset of ``{"iam", "scram", "tls"}``."""
    network_type: str | Unknown | None = field(
        default=UNKNOWN, metadata=_named("network_type", f"{_NODES}/ConnectivityInfo/NetworkType")
    )
    zookeeper_access: bool | Unknown | None = field(
        default=UNKNOWN, metadata=_named("zookeeper_access", "ZookeeperAccess/Enabled")
    )
    monitoring_level: str | Unknown | None = field(
        default=UNKNOWN, metadata=_named("monitoring_level", "EnhancedMonitoring")
    )
    open_monitoring: bool | Unknown = field(
        default=UNKNOWN, metadata=_named("open_monitoring", "OpenMonitoring")
    )
    broker_log_destinations: frozenset[str] | Unknown = field(
        default=UNKNOWN, metadata=_named("broker_logging", "LoggingInfo/BrokerLogs")
    )
    """A subset of ``{"cloudwatch", "s3", "firehose"}``."""
    rebalancing: str | Unknown | None = field(
        default=UNKNOWN, metadata=_named("rebalancing", "Rebalancing/Status")
    )
    server_properties: Mapping[str, str | Unknown] | Unknown | None = field(
        default=UNKNOWN, metadata=_named("configuration", "ConfigurationInfo")
    )
    """The custom configuration; `None` when the cluster runs MSK's default one."""

    @property
    def broker_type(self) -> BrokerType | Unknown:
        """Standard or Express, told by the prefix of the broker size."""
        if not isinstance(self.broker_size, str):
            return UNKNOWN
        return _BROKER_TYPES.get(self.broker_size.partition(".")[0], UNKNOWN)


@dataclass(frozen=True, kw_only=True)
class TopicShape:
    """A topic as far as it is known."""

    topic_name: str | Unknown = field(default=UNKNOWN, metadata=_named("topic_name", "TopicName"))
    partition_count: int | Unknown = field(
        default=UNKNOWN, metadata=_named("partition_count", "PartitionCount")
    )
    replication_factor: int | Unknown = field(
        default=UNKNOWN, metadata=_named("replication_factor", "ReplicationFactor")
    )
    configs: Mapping[str, str | Unknown] | Unknown = field(
        default=UNKNOWN, metadata=_named("configs", "Configs")
    )


@dataclass(frozen=True)
class FieldNames:
    """What one field of a shape is called elsewhere."""

    argument: str
    """The argument of the construct, as a Python caller spells it."""
    property: str
    """The path of the CloudFormation property."""


def names(shape: type[ClusterShape] | type[TopicShape]) -> Mapping[str, FieldNames]:
    """The argument and the CloudFormation property of every field of `shape`."""
    return {
        f.name: FieldNames(f.metadata.get("argument", f.name), f.metadata.get("property", f.name))
        for f in fields(shape)
    }
