"""Amazon VPC: security groups and their rules."""

from collections.abc import Mapping
from typing import Any

from msk_local.cloudformation.provisioner import Context, Outcome, Provisioner
from msk_local.cloudformation.resources.vpc import retag

_DIRECTIONS = {"Ingress": "ingress", "Egress": "egress"}


class SecurityGroup(Provisioner):
    """A security group with the rules written into it."""

    types = ("AWS::EC2::SecurityGroup",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the group; egress rules given take the place of "allow all"."""
        ec2 = context.client("ec2")
        vpc = {"VpcId": properties["VpcId"]} if "VpcId" in properties else {}
        group_id = ec2.create_security_group(
            GroupName=properties.get("GroupName") or context.name(),
            Description=properties["GroupDescription"],
            **vpc,
        )["GroupId"]
        context.record(group_id)
        everywhere = [{"IpProtocol": "-1", "CidrIp": "0.0.0.0/0"}]
        _set_rules(group_id, {"SecurityGroupEgress": everywhere}, properties, context)
        retag(group_id, {}, properties, context)
        vpc_id = properties.get("VpcId", "")
        return Outcome(group_id, {"GroupId": group_id, "Id": group_id, "VpcId": vpc_id})

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Changes rules and tags."""
        _set_rules(current.physical_id, old, new, context)
        retag(current.physical_id, old, new, context)
        return current

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the group."""
        context.client("ec2").delete_security_group(GroupId=current.physical_id)


def _set_rules(
    group_id: str, old: Mapping[str, Any], new: Mapping[str, Any], context: Context
) -> None:
    ec2 = context.client("ec2")
    for direction, verb in _DIRECTIONS.items():
        key = f"SecurityGroup{direction}"
        if direction == "Egress" and key not in new:
            continue
        before, after = old.get(key, []), new.get(key, [])
        for rule in before:
            if rule not in after:
                revoke = getattr(ec2, f"revoke_security_group_{verb}")
                revoke(GroupId=group_id, IpPermissions=[_permission(rule)])
        for rule in after:
            if rule not in before:
                authorize = getattr(ec2, f"authorize_security_group_{verb}")
                authorize(GroupId=group_id, IpPermissions=[_permission(rule)])


class Rule(Provisioner):
    """A rule that stands on its own; every change but its description replaces it."""

    types = ("AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress")

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Adds the rule to its group."""
        authorize = getattr(context.client("ec2"), f"authorize_security_group_{_verb(context)}")
        answer = authorize(GroupId=properties["GroupId"], IpPermissions=[_permission(properties)])
        rules = answer.get("SecurityGroupRules", [])
        rule_id = rules[0]["SecurityGroupRuleId"] if rules else context.name()
        return Outcome(rule_id, {"Id": rule_id})

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Takes the old rule away and adds the new one."""
        self.delete(current, old, context)
        return Outcome(current.physical_id, self.create(new, context).attributes)

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Takes the rule away."""
        revoke = getattr(context.client("ec2"), f"revoke_security_group_{_verb(context)}")
        revoke(GroupId=properties["GroupId"], IpPermissions=[_permission(properties)])


def _verb(context: Context) -> str:
    return _DIRECTIONS[context.resource_type.removeprefix("AWS::EC2::SecurityGroup")]


def _permission(rule: Mapping[str, Any]) -> dict[str, Any]:
    """A rule in the words of EC2's API, which groups rules by protocol and ports."""
    permission: dict[str, Any] = {"IpProtocol": rule["IpProtocol"]}
    for key in ("FromPort", "ToPort"):
        if key in rule:
            permission[key] = rule[key]
    described = {"Description": rule["Description"]} if "Description" in rule else {}
    if "CidrIp" in rule:
        permission["IpRanges"] = [{"CidrIp": rule["CidrIp"], **described}]
    if "CidrIpv6" in rule:
        permission["Ipv6Ranges"] = [{"CidrIpv6": rule["CidrIpv6"], **described}]
    for key in ("SourcePrefixListId", "DestinationPrefixListId"):
        if key in rule:
            permission["PrefixListIds"] = [{"PrefixListId": rule[key], **described}]
    for key in ("SourceSecurityGroupId", "DestinationSecurityGroupId"):
        if key in rule:
            permission["UserIdGroupPairs"] = [{"GroupId": rule[key], **described}]
    return permission


PROVISIONERS = (SecurityGroup(), Rule())
