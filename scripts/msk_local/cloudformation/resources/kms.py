"""AWS Key Management Service."""

import json
from collections.abc import Mapping
from typing import Any

from msk_local.cloudformation.provisioner import Context, Outcome, Provisioner

_KEEP = {
    "Description": "Description",
    "KeyUsage": "KeyUsage",
    "KeySpec": "KeySpec",
    "MultiRegion": "MultiRegion",
    "Origin": "Origin",
}


class Key(Provisioner):
    """A customer managed key; deletion schedules it, as on AWS."""

    types = ("AWS::KMS::Key",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the key and switches rotation on when the template says so."""
        kms = context.client("kms")
        wanted = {api: properties[own] for own, api in _KEEP.items() if own in properties}
        if "KeyPolicy" in properties:
            wanted["Policy"] = json.dumps(properties["KeyPolicy"])
        tags = [{"TagKey": t["Key"], "TagValue": t["Value"]} for t in context.tagged(properties)]
        metadata = kms.create_key(**wanted, Tags=tags)["KeyMetadata"]
        key_id = metadata["KeyId"]
        context.record(key_id)
        if properties.get("EnableKeyRotation"):
            kms.enable_key_rotation(KeyId=key_id)
        if properties.get("Enabled") is False:
            kms.disable_key(KeyId=key_id)
        return Outcome(key_id, {"Arn": metadata["Arn"], "KeyId": key_id})

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Changes policy, description, rotation, state and tags."""
        kms, key = context.client("kms"), {"KeyId": current.physical_id}
        if "KeyPolicy" in new:
            kms.put_key_policy(**key, PolicyName="default", Policy=json.dumps(new["KeyPolicy"]))
        kms.update_key_description(**key, Description=new.get("Description", ""))
        if bool(old.get("EnableKeyRotation")) != bool(new.get("EnableKeyRotation")):
            switch = "enable" if new.get("EnableKeyRotation") else "disable"
            getattr(kms, f"{switch}_key_rotation")(**key)
        if old.get("Enabled", True) != new.get("Enabled", True):
            (kms.enable_key if new.get("Enabled", True) else kms.disable_key)(**key)
        before, after = context.tag_map(old), context.tag_map(new)
        if gone := sorted(set(before) - set(after)):
            kms.untag_resource(**key, TagKeys=gone)
        if after:
            tags = [{"TagKey": k, "TagValue": v} for k, v in after.items()]
            kms.tag_resource(**key, Tags=tags)
        return current

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Schedules the deletion."""
        context.client("kms").schedule_key_deletion(
            KeyId=current.physical_id,
            PendingWindowInDays=properties.get("PendingWindowInDays", 30),
        )


class Alias(Provisioner):
    """Another name for a key."""

    types = ("AWS::KMS::Alias",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the alias."""
        name = properties["AliasName"]
        target = properties["TargetKeyId"]
        context.client("kms").create_alias(AliasName=name, TargetKeyId=target)
        return Outcome(name)

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Points the alias to another key."""
        context.client("kms").update_alias(
            AliasName=current.physical_id, TargetKeyId=new["TargetKeyId"]
        )
        return current

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Removes the alias."""
        context.client("kms").delete_alias(AliasName=current.physical_id)


PROVISIONERS = (Key(), Alias())
