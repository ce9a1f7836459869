"""Keeps broker subnets out of the one zone that has no MSK."""

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from constructs import Construct

_REGION = "us-east-1"
_ZONE_IDS = ("use1-az1", "use1-az2", "use1-az4")


class ZonesWithMsk(Construct):
    """Puts the subnets of a VPC into zones of us-east-1 that MSK is in.

    Zone names are shuffled per account, so ``us-east-1a`` may be the zone ``use1-az3``, where no
    broker can stand. Zone ids are the same for everybody. In other Regions nothing changes; in a
    stack that does not know its Region a condition decides at deploy time.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-msk-cluster-brokernodegroupinfo.html
    """

    def __init__(self, scope: Construct, id: str, *, vpc: ec2.Vpc) -> None:
        """Move the subnets of `vpc`.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            vpc: Its subnets, in each group, stand in the account's first zones.
        """
        super().__init__(scope, id)
        region = cdk.Stack.of(self).region
        if region != _REGION and not cdk.Token.is_unresolved(region):
            return
        condition = None
        if region != _REGION:
            condition = cdk.CfnCondition(
                self,
                "IsUsEast1",
                expression=cdk.Fn.condition_equals(cdk.Aws.REGION, _REGION),
            ).logical_id
        for group in (vpc.isolated_subnets, vpc.private_subnets, vpc.public_subnets):
            for zone_id, subnet in zip(_ZONE_IDS, group, strict=False):
                _move(subnet, zone_id, condition)


def _move(subnet: ec2.ISubnet, zone_id: str, condition: str | None) -> None:
    resource = subnet.node.default_child
    assert isinstance(resource, ec2.CfnSubnet)  # noqa: S101 - a subnet of an owned VPC is one
    if condition is None:
        resource.availability_zone = None
        resource.availability_zone_id = zone_id
        return
    cdk.Validations.of(resource).acknowledge(
        cdk.Acknowledgment(
            id="CloudFormation-Validate::F3020",
            reason="Fn::If gives CloudFormation the name of the zone or its id, never both",
        )
    )
    absent = cdk.Aws.NO_VALUE
    resource.availability_zone = cdk.Token.as_string(
        cdk.Fn.condition_if(condition, absent, resource.availability_zone)
    )
    resource.availability_zone_id = cdk.Token.as_string(
        cdk.Fn.condition_if(condition, zone_id, absent)
    )
