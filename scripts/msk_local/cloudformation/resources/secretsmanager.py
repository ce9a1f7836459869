"""AWS Secrets Manager."""

import json
from collections.abc import Mapping
from typing import Any

from msk_local.cloudformation.provisioner import Context, Outcome, Provisioner, PutProvisioner

_LENGTH = 32
_VALUES = ("SecretString", "GenerateSecretString")


class Secret(Provisioner):
    """A secret, its value given, generated or still to come."""

    types = ("AWS::SecretsManager::Secret",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the secret."""
        optional = {k: properties[k] for k in ("Description", "KmsKeyId") if properties.get(k)}
        if any(key in properties for key in _VALUES):
            optional["SecretString"] = _value(properties, context)
        made = context.client("secretsmanager").create_secret(
            Name=properties.get("Name") or context.name(),
            Tags=context.tagged(properties),
            **optional,
        )
        return Outcome(made["ARN"], {"Id": made["ARN"]})

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Changes description and key, and the value only when the template changed it."""
        client, arn = context.client("secretsmanager"), current.physical_id
        change = {k: new[k] for k in ("Description", "KmsKeyId") if k in new}
        given = any(key in new for key in _VALUES)
        if given and any(old.get(key) != new.get(key) for key in _VALUES):
            change["SecretString"] = _value(new, context)
        if change:
            client.update_secret(SecretId=arn, **change)
        before, after = context.tag_map(old), context.tag_map(new)
        if gone := sorted(set(before) - set(after)):
            client.untag_resource(SecretId=arn, TagKeys=gone)
        if after:
            client.tag_resource(SecretId=arn, Tags=context.tagged(new))
        return current

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the secret at once, as CloudFormation does."""
        context.client("secretsmanager").delete_secret(
            SecretId=current.physical_id, ForceDeleteWithoutRecovery=True
        )


def _value(properties: Mapping[str, Any], context: Context) -> str:
    if "SecretString" in properties:
        return str(properties["SecretString"])
    generate = dict(properties.get("GenerateSecretString", {}))
    template = generate.pop("SecretStringTemplate", None)
    key = generate.pop("GenerateStringKey", None)
    generate.setdefault("PasswordLength", _LENGTH)
    password = str(
        context.client("secretsmanager").get_random_password(**generate)["RandomPassword"]
    )
    return json.dumps({**json.loads(template), key: password}) if template else password


class ResourcePolicy(PutProvisioner):
    """The resource policy of a secret."""

    types = ("AWS::SecretsManager::ResourcePolicy",)

    def put(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Puts the policy."""
        secret = properties["SecretId"]
        context.client("secretsmanager").put_resource_policy(
            SecretId=secret, ResourcePolicy=json.dumps(properties["ResourcePolicy"])
        )
        return Outcome(secret, {"Id": secret})

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Removes the policy."""
        context.client("secretsmanager").delete_resource_policy(SecretId=current.physical_id)


class RotationSchedule(PutProvisioner):
    """The rotation of a secret by a function; putting it rotates at once, unless told not to."""

    types = ("AWS::SecretsManager::RotationSchedule",)

    def put(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Switches rotation on."""
        optional = {
            key: properties[key]
            for key in ("RotationLambdaARN", "RotationRules")
            if key in properties
        }
        arn = context.client("secretsmanager").rotate_secret(
            SecretId=properties["SecretId"],
            RotateImmediately=properties.get("RotateImmediatelyOnUpdate", True),
            **optional,
        )["ARN"]
        return Outcome(arn, {"Id": arn})

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Switches rotation off."""
        context.client("secretsmanager").cancel_rotate_secret(SecretId=current.physical_id)


PROVISIONERS = (Secret(), ResourcePolicy(), RotationSchedule())
