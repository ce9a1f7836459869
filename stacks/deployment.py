"""The typed model of a deployment file: everything a platform team can state, and nothing else."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from msk_model.facts.broker_sizes import all_broker_sizes
from msk_model.facts.kafka_versions import all_kafka_versions
from stacks.client_model import Client, Quota, Sharing
from stacks.delivery_model import Consumer, S3Sink
from stacks.model import ConfigValue, Model, Name
from stacks.monitoring_model import Monitoring


class ExistingVpc(Model):
    """A VPC that somebody else owns; nothing in it is changed."""

    vpc_id: str
    cidr: str
    """Its address range, for rules that admit the whole VPC."""
    subnet_ids: tuple[str, ...]
    """Private subnets for brokers and functions, one in each zone."""


class Network(Model):
    """The network the brokers and the functions live in."""

    existing_vpc: ExistingVpc | None = None
    """Absent: a VPC is made. Stated: the fields below say its zones, and make nothing."""
    zones: Literal[2, 3] = 3
    """Availability Zones. Express brokers need three."""
    availability_zones: tuple[str, ...] | None = None
    """Names such as us-east-1a. Absent: the first zones of the region that have MSK."""
    cidr: str = "10.0.0.0/16"
    """Address range of the new VPC."""
    public_subnets: bool = False
    """Whether to add a public subnet in each zone."""
    nat_gateways: Annotated[int, Field(ge=0, le=3)] = 0
    """NAT gateways; each costs by the hour and brings the public subnets it stands in."""
    interface_endpoints: bool = True
    """Interface endpoints, through which functions in private subnets reach AWS services."""


class Storage(Model):
    """Volumes of Standard brokers. Express brokers have none to state."""

    volume_size_gib: int = 100
    """GiB per broker. It can grow later, never shrink."""
    provisioned_throughput_mibps: int | None = None
    """MiB/s per volume above the included 250. Absent: not provisioned."""
    mode: Literal["LOCAL", "TIERED"] = "LOCAL"
    """TIERED moves old segments to low-cost storage. It cannot be switched off again."""


class StorageAutoscaling(Model):
    """Growth of the volumes without anybody awake."""

    maximum_gib: int
    """GiB per broker at which growth stops."""
    target_utilization_percent: int = 60
    """Used share of the volume at which it grows. AWS recommends 50 to 60."""


class Authentication(Model):
    """Who may connect."""

    iam: bool = True
    """IAM roles and users (port 9098)."""
    scram: bool = False
    """User names and passwords, SASL/SCRAM-SHA-512 (port 9096)."""
    tls_certificate_authorities: tuple[str, ...] = ()
    """ARNs of the ACM private CAs whose client certificates are accepted (port 9094)."""
    private_certificate_authority: Annotated[str, Field(min_length=1, max_length=64)] | None = None
    """Common name of a private CA to make for client certificates; AWS Private CA costs several
    hundred US dollars a month. Absent: none is made."""
    unauthenticated: bool = False
    """Anybody who reaches the brokers. Refused by this toolkit's compliance pack."""

    @property
    def tls(self) -> bool:
        """Whether client certificates are accepted."""
        return bool(self.tls_certificate_authorities or self.private_certificate_authority)


class PublicAccess(Model):
    """A way in from the internet. Brokers then stand in public subnets, which cannot change."""

    open: bool = True
    """False closes it and leaves the brokers where they are."""
    client_cidrs: tuple[str, ...] = ()
    """Who is let in, such as 198.51.100.0/24; nobody else is."""


class VpcConnectivity(Model):
    """The authentications open to clients in other VPCs, through AWS PrivateLink."""

    iam: bool = False
    scram: bool = False
    tls: bool = False


class S3Logs(Model):
    """Delivery of logs to a bucket that exists."""

    bucket: str
    prefix: str | None = None


class Logs(Model):
    """Where brokers write their logs."""

    cloudwatch: bool = True
    """To a log group of their own."""
    s3: S3Logs | None = None
    firehose: str | None = None
    """Name of a delivery stream that carries the tag LogDeliveryEnabled=true."""


class OpenMonitoring(Model):
    """Prometheus exporters on every broker."""

    jmx_exporter: bool = True
    node_exporter: bool = True


