"""The ways into a cluster that MSK opens only after it has created one."""

from typing import Any, Final

import aws_cdk as cdk
import jsii
from constructs import Construct, IConstruct, IDependable

from cdk_msk.cluster.connectivity import NetworkType, VpcConnectivity
from cdk_msk.sharing.connectivity_function import ConnectivityFunction

_HOURS: Final = 6
_WAITING: Final = frozenset(
    {
        "AWS::KafkaConnect::Connector",
        "AWS::KinesisFirehose::DeliveryStream",
        "AWS::Lambda::EventSourceMapping",
        "AWS::MSK::BatchScramSecret",
        "AWS::MSK::Channel",
        "AWS::MSK::ClusterPolicy",
        "AWS::MSK::Replicator",
        "AWS::MSK::Topic",
        "AWS::MSK::VpcConnection",
        "Custom::MskBootstrapBrokers",
        "Custom::MskScramUsers",
    }
)
"""What MSK refuses while it changes a cluster, or what asks for an endpoint of it."""


class ClusterConnectivity(Construct):
    """Public access, connectivity to other VPCs and dual stack, in the deployment of the cluster.

    MSK refuses them for a cluster that it is creating, and changes one of them at a time, for hours
    on a large cluster; CloudFormation waits an hour for a custom resource. So there is a chain of
    custom resources that all ask for the same: the first starts the change, each waits for an hour
    at the most, the last fails if MSK has not come to an end, and a failure of MSK is a failure of
    the deployment, in MSK's words. Where all is as it should be, the chain takes seconds.

    The template of the cluster itself never speaks of these settings, so no update of it touches
    them, and CloudFormation finds no drift in them. What needs an active cluster in the same stack
    (topics, users, mappings, connectors) waits for the end of the chain.

    What is no longer said is closed. When nothing is said any more, the chain goes and its first
    link closes what it had opened; but CloudFormation then is past the point where it would fail,
    so that saying False is safer. When the whole stack goes, nothing is closed: a retained cluster
    keeps the ways that are open.

    Attributes:
        ready: The end of the chain. What depends on it finds the ways open.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        cluster_arn: str,
        public_access: bool | None,
        vpc_connectivity: VpcConnectivity | None,
        network_type: NetworkType | None,
        after: IDependable,
    ) -> None:
        """Define the chain.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            cluster_arn: The ARN of the cluster.
            public_access: Whether brokers have public addresses. Absent: nothing is said.
            vpc_connectivity: What clients in other VPCs may use. Absent: nothing is said.
            network_type: Addresses of brokers. Absent: nothing is said.
            after: What has to be there before: the subnets' way to the internet.
        """
        super().__init__(scope, id)
        function = ConnectivityFunction.of(self, "connectivity")
        function.allow(cluster_arn, dual_stack=network_type is NetworkType.DUAL)
        wanted = {
            "ClusterArn": cluster_arn,
            "Links": _HOURS,
            **_stated(public_access, vpc_connectivity, network_type),
        }
        self.ready = self._link(function, 1, wanted)
        self.ready.node.add_dependency(function.may_go_on, after)
        for number in range(2, _HOURS + 1):
            operation = self.ready.get_att_string("Operation")
            self.ready = self._link(function, number, {**wanted, "Operation": operation})
        stack = cdk.Stack.of(self)
        cdk.Aspects.of(stack).add(_Awaiting(stack, self.ready))

    def _link(
        self, function: ConnectivityFunction, number: int, properties: dict[str, Any]
    ) -> cdk.CustomResource:
        return cdk.CustomResource(
            self,
            f"Hour{number}",
            service_token=function.function.function_arn,
            resource_type="Custom::MskConnectivity",
            properties={**properties, "Link": number},
            service_timeout=cdk.Duration.hours(1),
        )


def _stated(
    public_access: bool | None,
    vpc_connectivity: VpcConnectivity | None,
    network_type: NetworkType | None,
) -> dict[str, Any]:
    """What is said, as the handler reads it."""
    stated: dict[str, Any] = {}
    if public_access is not None:
        stated["PublicAccess"] = public_access
    if vpc_connectivity is not None:
        stated["VpcConnectivity"] = {
            "Iam": vpc_connectivity.iam,
            "Scram": vpc_connectivity.scram,
            "Tls": vpc_connectivity.tls,
        }
    if network_type is not None:
        stated["NetworkType"] = network_type.value
    return stated


@jsii.implements(cdk.IAspect)
class _Awaiting:
    """Makes what needs an active cluster, in the stack of the cluster, wait for the chain.

    In other stacks it waits for the stack of the cluster anyway.
    """

    def __init__(self, stack: cdk.Stack, ready: cdk.CustomResource) -> None:
        self._stack = stack
        self._ready = ready

    def visit(self, node: IConstruct) -> None:
        """Look at one construct of the stack."""
        if (
            isinstance(node, cdk.CfnResource)
            and node.cfn_resource_type in _WAITING
            and node.stack.node.addr == self._stack.node.addr
        ):
            node.node.add_dependency(self._ready)
