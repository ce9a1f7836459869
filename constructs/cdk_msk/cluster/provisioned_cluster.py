"""Provisioned clusters, of Standard or Express brokers."""

from collections.abc import Mapping, Sequence

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk import aws_msk as msk
from constructs import Construct

from cdk_msk.checks import known, require
from cdk_msk.cluster import cluster_properties as properties
from cdk_msk.cluster.broker_logging import BrokerLogging
from cdk_msk.cluster.broker_security_group import broker_security_groups
from cdk_msk.cluster.broker_size import BrokerSize
from cdk_msk.cluster.client_authentication import ClientAuthentication
from cdk_msk.cluster.client_subnets import ClientSubnets, default_selection, select_subnets
from cdk_msk.cluster.cluster import Cluster
from cdk_msk.cluster.cluster_key import cluster_key
from cdk_msk.cluster.cluster_logs import ClusterLogs
from cdk_msk.cluster.connectivity import NetworkType, VpcConnectivity
from cdk_msk.cluster.encryption import ClientBrokerEncryption
from cdk_msk.cluster.endpoints import public_ports
from cdk_msk.cluster.imported_cluster import ImportedCluster
from cdk_msk.cluster.kafka_version import KafkaVersion
from cdk_msk.cluster.monitoring import MonitoringLevel, OpenMonitoring
from cdk_msk.cluster.provisioned_findings import findings, public_subnet_findings
from cdk_msk.cluster.provisioned_settings import ProvisionedSettings
from cdk_msk.cluster.rebalancing import Rebalancing
from cdk_msk.cluster.storage import Storage, default_storage
from cdk_msk.configuration import Configuration
from cdk_msk.sharing.cluster_connectivity import ClusterConnectivity
from cdk_msk.stable_name import stable_name
from cdk_msk.storage_autoscaling import BrokerStorageScaling, StorageAutoscaling
from msk_model import (
    UNKNOWN,
    ClusterShape,
    ClusterType,
    check_cluster,
    names,
)


