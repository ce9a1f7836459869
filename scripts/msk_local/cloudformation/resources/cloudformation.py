"""CloudFormation's own types and the CDK's."""

import time
from collections.abc import Mapping
from typing import Any

from msk_local.cloudformation.errors import ResourceError
from msk_local.cloudformation.provisioner import Context, Outcome, Provisioner, PutProvisioner

_POLL_SECONDS = 0.1


class Marker(PutProvisioner):
    """A resource that is nothing but its record in the stack."""

    types = ("AWS::CDK::Metadata", "AWS::CloudFormation::WaitConditionHandle")

    def put(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Gives it an id."""
        return Outcome(context.name())

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Keeps its id."""
        return current

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Leaves nothing behind because there was nothing."""


class NestedStack(Provisioner):
    """A stack that belongs to another one."""

    types = ("AWS::CloudFormation::Stack",)
    attributes_may_change = True

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Creates the nested stack and waits for it."""
        stack_id = context.client("cloudformation").create_stack(
            StackName=context.name(), OnFailure="ROLLBACK", **_wanted(properties, context)
        )["StackId"]
        context.record(stack_id)
        return _wait(stack_id, {"CREATE_COMPLETE"}, context)

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Updates the nested stack and waits for it."""
        client = context.client("cloudformation")
        try:
            client.update_stack(StackName=current.physical_id, **_wanted(new, context))
        except client.exceptions.ClientError as error:
            if "No updates are to be performed" not in str(error):
                raise
            return current
        return _wait(current.physical_id, {"UPDATE_COMPLETE"}, context)

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the nested stack and waits for it."""
        context.client("cloudformation").delete_stack(StackName=current.physical_id)
        _wait(current.physical_id, {"DELETE_COMPLETE"}, context)


def _wanted(properties: Mapping[str, Any], context: Context) -> dict[str, Any]:
    parameters = properties.get("Parameters", {})
    return {
        "TemplateURL": properties["TemplateURL"],
        "Parameters": [
            {
                "ParameterKey": key,
                "ParameterValue": ",".join(value) if isinstance(value, list) else str(value),
            }
            for key, value in parameters.items()
        ],
        "Tags": context.tagged(properties),
        "Capabilities": ["CAPABILITY_NAMED_IAM"],
    }


def _wait(stack_id: str, good: set[str], context: Context) -> Outcome:
    while True:
        (stack,) = context.client("cloudformation").describe_stacks(StackName=stack_id)["Stacks"]
        status = stack["StackStatus"]
        if status in good:
            outputs = {
                f"Outputs.{output['OutputKey']}": output["OutputValue"]
                for output in stack.get("Outputs", [])
            }
            return Outcome(stack_id, outputs)
        if not status.endswith("_IN_PROGRESS"):
            raise ResourceError(
                f"Embedded stack {stack_id} was not successfully updated: "
                f"{status} {stack.get('StackStatusReason', '')}"
            )
        time.sleep(_POLL_SECONDS)


PROVISIONERS = (Marker(), NestedStack())