class ProvisionedClusterModel(Model):
    """A cluster of brokers that are paid by the hour."""

    type: Literal["standard", "express"]
    kafka_version: Annotated[
        str, Field(json_schema_extra={"examples": [v.name for v in all_kafka_versions()]})
    ] = "3.9.x.kraft"
    broker_size: Annotated[
        str, Field(json_schema_extra={"enum": [s.name for s in all_broker_sizes()]})
    ]
    """What MSK calls the instance type."""
    brokers_per_az: Annotated[int, Field(ge=1)] = 1
    storage: Storage | None = None
    """Absent: 100 GiB a Standard broker, nothing for Express."""
    storage_autoscaling: StorageAutoscaling | None = None
    """Absent: volumes keep their size."""
    authentication: Authentication = Authentication()
    server_properties: Mapping[str, ConfigValue] = {}
    """Broker settings that differ from MSK's defaults."""
    monitoring_level: Literal[
        "DEFAULT", "PER_BROKER", "PER_TOPIC_PER_BROKER", "PER_TOPIC_PER_PARTITION"
    ] = "PER_BROKER"
    open_monitoring: OpenMonitoring | None = None
    """Absent: no exporters."""
    broker_logs: Logs = Logs()
    authorizer_logs: Logs | None = None
    """Absent: denied and allowed requests are not logged."""
    rebalancing: Literal["ACTIVE", "PAUSED"] | None = None
    """Intelligent rebalancing, Express only. Absent: MSK's default, which is active."""
    zookeeper_access: bool | None = None
    """Only for versions that run ZooKeeper. Absent: MSK's default."""
    public_access: PublicAccess | None = None
    """Absent: none, and brokers in private subnets."""
    vpc_connectivity: VpcConnectivity | None = None
    """Who may connect from other VPCs. To close it again say {} rather than leaving it out.
    Absent: nobody."""
    network_type: Literal["IPV4", "DUAL"] | None = None
    """DUAL adds IPv6 and cannot be taken back. Absent: IPv4."""


class ServerlessClusterModel(Model):
    """A cluster that is paid by use and has no brokers to choose."""

    type: Literal["serverless"]


Cluster = Annotated[ProvisionedClusterModel | ServerlessClusterModel, Field(discriminator="type")]


class Topic(Model):
    """A topic to define on the cluster; a plan of `topic_policy` may state the rest."""

    name: str
    plan: str | None = None
    """Of the policy. Absent: its default plan, if it has one."""
    partition_count: Annotated[int, Field(ge=1)] | None = None
    """Can grow later, never shrink. Absent: what the plan states."""
    replication_factor: Annotated[int, Field(ge=1)] | None = None
    """Absent: what the plan states, or one copy per Availability Zone."""
    configs: Mapping[str, ConfigValue] = {}
    """Topic settings that differ from the cluster's; 7 days and 1 GiB are understood."""
    owner: str | None = None
    """Who answers for it."""
    dead_letter: bool | None = None
    """Whether a topic for dead letters stands beside it. Absent: the policy decides."""
    protected: bool = False
    """Whether it is never deleted, whatever else the file says."""
    adopt: bool = False
    """Whether it exists already and is taken over."""


class Deployment(Model):
    """A whole deployment: one file."""

    name: Name
    """Prefix of the stacks, name of the cluster."""
    description: str = ""
    removal_policy: Literal["retain", "destroy"] = "retain"
    """What happens to data when a stack or a resource is deleted."""
    tags: Mapping[str, str] = {}
    network: Network = Network()
    cluster: Cluster
    topics: tuple[Topic, ...] = ()
    topic_files: Annotated[str, Field(min_length=1)] | None = None
    """Folder with more topics, relative to this file: one team, one file (docs/topics.md)."""
    topic_policy: Mapping[str, Any] | None = None
    """What the organization asks of every topic, in the words of a policy.yaml (docs/topics.md).
    Absent: what the policy.yaml of `topic_files` asks."""
    clients: tuple[Client, ...] = ()
    quotas: tuple[Quota, ...] = ()
    sharing: Sharing = Sharing()
    s3_sinks: tuple[S3Sink, ...] = ()
    consumers: tuple[Consumer, ...] = ()
    monitoring: Monitoring = Monitoring()
    accepted_findings: Mapping[str, Annotated[str, Field(min_length=20)]] = {}
    """Id of a check to the reason why its finding is accepted, such as
    ``cdk-msk::monitoring-shows-topics``."""
