"""What every cluster can do, whatever its kind and whoever owns it."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import ClassVar, overload

import aws_cdk as cdk
import jsii
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam

from cdk_msk import grants
from cdk_msk.cluster.bootstrap_brokers import BootstrapBrokers
from cdk_msk.cluster.client_authentication import ClientAuthentication
from cdk_msk.cluster.cluster_metrics import ClusterMetrics
from cdk_msk.cluster.endpoints import ENDPOINTS, Endpoint, client_ports, open_endpoints
from cdk_msk.cluster.monitoring import OpenMonitoring
from cdk_msk.cluster.scraping import let_scrape
from msk_model import BrokerType, ClusterShape, ClusterType, Unknown
from msk_model.client import ConnectWorker


class _BootstrapString:
    """A property of a cluster with the ``bootstrap.servers`` of one endpoint."""

    _by_attribute: ClassVar[Mapping[str, Endpoint]] = {e.attribute: e for e in ENDPOINTS}

    def __set_name__(self, owner: type, name: str) -> None:
        self._endpoint = self._by_attribute[name]

    @overload
    def __get__(self, cluster: None, owner: type) -> "_BootstrapString": ...
    @overload
    def __get__(self, cluster: "Cluster", owner: type) -> str: ...
    def __get__(self, cluster: "Cluster | None", owner: type) -> "str | _BootstrapString":
        return self if cluster is None else cluster._bootstrap_string(self._endpoint)


@jsii.implements(ec2.IConnectable)
class Cluster(ClusterMetrics):
    """The common face of `ProvisionedCluster`, `ServerlessCluster` and imported clusters.

    The ``bootstrap_brokers_*`` properties are what Kafka clients take as ``bootstrap.servers``.
    They are read from the running cluster by one custom resource, there once any of them is used.
    Each raises ValueError when the cluster does not have the endpoint, naming what to switch on.

    Attributes:
        cluster_arn: The ARN, a token until deployed.
        cluster_name: The name.
        client_authentication: The authentications the cluster accepts.
        shape: The cluster as `msk_model` sees it.
        vpc: The network of the brokers. None: unknown, as it may be for an imported cluster.
        vpc_subnets: The brokers' subnets in `vpc`. None: unknown.
        open_monitoring: The Prometheus exporters. None: there are none, or it is unknown.
    """

    cluster_arn: str
    cluster_name: str
    client_authentication: ClientAuthentication
    shape: ClusterShape
    vpc: ec2.IVpc | None
    vpc_subnets: ec2.SubnetSelection | None
    open_monitoring: OpenMonitoring | None = None

    bootstrap_brokers_sasl_iam = _BootstrapString()
    bootstrap_brokers_sasl_scram = _BootstrapString()
    bootstrap_brokers_tls = _BootstrapString()
    bootstrap_brokers_plaintext = _BootstrapString()
    bootstrap_brokers_public_sasl_iam = _BootstrapString()
    bootstrap_brokers_public_sasl_scram = _BootstrapString()
    bootstrap_brokers_public_tls = _BootstrapString()
    bootstrap_brokers_vpc_connectivity_sasl_iam = _BootstrapString()
    bootstrap_brokers_vpc_connectivity_sasl_scram = _BootstrapString()
    bootstrap_brokers_vpc_connectivity_tls = _BootstrapString()
    bootstrap_brokers_sasl_iam_ipv6 = _BootstrapString()
    bootstrap_brokers_sasl_scram_ipv6 = _BootstrapString()
    bootstrap_brokers_tls_ipv6 = _BootstrapString()
    bootstrap_brokers_plaintext_ipv6 = _BootstrapString()

    @property
    def bootstrap_brokers(self) -> str:
        """The endpoint for clients in the VPC: IAM if it is on, else SCRAM, TLS, plaintext."""
        return self._bootstrap_string(open_endpoints(self.shape)[0])

    @property
    def bootstrap_brokers_by_endpoint(self) -> Mapping[str, str]:
        """Every endpoint the cluster has: ``{"bootstrap_brokers_sasl_iam": "…"}``."""
        return {e.attribute: self._bootstrap_string(e) for e in open_endpoints(self.shape)}

    @property
    def cluster_type(self) -> ClusterType:
        """Provisioned or serverless."""
        kind = self.shape.cluster_type
        return ClusterType.PROVISIONED if isinstance(kind, Unknown) else kind

    @property
    def broker_type(self) -> BrokerType | None:
        """Standard or Express. None: serverless, or imported without a broker size."""
        broker_type = self.shape.broker_type
        return None if isinstance(broker_type, Unknown) else broker_type

    @cached_property
    def cluster_uuid(self) -> str:
        """The last part of the ARN, with its suffix: ``…-2``."""
        return cdk.Fn.select(2, cdk.Fn.split("/", self.cluster_arn))

    @property
    def client_ports(self) -> tuple[int, ...]:
        """The ports of the authentications in use, for clients in the VPC."""
        return client_ports(self.shape)

    @property
    def connections(self) -> ec2.Connections:
        """The brokers' security groups. They have a default port when `client_ports` is one."""
        return self._connections

    def allow_clients_from(self, other: ec2.IConnectable) -> None:
        """Let `other` reach the brokers on all `client_ports`, and only on them.

        The rules belong to the stack of `other`, so that it depends on the cluster's and not the
        other way round.
        """
        for port in self.client_ports:
            other.connections.allow_to(self, ec2.Port.tcp(port), "Kafka clients")

    def allow_scraping_from(self, *scrapers: ec2.IConnectable) -> None:
        """Let `scrapers` reach the Prometheus exporters on ports 11001 and 11002, and nothing else.

        The rules belong to the stacks of the scrapers, as those of `allow_clients_from` do.

        Raises:
            ValueError: The cluster has no exporter, or one of `scrapers` is everybody.
        """
        for scraper in scrapers:
            let_scrape(self, self, scraper, self.open_monitoring)

    def topic_arn(self, topic_name: str) -> str:
        """The ARN of a topic for IAM policies; ``*`` stands for any text."""
        return f"{self._arn_parts[0]}:topic/{self._arn_parts[1]}/{topic_name}"

    def group_arn(self, group_id: str) -> str:
        """The ARN of a consumer group for IAM policies; ``*`` stands for any text."""
        return f"{self._arn_parts[0]}:group/{self._arn_parts[1]}/{group_id}"

    def transactional_id_arn(self, transactional_id: str) -> str:
        """The ARN of a transactional id for IAM policies; ``*`` stands for any text."""
        return f"{self._arn_parts[0]}:transactional-id/{self._arn_parts[1]}/{transactional_id}"

    def grant_connect(self, grantee: iam.IGrantable) -> iam.Grant:
        """Allow to connect, and nothing else.

        Of this and every other grant: a principal of another account is let in by the policy of
        the cluster too, if the cluster is one of the app's own.
        """
        return grants.grant_connect(self, grantee)

    def grant_describe(self, grantee: iam.IGrantable) -> iam.Grant:
        """Allow to read everything there is to know, but no record."""
        return grants.grant_describe(self, grantee)

    def grant_produce(
        self,
        grantee: iam.IGrantable,
        *,
        topics: Sequence[str],
        idempotent: bool = True,
        transactional_ids: Sequence[str] = (),
    ) -> iam.Grant:
        """Allow to write records.

        Args:
            grantee: The client.
            topics: Names, or prefixes ending in ``*``.
            idempotent: Whether producers may be idempotent, as Kafka's are unless told otherwise.
            transactional_ids: With which ids producers may write in transactions. Absent: none.
        """
        return grants.grant_produce(
            self,
            grantee,
            topics=topics,
            idempotent=idempotent,
            transactional_ids=transactional_ids,
        )

    def grant_consume(
        self, grantee: iam.IGrantable, *, topics: Sequence[str], groups: Sequence[str]
    ) -> iam.Grant:
        """Allow to read records in consumer groups; names, or prefixes ending in ``*``."""
        return grants.grant_consume(self, grantee, topics=topics, groups=groups)

    def grant_streams(
        self,
        grantee: iam.IGrantable,
        *,
        application_id: str,
        input_topics: Sequence[str] = (),
        output_topics: Sequence[str] = (),
    ) -> iam.Grant:
        """Allow what a Kafka Streams application does, exactly-once included.

        Topics that begin with the application's id and a dash are its own: it may define, write,
        read and delete them. So are transactional ids that begin so, and the group of that name.

        Args:
            grantee: The application.
            application_id: ``application.id``.
            input_topics: What it reads besides them; names, or prefixes ending in ``*``.
            output_topics: What it writes besides them, likewise.
        """
        return grants.grant_streams(
            self,
            grantee,
            application_id=application_id,
            input_topics=input_topics,
            output_topics=output_topics,
        )

    def grant_connect_worker(
        self,
        grantee: iam.IGrantable,
        *,
        worker: ConnectWorker,
        source_topics: Sequence[str] = (),
        sink_topics: Sequence[str] = (),
        groups: Sequence[str] = (),
    ) -> iam.Grant:
        """Allow what a worker of Kafka Connect and its connectors do.

        Args:
            grantee: The worker.
            worker: Its group and the topics it keeps its state in.
            source_topics: What sources write, and dead letters of sinks; names, or prefixes ending
                in ``*``.
            sink_topics: What sinks read, likewise.
            groups: Groups of sinks. Absent: ``connect-*`` when there are `sink_topics`.
        """
        return grants.grant_connect_worker(
            self,
            grantee,
            worker=worker,
            source_topics=source_topics,
            sink_topics=sink_topics,
            groups=groups,
        )

    def grant_topic_administration(
        self, grantee: iam.IGrantable, *, topics: Sequence[str]
    ) -> iam.Grant:
        """Allow to define, change and delete topics; names, or prefixes ending in ``*``."""
        return grants.grant_topic_administration(self, grantee, topics=topics)

    def grant_admin(self, grantee: iam.IGrantable) -> iam.Grant:
        """Allow everything Kafka clients can do on the cluster, its topics and its groups."""
        return grants.grant_admin(self, grantee)

    def _connect(self, security_groups: Sequence[ec2.ISecurityGroup]) -> None:
        """Give the cluster its `connections`; `shape` has to stand."""
        ports = self.client_ports
        self._connections = ec2.Connections(
            security_groups=list(security_groups),
            default_port=ec2.Port.tcp(ports[0]) if len(ports) == 1 else None,
        )

    @cached_property
    def _arn_parts(self) -> tuple[str, str]:
        """What comes before ``:cluster/`` and after it: ``arn:…:<account>`` and ``name/uuid``."""
        parts = cdk.Fn.split(":cluster/", self.cluster_arn)
        return cdk.Fn.select(0, parts), cdk.Fn.select(1, parts)

    @cached_property
    def _bootstrap_brokers(self) -> BootstrapBrokers:
        return BootstrapBrokers(
            self, "BootstrapBrokers", cluster_arn=self.cluster_arn, shape=self.shape
        )

    def _bootstrap_string(self, endpoint: Endpoint) -> str:
        if not endpoint.is_open(self.shape):
            msg = (
                f"{self.node.path}: {endpoint.attribute} must be an endpoint of the cluster, "
                f"got one that is not open; switch on {endpoint.switch}"
            )
            raise ValueError(msg)
        return self._bootstrap_brokers.string(endpoint)