class ProvisionedCluster(Cluster):
    """A cluster of brokers you choose the size and number of.

    A broker size that starts with ``express.`` makes it an Express cluster: three zones, storage
    without limits, no `storage` or `storage_autoscaling`.

    MSK replaces a cluster, and with it the data, when `vpc_subnets`, `security_groups`,
    `encryption_key`, `in_cluster_encryption` or `cluster_name` change. Because names are unique,
    CloudFormation fails such an update unless the name changes too. All else changes in place, but
    MSK takes one change of a cluster at a time: deploy size, number, version, storage,
    configuration, authentication and monitoring one after the other. `public_access`,
    `vpc_connectivity` and `network_type` may be said from the first deployment on, see
    `ClusterConnectivity`.

    Attributes:
        encryption_key: The key of the cluster's data.
        logs: The destinations of the logs.
        resource: The CloudFormation resource.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-msk-cluster.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        vpc: ec2.IVpc,
        vpc_subnets: ec2.SubnetSelection | None = None,
        cluster_name: str | None = None,
        kafka_version: KafkaVersion = KafkaVersion.V3_9_X_KRAFT,
        broker_size: BrokerSize = BrokerSize.M7G_LARGE,
        brokers_per_az: int = 1,
        storage: Storage | None = None,
        storage_autoscaling: StorageAutoscaling | None = None,
        encryption_key: kms.IKey | None = None,
        client_broker_encryption: ClientBrokerEncryption = ClientBrokerEncryption.TLS,
        in_cluster_encryption: bool = True,
        client_authentication: ClientAuthentication | None = None,
        configuration: Configuration | None = None,
        monitoring_level: MonitoringLevel = MonitoringLevel.PER_BROKER,
        open_monitoring: OpenMonitoring | None = None,
        broker_logging: BrokerLogging | None = None,
        authorizer_logging: BrokerLogging | None = None,
        rebalancing: Rebalancing | None = None,
        network_type: NetworkType | None = None,
        public_access: bool | None = None,
        vpc_connectivity: VpcConnectivity | None = None,
        zookeeper_access: bool | None = None,
        security_groups: Sequence[ec2.ISecurityGroup] | None = None,
        tags: Mapping[str, str] | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    ) -> None:
        """Define the cluster.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            vpc: The network.
            vpc_subnets: Two or three subnets, each in a zone of its own; three for Express. Absent:
                one private subnet in each zone of `vpc`.
            cluster_name: 1 to 64 letters, digits and dashes. Absent: a name made of the stack's
                and the construct's, the same on each deployment.
            kafka_version: The version of Apache Kafka. It can be raised later, never lowered.
            broker_size: The size of each broker.
            brokers_per_az: How many brokers each zone has.
            storage: The volume of each Standard broker. Absent: 100 GiB, or what Express brings.
            storage_autoscaling: How volumes grow. Absent: not by themselves.
            encryption_key: Encrypts the data. Absent: a key of the cluster's own.
            client_broker_encryption: What clients may speak to brokers.
            in_cluster_encryption: Whether brokers encrypt what they tell each other.
            client_authentication: How clients prove who they are. Absent: IAM.
            configuration: Broker settings; the cluster takes each new revision by a rolling
                restart. Absent: MSK's defaults.
            monitoring_level: The detail of the metrics in CloudWatch.
            open_monitoring: Prometheus exporters. Absent: none.
            broker_logging: Where broker logs go. Absent: to a log group of the cluster's own.
            authorizer_logging: Where the decisions of the authorizer go. Absent: nowhere.
            rebalancing: Whether MSK moves partitions of Express brokers. Absent: it does.
            network_type: Addresses of brokers. DUAL is for ever: to take it back is an error.
                Absent: IPv4.
            public_access: Whether brokers can be reached from the internet; let clients in with
                `allow_public_clients_from`. To close it again say False rather than leaving it
                out: the deployment then waits for MSK and fails if MSK does. Absent: they cannot.
            vpc_connectivity: What clients in other VPCs may use. To close it again say
                `VpcConnectivity()` rather than leaving it out. Absent: they have no way in.
            zookeeper_access: Whether clients may reach ZooKeeper. Absent: MSK decides.
            security_groups: Of the brokers. Absent: one of the cluster's own; let clients in with
                `allow_clients_from` or through `connections`.
            tags: Of the cluster, besides those of its scope.
            removal_policy: What becomes of the cluster, its key, logs and security group when the
                stack goes.

        Raises:
            ValueError: MSK would refuse the cluster; one line for each reason.
        """
        super().__init__(scope, id)
        self.vpc = vpc
        self.vpc_subnets = vpc_subnets or default_selection()
        self.client_authentication = client_authentication or ClientAuthentication(iam=True)
        self.cluster_name = cluster_name or stable_name(self, max_length=64)
        settings = ProvisionedSettings(
            cluster_name=self.cluster_name,
            kafka_version=kafka_version,
            broker_size=broker_size,
            brokers_per_az=brokers_per_az,
            storage=storage or default_storage(broker_size),
            storage_autoscaling=storage_autoscaling,
            client_broker_encryption=client_broker_encryption,
            in_cluster_encryption=in_cluster_encryption,
            client_authentication=self.client_authentication,
            configuration=configuration,
            monitoring_level=monitoring_level,
            open_monitoring=open_monitoring,
            broker_logging=broker_logging or BrokerLogging(cloudwatch=True),
            authorizer_logging=authorizer_logging,
            rebalancing=rebalancing,
            network_type=network_type,
            public_access=public_access,
            vpc_connectivity=vpc_connectivity,
            zookeeper_access=zookeeper_access,
        )
        subnets = select_subnets(self, vpc, self.vpc_subnets)
        self.shape = settings.shape(subnets.zone_count)
        found = (
            *check_cluster(self.shape),
            *findings(settings, cdk.Stack.of(self).region),
            *(public_subnet_findings(vpc, subnets.subnet_ids) if public_access else ()),
        )
        require(self, found, names(ClusterShape))
        self.encryption_key = cluster_key(self, encryption_key, removal_policy)
        groups = broker_security_groups(self, vpc, security_groups, removal_policy)
        self._connect(groups)
        self.open_monitoring = open_monitoring
        self.allow_scraping_from(*(open_monitoring.scrapers if open_monitoring else ()))
        self.resource = self._define(settings, subnets, groups, removal_policy, tags)
        self.cluster_arn = self.resource.attr_arn
        if (public_access, vpc_connectivity, network_type) != (None, None, None):
            ClusterConnectivity(
                self,
                "Connectivity",
                cluster_arn=self.cluster_arn,
                public_access=public_access,
                vpc_connectivity=vpc_connectivity,
                network_type=network_type,
                after=subnets.internet,
            )
        if storage_autoscaling:
            BrokerStorageScaling(
                self,
                "StorageAutoscaling",
                cluster_arn=self.cluster_arn,
                autoscaling=storage_autoscaling,
            )

    def allow_public_clients_from(self, *peers: ec2.IPeer) -> None:
        """Let `peers`, ranges of addresses on the internet, reach the brokers on public ports.

        Raises:
            ValueError: The cluster has no public access.
        """
        public = public_ports(self.shape)
        if not public:
            raise ValueError(
                f"{self.node.path}: public_access must be True to let clients in from the "
                "internet, got a cluster without; switch it on"
            )
        for peer in peers:
            for port in public:
                self.connections.allow_from(peer, ec2.Port.tcp(port), "Kafka clients, public")

    def _define(
        self,
        settings: ProvisionedSettings,
        subnets: ClientSubnets,
        security_groups: Sequence[ec2.ISecurityGroup],
        removal_policy: cdk.RemovalPolicy,
        tags: Mapping[str, str] | None,
    ) -> msk.CfnCluster:
        logs = self.logs = ClusterLogs(
            self,
            "Logs",
            cluster_name=self.cluster_name,
            broker_logging=settings.broker_logging,
            authorizer_logging=settings.authorizer_logging,
            encryption_key=self.encryption_key,
            removal_policy=removal_policy,
        )
        storage, rebalancing = settings.storage, settings.rebalancing
        resource = msk.CfnCluster(
            self,
            "Resource",
            cluster_name=self.cluster_name,
            kafka_version=settings.kafka_version.name,
            number_of_broker_nodes=settings.brokers_per_az * len(subnets.subnet_ids),
            broker_node_group_info=msk.CfnCluster.BrokerNodeGroupInfoProperty(
                instance_type=settings.broker_size.name,
                client_subnets=subnets.subnet_ids,
                security_groups=[group.security_group_id for group in security_groups],
                storage_info=properties.storage_info(storage),
            ),
            storage_mode=storage.mode.value if storage else None,
            client_authentication=properties.client_authentication(self.client_authentication),
            encryption_info=properties.encryption_info(
                key_arn=self.encryption_key.key_arn,
                client_broker=settings.client_broker_encryption,
                in_cluster=settings.in_cluster_encryption,
            ),
            configuration_info=properties.configuration_info(settings.configuration),
            enhanced_monitoring=settings.monitoring_level.value,
            open_monitoring=properties.open_monitoring(settings.open_monitoring),
            logging_info=properties.logging_info(logs),
            rebalancing=rebalancing
            and msk.CfnCluster.RebalancingProperty(status=rebalancing.value),
            zookeeper_access=properties.zookeeper_access(settings.zookeeper_access),
            tags=tags,
        )
        resource.apply_removal_policy(removal_policy)
        if logs.ready:
            resource.node.add_dependency(*logs.ready)
        return resource

    @staticmethod
    def from_cluster_attributes(
        scope: Construct,
        id: str,
        *,
        cluster_arn: str,
        vpc: ec2.IVpc | None = None,
        vpc_subnets: ec2.SubnetSelection | None = None,
        security_groups: Sequence[ec2.ISecurityGroup] = (),
        client_authentication: ClientAuthentication | None = None,
        kafka_version: KafkaVersion | None = None,
        broker_size: BrokerSize | None = None,
        broker_count: int | None = None,
        monitoring_level: MonitoringLevel | None = None,
        open_monitoring: OpenMonitoring | None = None,
        client_broker_encryption: ClientBrokerEncryption = ClientBrokerEncryption.TLS,
        network_type: NetworkType | None = None,
        public_access: bool = False,
        vpc_connectivity: VpcConnectivity | None = None,
    ) -> Cluster:
        """A provisioned cluster that this app does not own.

        Args:
            scope: Parent of the construct.
            id: Name of the construct below `scope`.
            cluster_arn: The ARN.
            vpc: Its network. Absent: unknown, so nothing can be put next to it.
            vpc_subnets: The brokers' subnets in `vpc`. Absent: unknown.
            security_groups: Of the brokers. Absent: unknown, so no client can be let in.
            client_authentication: The authentications it accepts. Absent: IAM.
            kafka_version: Its version. Absent: unknown, nothing is checked against it.
            broker_size: Its size. Absent: unknown, nothing is checked against it.
            broker_count: All its brokers. Absent: unknown, nothing is checked against it.
            monitoring_level: The detail of its metrics. Absent: unknown.
            open_monitoring: Its Prometheus exporters. Absent: none can be reached.
            client_broker_encryption: What clients may speak to brokers.
            network_type: Addresses of its brokers. Absent: IPv4.
            public_access: Whether it can be reached from the internet.
            vpc_connectivity: What clients in other VPCs may use. Absent: nothing.

        Raises:
            ValueError: The ARN is not that of a cluster, or what is said of it cannot be true.
        """
        return ImportedCluster(
            scope,
            id,
            cluster_arn=cluster_arn,
            vpc=vpc,
            vpc_subnets=vpc_subnets,
            security_groups=security_groups,
            client_authentication=client_authentication or ClientAuthentication(iam=True),
            open_monitoring=open_monitoring,
            shape=ClusterShape(
                cluster_type=ClusterType.PROVISIONED,
                kafka_version=known(kafka_version.name) if kafka_version else UNKNOWN,
                broker_size=known(broker_size.name) if broker_size else UNKNOWN,
                broker_count=UNKNOWN if broker_count is None else known(broker_count),
                monitoring_level=monitoring_level.value if monitoring_level else UNKNOWN,
                open_monitoring=open_monitoring is not None or UNKNOWN,
                client_broker_encryption=client_broker_encryption.value,
                network_type=network_type.value if network_type else None,
                public_access=public_access,
                vpc_connectivity=(vpc_connectivity or VpcConnectivity()).authentications,
            ),
        )
