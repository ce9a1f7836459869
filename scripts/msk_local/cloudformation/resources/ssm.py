"""AWS Systems Manager."""

from collections.abc import Mapping
from typing import Any

from msk_local.cloudformation.errors import ResourceError
from msk_local.cloudformation.provisioner import Context, Outcome, Provisioner


class Parameter(Provisioner):
    """A parameter of Parameter Store."""

    types = ("AWS::SSM::Parameter",)
    attributes_may_change = True

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the parameter; one of the same name must not exist."""
        name = properties.get("Name") or f"CFN-{context.name()}"
        tags = context.tagged(properties)
        made = {"Tags": tags} if tags else {}
        ssm = context.client("ssm")
        try:
            ssm.put_parameter(Name=name, **_wanted(properties), Overwrite=False, **made)
        except ssm.exceptions.ParameterAlreadyExists:
            raise ResourceError(f"{name} already exists in stack or account") from None
        return _outcome(name, properties)

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Overwrites the value."""
        context.client("ssm").put_parameter(
            Name=current.physical_id, **_wanted(new), Overwrite=True
        )
        return _outcome(current.physical_id, new)

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the parameter."""
        context.client("ssm").delete_parameter(Name=current.physical_id)


def _wanted(properties: Mapping[str, Any]) -> dict[str, Any]:
    keys = ("Value", "Type", "Description", "AllowedPattern", "Tier", "DataType")
    return {key: properties[key] for key in keys if properties.get(key)}


def _outcome(name: str, properties: Mapping[str, Any]) -> Outcome:
    return Outcome(name, {"Value": properties["Value"], "Type": properties["Type"]})


PROVISIONERS = (Parameter(),)
