"""The way of Lambda's pollers to the brokers, inside the cluster's own security groups."""

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_lambda as lambda_

from cdk_msk.cluster.cluster import Cluster
from msk_model.facts.ports import Listener, ports


def let_pollers_in(
    mapping: lambda_.CfnEventSourceMapping, cluster: Cluster, *, listener: Listener, on_demand: bool
) -> None:
    """Let members of the cluster's security groups reach each other, as pollers are members.

    On demand they call Lambda, STS and Secrets Manager from there too.

    https://docs.aws.amazon.com/lambda/latest/dg/with-msk-cluster-network.html

    Args:
        mapping: Waits for the rules.
        cluster: Whose security groups they are.
        listener: Where the pollers come in.
        on_demand: Whether there are no provisioned pollers.
    """
    port = ec2.Port.tcp(ports(listener).vpc)
    groups = cluster.connections.security_groups
    for group in groups:
        group.add_ingress_rule(group, port, "Kafka clients of the same group")
        if not group.allow_all_outbound:
            group.add_egress_rule(group, port, "Brokers of the same group")
            if on_demand:
                group.add_egress_rule(ec2.Peer.any_ipv4(), ec2.Port.tcp(443), "AWS services")
        mapping.node.add_dependency(group)
    if not groups:
        cdk.Annotations.of(mapping).add_warning_v2(
            "cdk-msk:consumer-without-network",
            f"{mapping.node.path}: cluster must let its security groups reach port "
            f"{port.to_string()} of themselves, got a cluster whose security groups are not "
            "known; name them when importing it",
        )
