"""The security group of a cluster that is given none."""

from collections.abc import Sequence

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from constructs import Construct


def broker_security_groups(
    scope: Construct,
    vpc: ec2.IVpc,
    given: Sequence[ec2.ISecurityGroup] | None,
    removal_policy: cdk.RemovalPolicy,
) -> Sequence[ec2.ISecurityGroup]:
    """The groups that were given, or one of the cluster's own without any rule for coming in.

    Another security group replaces the cluster, so nothing that replaces the group may change:
    neither its description nor its id. It stays with a cluster that is retained, whose network
    interfaces would keep it from being deleted anyway.
    """
    if given is not None:
        return given
    group = ec2.SecurityGroup(scope, "SecurityGroup", vpc=vpc, description="Kafka brokers")
    group.apply_removal_policy(removal_policy)
    return [group]
