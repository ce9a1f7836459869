"""The ways out of a VPC without an internet: gateway and interface endpoints."""

import re
from collections.abc import Sequence

from aws_cdk import aws_ec2 as ec2
from constructs import Construct


class Endpoints(Construct):
    """Endpoints of a private VPC, the interface endpoints behind one security group.

    Attributes:
        security_group: The security group of the interface endpoints, None when there are none.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        vpc: ec2.Vpc,
        cidr: str,
        subnets: ec2.SubnetSelection,
        interface_endpoints: Sequence[ec2.InterfaceVpcEndpointAwsService] | None,
    ) -> None:
        """Define the endpoints.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            vpc: The VPC they belong to.
            cidr: Addresses of the VPC in plain text: who may call the endpoints.
            subnets: Where the interface endpoints stand.
            interface_endpoints: Services. Absent: what pollers and functions beside a private
                cluster need.
        """
        super().__init__(scope, id)
        vpc.add_gateway_endpoint("S3Endpoint", service=ec2.GatewayVpcEndpointAwsService.S3)
        vpc.add_gateway_endpoint(
            "DynamoDbEndpoint", service=ec2.GatewayVpcEndpointAwsService.DYNAMODB
        )
        services = _default_services() if interface_endpoints is None else interface_endpoints
        self.security_group: ec2.SecurityGroup | None = None
        if not services:
            return
        self.security_group = ec2.SecurityGroup(
            self,
            "SecurityGroup",
            vpc=vpc,
            description="HTTPS from the VPC to its interface endpoints",
            allow_all_outbound=False,
        )
        self.security_group.add_ingress_rule(
            ec2.Peer.ipv4(cidr), ec2.Port.tcp(443), "HTTPS from the VPC"
        )
        for service in services:
            vpc.add_interface_endpoint(
                _endpoint_id(service.short_name),
                service=service,
                subnets=subnets,
                security_groups=[self.security_group],
                open=False,
                private_dns_enabled=True,
            )


def _default_services() -> Sequence[ec2.InterfaceVpcEndpointAwsService]:
    """What a poller calls (Lambda, STS, Secrets Manager, its failure queue) and a function does.

    https://docs.aws.amazon.com/lambda/latest/dg/with-msk-cluster-network.html names the first
    three, https://docs.aws.amazon.com/lambda/latest/dg/kafka-on-failure.html the fourth.
    """
    service = ec2.InterfaceVpcEndpointAwsService
    return (
        service.LAMBDA_,
        service.STS,
        service.SECRETS_MANAGER,
        service.KMS,
        service.CLOUDWATCH_LOGS,
        service.SQS,
    )


def _endpoint_id(short_name: str) -> str:
    words = re.split(r"[^A-Za-z0-9]+", short_name)
    return "".join(word.capitalize() for word in words) + "Endpoint"
