"""Takes from a default security group the rules AWS gives it."""

from collections.abc import Callable, Mapping
from typing import Any

import boto3
from botocore.exceptions import ClientError

from .cloudformation import Context, Created, Properties, serve


def handle(event: Mapping[str, Any], context: Context) -> None:
    """Answer a request of CloudFormation; nothing brings the rules back."""
    serve(event, context, apply=revoke)


def revoke(properties: Properties) -> Created:
    """Revoke the three rules, those that are there."""
    group_id = properties["SecurityGroupId"]
    ec2 = boto3.client("ec2")
    pair = {"GroupId": group_id, "UserId": properties["Account"]}
    members = {"IpProtocol": "-1", "UserIdGroupPairs": [pair]}
    ipv4 = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
    ipv6 = {"IpProtocol": "-1", "Ipv6Ranges": [{"CidrIpv6": "::/0"}]}
    _revoke(ec2.revoke_security_group_ingress, group_id, members)
    _revoke(ec2.revoke_security_group_egress, group_id, ipv4)
    _revoke(ec2.revoke_security_group_egress, group_id, ipv6)
    return Created(group_id, {})


def _revoke(revoke_rules: Callable[..., Any], group_id: str, rule: Mapping[str, Any]) -> None:
    try:
        revoke_rules(GroupId=group_id, IpPermissions=[rule])
    except ClientError as error:
        if error.response["Error"]["Code"] != "InvalidPermission.NotFound":
            raise
