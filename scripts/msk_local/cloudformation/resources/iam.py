"""AWS Identity and Access Management."""

import json
from collections.abc import Mapping
from typing import Any

from msk_local.cloudformation.provisioner import Context, Outcome, Provisioner

_ATTACHED_TO = (
    ("Roles", "role", "RoleName"),
    ("Users", "user", "UserName"),
    ("Groups", "group", "GroupName"),
)


class Role(Provisioner):
    """A role with its inline and attached policies."""

    types = ("AWS::IAM::Role",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the role and gives it its policies."""
        iam = context.client("iam")
        name = properties.get("RoleName") or context.name(limit=64)
        optional = {
            key: properties[key]
            for key in ("Path", "Description", "MaxSessionDuration", "PermissionsBoundary")
            if properties.get(key)
        }
        role = iam.create_role(
            RoleName=name,
            AssumeRolePolicyDocument=json.dumps(properties["AssumeRolePolicyDocument"]),
            Tags=context.tagged(properties),
            **optional,
        )["Role"]
        context.record(name)
        _set_policies(name, {}, properties, context)
        return Outcome(name, {"Arn": role["Arn"], "RoleId": role["RoleId"]})

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Changes trust, policies and tags."""
        iam, name = context.client("iam"), current.physical_id
        iam.update_assume_role_policy(
            RoleName=name, PolicyDocument=json.dumps(new["AssumeRolePolicyDocument"])
        )
        iam.update_role(
            RoleName=name,
            Description=new.get("Description", ""),
            MaxSessionDuration=new.get("MaxSessionDuration", 3600),
        )
        boundary = new.get("PermissionsBoundary")
        if boundary:
            iam.put_role_permissions_boundary(RoleName=name, PermissionsBoundary=boundary)
        elif old.get("PermissionsBoundary"):
            iam.delete_role_permissions_boundary(RoleName=name)
        _set_policies(name, old, new, context)
        before, after = context.tag_map(old), context.tag_map(new)
        if gone := sorted(set(before) - set(after)):
            iam.untag_role(RoleName=name, TagKeys=gone)
        if after:
            iam.tag_role(RoleName=name, Tags=context.tagged(new))
        return current

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Takes the policies away and deletes the role."""
        _set_policies(current.physical_id, properties, {}, context)
        context.client("iam").delete_role(RoleName=current.physical_id)


def _set_policies(
    name: str, old: Mapping[str, Any], new: Mapping[str, Any], context: Context
) -> None:
    iam = context.client("iam")
    wanted = {one["PolicyName"]: one["PolicyDocument"] for one in new.get("Policies", [])}
    for one in old.get("Policies", []):
        if one["PolicyName"] not in wanted:
            iam.delete_role_policy(RoleName=name, PolicyName=one["PolicyName"])
    for policy, document in wanted.items():
        iam.put_role_policy(RoleName=name, PolicyName=policy, PolicyDocument=json.dumps(document))
    before, after = old.get("ManagedPolicyArns", []), new.get("ManagedPolicyArns", [])
    for arn in before:
        if arn not in after:
            iam.detach_role_policy(RoleName=name, PolicyArn=arn)
    for arn in after:
        if arn not in before:
            iam.attach_role_policy(RoleName=name, PolicyArn=arn)


class Policy(Provisioner):
    """An inline policy, put on roles, users and groups."""

    types = ("AWS::IAM::Policy", "AWS::IAM::RolePolicy")

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Puts the policy on everyone named."""
        name = context.name(limit=64)
        _put_inline({}, properties, context)
        return Outcome(name, {"Id": name})

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Puts it anew and removes it from those no longer named."""
        _put_inline(old, new, context)
        return current

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Removes the policy from everyone named."""
        _put_inline(properties, {}, context)


def _put_inline(old: Mapping[str, Any], new: Mapping[str, Any], context: Context) -> None:
    iam = context.client("iam")
    for key, kind, argument in _ATTACHED_TO:
        before, after = _holders(old, key, argument), _holders(new, key, argument)
        for holder in before:
            if holder not in after or old["PolicyName"] != new["PolicyName"]:
                try:
                    getattr(iam, f"delete_{kind}_policy")(
                        **{argument: holder, "PolicyName": old["PolicyName"]}
                    )
                except iam.exceptions.NoSuchEntityException:
                    continue
        for holder in after:
            getattr(iam, f"put_{kind}_policy")(
                **{argument: holder},
                PolicyName=new["PolicyName"],
                PolicyDocument=json.dumps(new["PolicyDocument"]),
            )


def _holders(properties: Mapping[str, Any], key: str, argument: str) -> list[str]:
    """Who has the policy: a list for a Policy, one for a RolePolicy."""
    single = [properties[argument]] if argument in properties else []
    return [*properties.get(key, []), *single]


class ManagedPolicy(Provisioner):
    """A customer managed policy, attached to roles, users and groups."""

    types = ("AWS::IAM::ManagedPolicy",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the policy and attaches it."""
        optional = {k: properties[k] for k in ("Path", "Description") if properties.get(k)}
        arn = context.client("iam").create_policy(
            PolicyName=properties.get("ManagedPolicyName") or context.name(),
            PolicyDocument=json.dumps(properties["PolicyDocument"]),
            **optional,
        )["Policy"]["Arn"]
        context.record(arn)
        _attach(arn, {}, properties, context)
        return Outcome(arn, {"PolicyArn": arn})

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Makes a new default version and attaches it as the template now says."""
        iam, arn = context.client("iam"), current.physical_id
        if old["PolicyDocument"] != new["PolicyDocument"]:
            for version in iam.list_policy_versions(PolicyArn=arn)["Versions"]:
                if not version["IsDefaultVersion"]:
                    iam.delete_policy_version(PolicyArn=arn, VersionId=version["VersionId"])
            iam.create_policy_version(
                PolicyArn=arn, PolicyDocument=json.dumps(new["PolicyDocument"]), SetAsDefault=True
            )
        _attach(arn, old, new, context)
        return current

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Detaches and deletes the policy."""
        iam, arn = context.client("iam"), current.physical_id
        _attach(arn, properties, {}, context)
        for version in iam.list_policy_versions(PolicyArn=arn)["Versions"]:
            if not version["IsDefaultVersion"]:
                iam.delete_policy_version(PolicyArn=arn, VersionId=version["VersionId"])
        iam.delete_policy(PolicyArn=arn)


def _attach(arn: str, old: Mapping[str, Any], new: Mapping[str, Any], context: Context) -> None:
    iam = context.client("iam")
    for key, kind, argument in _ATTACHED_TO:
        before, after = old.get(key, []), new.get(key, [])
        for holder in set(before) - set(after):
            getattr(iam, f"detach_{kind}_policy")(**{argument: holder, "PolicyArn": arn})
        for holder in after:
            if holder not in before:
                getattr(iam, f"attach_{kind}_policy")(**{argument: holder, "PolicyArn": arn})


PROVISIONERS = (Role(), Policy(), ManagedPolicy())
