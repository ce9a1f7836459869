"""The VPC family together: it only makes sense as one."""

import pytest

ZONES = {"Fn::GetAZs": ""}


def _network(*, change=0):
    subnet = {"VpcId": {"Ref": "Vpc"}, "AvailabilityZone": {"Fn::Select": [0, ZONES]}}
    group = {"Fn::GetAtt": ["Group", "GroupId"]}
    tags = [{"Key": "Change", "Value": str(change)}]
    return {
        "Vpc": _one("VPC", CidrBlock="10.9.0.0/16", EnableDnsHostnames=bool(change), Tags=tags),
        "Gateway": _one("InternetGateway", Tags=tags),
        "Attachment": _one(
            "VPCGatewayAttachment", VpcId={"Ref": "Vpc"}, InternetGatewayId={"Ref": "Gateway"}
        ),
        "Public": _one("Subnet", **subnet, CidrBlock="10.9.0.0/24", MapPublicIpOnLaunch=True),
        "Private": _one("Subnet", **subnet, CidrBlock="10.9.1.0/24", Tags=tags),
        "PublicRoutes": _one("RouteTable", VpcId={"Ref": "Vpc"}, Tags=tags),
        "PrivateRoutes": _one("RouteTable", VpcId={"Ref": "Vpc"}),
        "Association": _one(
            "SubnetRouteTableAssociation",
            SubnetId={"Ref": "Private"},
            RouteTableId={"Ref": "PublicRoutes" if change else "PrivateRoutes"},
        ),
        "Address": _one("EIP", Domain="vpc", Tags=tags),
        "Nat": _one(
            "NatGateway",
            SubnetId={"Ref": "Public"},
            AllocationId={"Fn::GetAtt": ["Address", "AllocationId"]},
            Tags=tags,
        ),
        "Out": {
            **_one(
                "Route",
                RouteTableId={"Ref": "PublicRoutes"},
                DestinationCidrBlock="0.0.0.0/0",
                GatewayId={"Ref": "Gateway"},
            ),
            "DependsOn": "Attachment",
        },
        "OutByNat": _one(
            "Route",
            RouteTableId={"Ref": "PrivateRoutes"},
            DestinationCidrBlock="0.0.0.0/0",
            NatGatewayId={"Ref": "Nat"},
        ),
        "Group": _one(
            "SecurityGroup",
            VpcId={"Ref": "Vpc"},
            GroupDescription="brokers",
            SecurityGroupEgress=[
                {"IpProtocol": "icmp", "FromPort": 252, "ToPort": 86, "CidrIp": "255.255.255.255/32"}
            ],
            SecurityGroupIngress=[
                {"IpProtocol": "tcp", "FromPort": 9098 + change, "ToPort": 9098 + change, "CidrIp": "10.9.0.0/16"}
            ],
        ),
        "Self": _one(
            "SecurityGroupIngress",
            GroupId=group,
            SourceSecurityGroupId=group,
            IpProtocol="tcp",
            FromPort=9096,
            ToPort=9096 + change,
        ),
        "Outwards": _one(
            "SecurityGroupEgress", GroupId=group, IpProtocol="tcp", FromPort=443, ToPort=443, CidrIp="0.0.0.0/0"
        ),
        "Storage": _one(
            "VPCEndpoint",
            VpcId={"Ref": "Vpc"},
            ServiceName="com.amazonaws.us-east-1.s3",
            VpcEndpointType="Gateway",
            RouteTableIds=[{"Ref": "PrivateRoutes"}],
        ),
        "Tokens": _one(
            "VPCEndpoint",
            VpcId={"Ref": "Vpc"},
            ServiceName="com.amazonaws.us-east-1.sts",
            VpcEndpointType="Interface",
            SubnetIds=[{"Ref": "Private"}],
            SecurityGroupIds=[group],
            PrivateDnsEnabled=True,
        ),
        "Logs": {"Type": "AWS::Logs::LogGroup"},
        "Role": {
            "Type": "AWS::IAM::Role",
            "Properties": {"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": []}},
        },
        "FlowLog": _one(
            "FlowLog",
            ResourceId={"Ref": "Vpc"},
            ResourceType="VPC",
            TrafficType="ALL",
            LogGroupName={"Ref": "Logs"},
            DeliverLogsPermissionArn={"Fn::GetAtt": ["Role", "Arn"]},
            Tags=tags,
        ),
    }  # fmt: skip


def _one(kind, **properties):
    return {"Type": f"AWS::EC2::{kind}", "Properties": properties}


@pytest.fixture
def ec2(stacks):
    """EC2 itself."""
    return stacks.endpoint.client("ec2")


def test_a_network_lives_and_leaves_nothing_behind(stacks, ec2):
    """Everything is created, changed in place and deleted; no network interface remains."""
    vpcs = len(ec2.describe_vpcs()["Vpcs"])
    name = stacks.create(_network())
    assert stacks.status(name) == "CREATE_COMPLETE"
    ids = stacks.physical_ids(name)
    assert stacks.update(name, _network(change=1)) == "UPDATE_COMPLETE"
    changed = stacks.physical_ids(name)
    replaced = {key for key in ids if ids[key] != changed[key]}
    assert replaced == {"Self"}
    (vpc,) = ec2.describe_vpcs(VpcIds=[ids["Vpc"]])["Vpcs"]
    assert {"Key": "Change", "Value": "1"} in vpc["Tags"]
    (group,) = ec2.describe_security_groups(GroupIds=[ids["Group"]])["SecurityGroups"]
    assert sorted(one["FromPort"] for one in group["IpPermissions"]) == [9096, 9099]
    assert sorted(one["FromPort"] for one in group["IpPermissionsEgress"]) == [252, 443]
    assert stacks.delete(name) == "DELETE_COMPLETE"
    assert len(ec2.describe_vpcs()["Vpcs"]) == vpcs
    assert ec2.describe_network_interfaces()["NetworkInterfaces"] == []
    assert ec2.describe_addresses()["Addresses"] == []


def test_a_network_that_failed_to_change_is_what_it_was(stacks, ec2):
    """Rolling back an update of the network restores routes, rules and tags."""
    name = stacks.create(_network())
    ids = stacks.physical_ids(name)
    bad = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "no name"}}
    everything = [*_network()]
    status = stacks.update(name, {**_network(change=1), "Bad": {**bad, "DependsOn": everything}})
    assert status == "UPDATE_ROLLBACK_COMPLETE"
    assert stacks.physical_ids(name) == ids
    (group,) = ec2.describe_security_groups(GroupIds=[ids["Group"]])["SecurityGroups"]
    assert sorted(one["FromPort"] for one in group["IpPermissions"]) == [9096, 9098]
    assert stacks.delete(name) == "DELETE_COMPLETE"
