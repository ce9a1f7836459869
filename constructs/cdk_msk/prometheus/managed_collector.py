"""A scraper that AWS runs, from the brokers of a cluster into a workspace."""

from typing import Final

import aws_cdk as cdk
import jsii
from aws_cdk import aws_aps as aps
from aws_cdk import aws_ec2 as ec2
from constructs import Construct

from cdk_msk.cluster.client_subnets import select_subnets
from cdk_msk.cluster.cluster import Cluster
from cdk_msk.cluster.scraping import exporter_ports
from cdk_msk.prometheus.broker_domain import BrokerDomain
from cdk_msk.prometheus.prometheus_workspace import PrometheusWorkspace
from cdk_msk.prometheus.vended_log_group import vended_log_group
from cdk_msk.stable_name import stable_name
from msk_model import ClusterType
from msk_model.prometheus import (
    MINIMUM_INTERVAL_SECONDS,
    ScrapeCluster,
    collector_configuration,
)

_COMPONENTS: Final = ("SERVICE_DISCOVERY", "COLLECTOR", "EXPORTER")
_SUBNETS: Final = (2, 5)
"""https://docs.aws.amazon.com/prometheus/latest/APIReference/API_VpcConfiguration.html."""


@jsii.implements(ec2.IConnectable)
class ManagedCollector(Construct):
    """A collector with a security group of its own, which reaches the exporters and nothing else.

    It writes through the service-linked role ``AWSServiceRoleForAmazonPrometheusScraper_…`` that
    AWS makes for it, so it needs no role of the app.

    Attributes:
        role_arn: The service-linked role, a token until deployed.
        resource: The CloudFormation resource.

    https://docs.aws.amazon.com/prometheus/latest/userguide/prom-msk-integration.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        cluster: Cluster,
        workspace: PrometheusWorkspace,
        vpc_subnets: ec2.SubnetSelection | None = None,
        interval: cdk.Duration | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.DESTROY,
    ) -> None:
        """Define the collector, and let it reach the exporters.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            cluster: A provisioned cluster with open monitoring.
            workspace: Where the metrics go.
            vpc_subnets: Two to five subnets of the cluster's network, in two zones at least;
                others are another collector. Absent: those of the brokers.
            interval: How often brokers are asked, at least a minute. Absent: once a minute.
            removal_policy: What becomes of the collector's log when the collector goes. Retained,
                it stands in the way of another collector of this name.

        Raises:
            ValueError: A collector cannot be had for the cluster, or not like this.
        """
        super().__init__(scope, id)
        monitored = _monitored(self, cluster)
        subnets = _subnets(self, cluster, vpc_subnets)
        self._security_group = ec2.SecurityGroup(
            self,
            "SecurityGroup",
            vpc=_vpc(self, cluster),
            description="Collects metrics of Kafka brokers",
            allow_all_outbound=False,
        )
        self._connections = ec2.Connections(security_groups=[self._security_group])
        cluster.allow_scraping_from(self)
        self.resource = aps.CfnScraper(
            self,
            "Resource",
            alias=stable_name(self, max_length=100),
            source=aps.CfnScraper.SourceProperty(
                vpc_configuration=aps.CfnScraper.VpcConfigurationProperty(
                    security_group_ids=[self._security_group.security_group_id],
                    subnet_ids=subnets,
                )
            ),
            destination=aps.CfnScraper.DestinationProperty(
                amp_configuration=aps.CfnScraper.AmpConfigurationProperty(
                    workspace_arn=workspace.workspace_arn
                )
            ),
            scrape_configuration=aps.CfnScraper.ScrapeConfigurationProperty(
                configuration_blob=cdk.Fn.base64(self._configuration(cluster, monitored, interval))
            ),
            scraper_logging_configuration=self._logging(workspace, removal_policy),
        )
        # The rules of both sides: without them the first scrapes fail. Not the group itself, which
        # is in the properties; saying so again is W3005 of cfn-lint.
        for group in (self._security_group, *cluster.connections.security_groups):
            rules = [one for one in group.node.children if one.node.id != "Resource"]
            self.resource.node.add_dependency(*rules)
        self.role_arn = self.resource.attr_role_arn

    @property
    def connections(self) -> ec2.Connections:
        """The collector's security group."""
        return self._connections

    def _configuration(
        self, cluster: Cluster, monitored: ScrapeCluster, interval: cdk.Duration | None
    ) -> str:
        seconds = int(interval.to_seconds()) if interval else MINIMUM_INTERVAL_SECONDS
        count = cluster.shape.broker_count
        domain = BrokerDomain(self, "BrokerDomain", cluster=cluster)
        try:
            return collector_configuration(
                monitored,
                domain.name,
                count if isinstance(count, int) else None,
                interval_seconds=seconds,
            )
        except ValueError as error:
            raise ValueError(f"{self.node.path}: {error}") from error

    def _logging(
        self, workspace: PrometheusWorkspace, removal_policy: cdk.RemovalPolicy
    ) -> aps.CfnScraper.ScraperLoggingConfigurationProperty:
        log_group = vended_log_group(
            self,
            "LogGroup",
            name=stable_name(self, max_length=100),
            encryption_key=workspace.encryption_key,
            removal_policy=removal_policy,
        )
        return aps.CfnScraper.ScraperLoggingConfigurationProperty(
            logging_destination=aps.CfnScraper.ScraperLoggingDestinationProperty(
                cloud_watch_logs=aps.CfnScraper.CloudWatchLogDestinationProperty(
                    log_group_arn=log_group.log_group_arn
                )
            ),
            scraper_components=[
                aps.CfnScraper.ScraperComponentProperty(type=one) for one in _COMPONENTS
            ],
        )


def _monitored(scope: Construct, cluster: Cluster) -> ScrapeCluster:
    if cluster.cluster_type is ClusterType.SERVERLESS:
        raise ValueError(
            f"{scope.node.path}: cluster must be provisioned, got a serverless one, which has no "
            "open monitoring; use CloudWatch"
        )
    monitoring = cluster.open_monitoring
    if monitoring is None or not exporter_ports(monitoring):
        raise ValueError(
            f"{scope.node.path}: cluster must have open monitoring, got one without; set "
            "open_monitoring=OpenMonitoring() on it"
        )
    return ScrapeCluster(
        name=cluster.cluster_name, jmx=monitoring.jmx_exporter, node=monitoring.node_exporter
    )


def _vpc(scope: Construct, cluster: Cluster) -> ec2.IVpc:
    if cluster.vpc is None:
        raise ValueError(
            f"{scope.node.path}: cluster must say its network, got one without; give vpc to "
            "from_cluster_attributes"
        )
    return cluster.vpc


def _subnets(
    scope: Construct, cluster: Cluster, selection: ec2.SubnetSelection | None
) -> list[str]:
    chosen = selection or cluster.vpc_subnets
    if chosen is None:
        raise ValueError(
            f"{scope.node.path}: vpc_subnets must be said for this cluster, got none; name two "
            "subnets of its network"
        )
    subnets = select_subnets(scope, _vpc(scope, cluster), chosen)
    count, zones = len(subnets.subnet_ids), subnets.zone_count
    fewest, most = _SUBNETS
    if not fewest <= count <= most or (isinstance(zones, int) and zones < fewest):
        raise ValueError(
            f"{scope.node.path}: vpc_subnets must be two to five subnets in two zones at least, "
            f"got {count} in {zones}; select others"
        )
    return subnets.subnet_ids
