"""All that is stated about a provisioned cluster."""

from dataclasses import dataclass

from cdk_msk.checks import known
from cdk_msk.cluster.broker_logging import BrokerLogging
from cdk_msk.cluster.broker_size import BrokerSize
from cdk_msk.cluster.client_authentication import ClientAuthentication
from cdk_msk.cluster.connectivity import NetworkType, VpcConnectivity
from cdk_msk.cluster.encryption import ClientBrokerEncryption
from cdk_msk.cluster.kafka_version import KafkaVersion
from cdk_msk.cluster.monitoring import MonitoringLevel, OpenMonitoring
from cdk_msk.cluster.rebalancing import Rebalancing
from cdk_msk.cluster.storage import Storage
from cdk_msk.configuration import Configuration
from cdk_msk.storage_autoscaling import StorageAutoscaling
from msk_model import UNKNOWN, ClusterShape, ClusterType, Unknown


@dataclass(frozen=True, kw_only=True)
class ProvisionedSettings:
    """The arguments of `ProvisionedCluster` that describe the cluster, defaults filled in."""

    cluster_name: str
    kafka_version: KafkaVersion
    broker_size: BrokerSize
    brokers_per_az: int
    storage: Storage | None
    storage_autoscaling: StorageAutoscaling | None
    client_broker_encryption: ClientBrokerEncryption
    in_cluster_encryption: bool
    client_authentication: ClientAuthentication
    configuration: Configuration | None
    monitoring_level: MonitoringLevel
    open_monitoring: OpenMonitoring | None
    broker_logging: BrokerLogging
    authorizer_logging: BrokerLogging | None
    rebalancing: Rebalancing | None
    network_type: NetworkType | None
    public_access: bool | None
    vpc_connectivity: VpcConnectivity | None
    zookeeper_access: bool | None

    def shape(self, zone_count: int | Unknown) -> ClusterShape:
        """The cluster for the rules, in so many zones."""
        storage, scaling = self.storage, self.storage_autoscaling
        authentication, configuration = self.client_authentication, self.configuration
        return ClusterShape(
            cluster_type=ClusterType.PROVISIONED,
            cluster_name=known(self.cluster_name),
            kafka_version=known(self.kafka_version.name),
            broker_size=known(self.broker_size.name),
            broker_count=_product(known(self.brokers_per_az), zone_count),
            zone_count=zone_count,
            volume_size_gib=_whole_number(storage.volume_size_gib) if storage else None,
            volume_throughput_mibps=known(storage.provisioned_throughput_mibps)
            if storage
            else None,
            storage_mode=storage.mode.value if storage else None,
            autoscaling_max_gib=_whole_number(scaling.maximum_gib) if scaling else None,
            autoscaling_target_percent=known(scaling.target_utilization_percent)
            if scaling
            else None,
            client_broker_encryption=self.client_broker_encryption.value,
            in_cluster_encryption=self.in_cluster_encryption,
            customer_managed_key=True,
            iam=authentication.iam,
            scram=authentication.scram,
            tls=authentication.tls,
            unauthenticated=authentication.unauthenticated,
            public_access=bool(self.public_access),
            vpc_connectivity=(self.vpc_connectivity or VpcConnectivity()).authentications,
            network_type=self.network_type and self.network_type.value,
            zookeeper_access=self.zookeeper_access,
            monitoring_level=self.monitoring_level.value,
            open_monitoring=self.open_monitoring is not None,
            broker_log_destinations=self.broker_logging.destinations,
            rebalancing=self.rebalancing and self.rebalancing.value,
            server_properties=configuration.server_properties if configuration else None,
        )


def _product(each: int | Unknown, zones: int | Unknown) -> int | Unknown:
    return UNKNOWN if isinstance(each, Unknown) or isinstance(zones, Unknown) else each * zones


def _whole_number(size: float) -> int | Unknown:
    """`size` for the rules, which are about whole numbers; `UNKNOWN` when it is none."""
    return int(size) if not isinstance(known(size), Unknown) and size == int(size) else UNKNOWN
