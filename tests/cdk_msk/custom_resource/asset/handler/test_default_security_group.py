"""Locking a default security group, in moto's EC2."""

import boto3
import pytest
from moto import mock_aws

ACCOUNT = "123456789012"


@pytest.fixture
def ec2():
    with mock_aws():
        yield boto3.client("ec2")


@pytest.fixture
def group_id(ec2):
    """The default security group of a new VPC."""
    vpc_id = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    filters = [
        {"Name": "vpc-id", "Values": [vpc_id]},
        {"Name": "group-name", "Values": ["default"]},
    ]
    return ec2.describe_security_groups(Filters=filters)["SecurityGroups"][0]["GroupId"]


@pytest.fixture
def handle(load, context):
    return lambda event: load("default_security_group").handle(event, context)


@pytest.fixture
def lock(request_of, group_id):
    return lambda kind, id_=None: request_of(
        kind, {"SecurityGroupId": group_id, "Account": ACCOUNT}, id_
    )


def rules(ec2, group_id):
    (group,) = ec2.describe_security_groups(GroupIds=[group_id])["SecurityGroups"]
    return group["IpPermissions"] + group["IpPermissionsEgress"]


def test_revokes_the_rules_aws_gives(handle, lock, ec2, group_id, loopback):
    """Nothing comes in or goes out any more."""
    members = {"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": group_id, "UserId": ACCOUNT}]}
    if not any(rule.get("UserIdGroupPairs") for rule in rules(ec2, group_id)):
        ec2.authorize_security_group_ingress(GroupId=group_id, IpPermissions=[members])
    handle(lock("Create"))
    assert loopback.answer["Status"] == "SUCCESS", loopback.answer
    assert rules(ec2, group_id) == []


def test_does_it_twice(handle, lock, ec2, group_id, loopback):
    """Rules that are gone already are no failure."""
    handle(lock("Create"))
    handle(lock("Update", group_id))
    assert [one["Status"] for one in loopback.answers] == ["SUCCESS", "SUCCESS"]
    assert {one["PhysicalResourceId"] for one in loopback.answers} == {group_id}


def test_rules_of_others_stay(handle, lock, ec2, group_id):
    """Only the rules AWS gives are taken; what somebody added is theirs."""
    ssh = {
        "IpProtocol": "tcp",
        "FromPort": 22,
        "ToPort": 22,
        "IpRanges": [{"CidrIp": "10.0.0.0/8"}],
    }
    ec2.authorize_security_group_ingress(GroupId=group_id, IpPermissions=[ssh])
    handle(lock("Create"))
    assert [rule["FromPort"] for rule in rules(ec2, group_id)] == [22]


def test_delete_leaves_it_locked(handle, lock, ec2, group_id, loopback):
    """A network that is kept does not become open again."""
    handle(lock("Create"))
    handle(lock("Delete", group_id))
    assert loopback.answers[-1]["Status"] == "SUCCESS"
    assert rules(ec2, group_id) == []


def test_a_group_that_is_not_there_is_reported(handle, request_of, ec2, loopback):
    """Another failure than a missing rule is one."""
    handle(request_of("Create", {"SecurityGroupId": "sg-0a1b2c3d", "Account": ACCOUNT}))
    assert loopback.answer["Status"] == "FAILED"
    assert "InvalidGroup.NotFound" in loopback.answer["Reason"]
