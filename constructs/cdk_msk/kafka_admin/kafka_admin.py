"""The function that administers the topics of a cluster from within its network."""

from typing import Self

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from cdk_msk.cluster.cluster import Cluster
from cdk_msk.custom_resource.handler_function import HandlerFunction
from cdk_msk.kafka_admin.asset import assembled

_NAME = "KafkaAdmin"
_HTTPS = ec2.Port.tcp(443)
_NETWORK_INTERFACES = [
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
]


class KafkaAdmin(Construct):
    """The one Lambda function that creates, changes and deletes topics of a cluster.

    It runs in the subnets of the cluster and authenticates with IAM. It may administer every topic
    of the cluster and read or write the records of none: a policy that lists the topics would run
    into IAM's 10,240 characters of inline policies at a few dozen of them, and would no longer
    list a topic when CloudFormation comes to delete it.

    From its subnets the function reaches two things: the brokers, and over HTTPS the bucket of S3
    in which CloudFormation awaits its answers. A gateway endpoint for S3 is enough for that, as
    `StreamingVpc` has it; where the endpoint has a policy, it has to allow
    ``cloudformation-custom-resource-response-<region>``. STS and KMS are not needed: Lambda brings
    the credentials, and they sign locally.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-vpce-bucketnames.html

    Attributes:
        function: The function.
    """

    @classmethod
    def of(cls, cluster: Cluster) -> Self:
        """The function of `cluster`, in the cluster's stack.

        Raises:
            ValueError: The cluster is imported without its network, or does not accept IAM.
        """
        existing = cluster.node.try_find_child(_NAME)
        return existing if isinstance(existing, cls) else cls(cluster, _NAME)

    def __init__(self, scope: Cluster, id: str) -> None:
        super().__init__(scope, id)
        vpc = _network_of(scope)
        group = ec2.SecurityGroup(
            self,
            "SecurityGroup",
            vpc=vpc,
            description="Kafka admin function: to the brokers, and to CloudFormation through S3",
            allow_all_outbound=False,
        )
        group.add_egress_rule(ec2.Peer.any_ipv4(), _HTTPS, "Answers to CloudFormation, in S3")
        scope.allow_clients_from(group)
        self.function = HandlerFunction(
            self,
            "Handler",
            module="topic",
            code=lambda_.Code.from_asset(str(assembled())),
            # MSK counts new partitions over five minutes; a topic may have to wait for its turn.
            timeout=cdk.Duration.minutes(15),
            vpc=vpc,
            vpc_subnets=scope.vpc_subnets,
            security_groups=[group],
        ).function
        # The ways in and out are there before the first topic and until after the last one.
        self.function.node.add_dependency(vpc, group, *scope.connections.security_groups)
        self._allow_network()
        scope.grant_topic_administration(self.function, topics=["*"])

    def _allow_network(self) -> None:
        """Let Lambda place the function in the network, and keep the function's code out of that.

        https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
        """
        self.function.add_to_role_policy(
            iam.PolicyStatement(actions=_NETWORK_INTERFACES, resources=["*"])
        )
        self.function.add_to_role_policy(
            iam.PolicyStatement(
                effect=iam.Effect.DENY,
                actions=_NETWORK_INTERFACES,
                resources=["*"],
                # Known when the code calls, and not when Lambda itself does.
                conditions={"Null": {"lambda:SourceFunctionArn": "false"}},
            )
        )
        cdk.Validations.of(self).acknowledge(
            cdk.Acknowledgment(
                id="AwsSolutions-IAM5[Resource::*]",
                reason="Lambda places the function in its network with these actions of EC2, "
                "before there is a network interface to name. A second statement denies them to "
                "the function's own code.",
            )
        )


def _network_of(cluster: Cluster) -> ec2.IVpc:
    if cluster.vpc is None or not cluster.connections.security_groups:
        raise ValueError(
            f"{cluster.node.path}: vpc and security_groups must be known to administer topics from "
            "within the cluster's network, got none; give them to from_cluster_attributes"
        )
    return cluster.vpc
