"""The construct that locks a default security group."""

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk.assertions import Template

from cdk_msk.custom_resource.default_security_group import LockedDefaultSecurityGroup


def test_may_revoke_rules_of_this_group_only():
    """The function may touch the default group of the VPC, and no other."""
    stack = cdk.Stack(cdk.App(), "Stack")
    vpc = ec2.Vpc(stack, "Vpc", restrict_default_security_group=False)
    LockedDefaultSecurityGroup(stack, "Lock", vpc=vpc)
    resources = Template.from_stack(stack).to_json()["Resources"].values()
    (policy,) = [one for one in resources if one["Type"] == "AWS::IAM::Policy"]
    (revoke,) = [
        one
        for one in policy["Properties"]["PolicyDocument"]["Statement"]
        if "ec2:RevokeSecurityGroupIngress" in one["Action"]
    ]
    group = {"Fn::GetAtt": ["Vpc8378EB38", "DefaultSecurityGroup"]}
    assert revoke["Resource"]["Fn::Join"][1][-1] == group
    (lock,) = [one for one in resources if one["Type"].startswith("Custom::")]
    assert lock["Properties"]["SecurityGroupId"] == group
