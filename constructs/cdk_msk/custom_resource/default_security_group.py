"""The default security group of a VPC, without its rules."""

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from constructs import Construct

from cdk_msk.custom_resource.handled_resource import HandledResource


class LockedDefaultSecurityGroup(Construct):
    """Takes from a VPC's default security group the rules AWS gives it.

    What is started without a security group of its own then reaches nothing and is reached by
    nothing (Security Hub EC2.2). Removing this construct does not bring the rules back.
    """

    def __init__(self, scope: Construct, id: str, *, vpc: ec2.Vpc) -> None:
        super().__init__(scope, id)
        group_id = vpc.vpc_default_security_group
        HandledResource(
            self,
            "Rules",
            resource_type="Custom::MskLockedDefaultSecurityGroup",
            handler="default_security_group",
            properties={"SecurityGroupId": group_id, "Account": cdk.Aws.ACCOUNT_ID},
            policy=[
                iam.PolicyStatement(
                    actions=["ec2:RevokeSecurityGroupEgress", "ec2:RevokeSecurityGroupIngress"],
                    resources=[
                        cdk.Stack.of(self).format_arn(
                            service="ec2", resource="security-group", resource_name=group_id
                        )
                    ],
                )
            ],
        )
