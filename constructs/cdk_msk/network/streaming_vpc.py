"""A VPC made for Kafka clusters."""

from collections.abc import Sequence

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_logs as logs
from constructs import Construct

from cdk_msk.custom_resource.default_security_group import LockedDefaultSecurityGroup
from cdk_msk.network.availability_zones import ZonesWithMsk
from cdk_msk.network.endpoints import Endpoints
from cdk_msk.network.plan import NetworkPlan, network_plan

_BROKER = "Broker"
_PUBLIC = "Public"


class StreamingVpc(Construct):
    """A VPC with private broker subnets in two or three zones, and the endpoints they need.

    The broker subnets reach AWS through endpoints and, without NAT gateways, nothing else. Adding
    NAT gateways or public subnets later moves no broker subnet.

    The default security group lets nothing in or out, and all traffic is logged.

    Attributes:
        vpc: The VPC itself; every construct of aws-cdk takes it.
        broker_subnets: The private subnets, one per zone, for clusters and for functions beside
            them.
        endpoint_security_group: The one security group of all interface endpoints, or None when
            there are none. It admits HTTPS from the whole VPC.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        availability_zones: Sequence[str] | None = None,
        max_azs: int = 3,
        cidr: str = "10.0.0.0/16",
        public_subnets: bool = False,
        nat_gateways: int = 0,
        interface_endpoints: Sequence[ec2.InterfaceVpcEndpointAwsService] | None = None,
        flow_logs: bool = True,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    ) -> None:
        """Define the VPC.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            availability_zones: Two or three zones by name. Absent: the first `max_azs` zones of
                the account, read at deploy time so that a stack without an environment gets as
                many as any other; in us-east-1, only zones that have MSK.
            max_azs: How many zones when they are not named: 3, or 2 (a Standard or serverless
                cluster is content with two; Express brokers need three).
            cidr: Addresses of the VPC, /16 to /24. A quarter of them goes to each zone's broker
                subnet, a sixteenth to each public one.
            public_subnets: Whether there are subnets with a route to an internet gateway.
            nat_gateways: NAT gateways in the whole VPC, at most one per zone; more than none
                brings the public subnets they stand in. Each is billed by the hour.
            interface_endpoints: Services reached privately. Absent: Lambda, STS, Secrets Manager,
                KMS, CloudWatch Logs and SQS, which the pollers of an event source mapping and
                functions in these subnets call. Each is billed by the hour and zone; pass ``()``
                for none. S3 and DynamoDB always have gateway endpoints, which cost nothing.
            flow_logs: Whether all traffic is logged to a CloudWatch log group of the VPC, kept
                for a month.
            removal_policy: RETAIN keeps everything in the VPC when the stack goes: the network
                interfaces of a retained cluster would keep the subnets alive anyway, and half a
                network is of no use to it. DESTROY removes the VPC with the stack.

        Raises:
            ValueError: Zones, NAT gateways or addresses out of bounds.
        """
        super().__init__(scope, id)
        plan = network_plan(
            self.node.path,
            region=cdk.Stack.of(self).region,
            availability_zones=availability_zones,
            max_azs=max_azs,
            cidr=cidr,
            nat_gateways=nat_gateways,
        )
        self.vpc = self._define_vpc(plan, availability_zones, public_subnets, nat_gateways)
        self.broker_subnets = ec2.SubnetSelection(subnet_group_name=_BROKER)
        if availability_zones is None:
            ZonesWithMsk(self, "ZonesWithMsk", vpc=self.vpc)
        endpoints = Endpoints(
            self,
            "Endpoints",
            vpc=self.vpc,
            cidr=cidr,
            subnets=self.broker_subnets,
            interface_endpoints=interface_endpoints,
        )
        self.endpoint_security_group = endpoints.security_group
        LockedDefaultSecurityGroup(self, "DefaultSecurityGroup", vpc=self.vpc)
        if flow_logs:
            self._log_flows()
        cdk.RemovalPolicies.of(self).apply(removal_policy)

    def _define_vpc(
        self,
        plan: NetworkPlan,
        availability_zones: Sequence[str] | None,
        public_subnets: bool,
        nat_gateways: int,
    ) -> ec2.Vpc:
        """The subnets are listed brokers first: addresses are given out in this order."""
        subnets = [
            ec2.SubnetConfiguration(
                name=_BROKER,
                subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS
                if nat_gateways
                else ec2.SubnetType.PRIVATE_ISOLATED,
                cidr_mask=plan.broker_mask,
            )
        ]
        if public_subnets or nat_gateways:
            subnets.append(
                ec2.SubnetConfiguration(
                    name=_PUBLIC,
                    subnet_type=ec2.SubnetType.PUBLIC,
                    cidr_mask=plan.public_mask,
                    map_public_ip_on_launch=False,
                )
            )
        zones = availability_zones or [
            cdk.Fn.select(index, cdk.Fn.get_azs()) for index in range(plan.zone_count)
        ]
        return ec2.Vpc(
            self,
            "Vpc",
            ip_addresses=ec2.IpAddresses.cidr(plan.cidr),
            availability_zones=list(zones),
            reserved_azs=plan.reserved_zones,
            subnet_configuration=subnets,
            nat_gateways=nat_gateways,
            # The project's own custom resource does it, without a second runtime in the stack.
            restrict_default_security_group=False,
        )

    def _log_flows(self) -> None:
        log_group = logs.LogGroup(self, "FlowLogGroup", retention=logs.RetentionDays.ONE_MONTH)
        self.vpc.add_flow_log(
            "FlowLog",
            destination=ec2.FlowLogDestination.to_cloud_watch_logs(log_group),
            traffic_type=ec2.FlowLogTrafficType.ALL,
        )
