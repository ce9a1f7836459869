"""Custom resources: a function of the template's own does the provisioning."""

import json
import uuid
from collections.abc import Mapping
from typing import Any

from msk_local.cloudformation.errors import ResourceError
from msk_local.cloudformation.provisioner import Context, Outcome, Provisioner

_GRACE_SECONDS = 60
_FUNCTION = ":lambda:"


class CustomResource(Provisioner):
    """A resource provisioned by the Lambda function its service token names."""

    types = ("AWS::CloudFormation::CustomResource",)
    attributes_may_change = True

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Sends Create and waits for the answer."""
        return _ask("Create", properties, context)

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Sends Update and waits for the answer, which may name another physical id."""
        return _ask(
            "Update",
            new,
            context,
            PhysicalResourceId=current.physical_id,
            OldResourceProperties=_as_text(_visible(old)),
        )

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Sends Delete and waits for the answer."""
        _ask("Delete", properties, context, PhysicalResourceId=current.physical_id)

    def replaces(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
        """Another function is another resource."""
        return bool(old["ServiceToken"] != new["ServiceToken"])


def _ask(verb: str, properties: Mapping[str, Any], context: Context, **more: object) -> Outcome:
    token = str(properties["ServiceToken"])
    if _FUNCTION not in token:
        raise ResourceError(f"Invalid service token {token!r}: it must be the ARN of a function")
    answer = context.callbacks.open()
    event = {
        "RequestType": verb,
        "ServiceToken": token,
        "ResponseURL": answer.url,
        "StackId": context.stack_id,
        "RequestId": str(uuid.uuid4()),
        "LogicalResourceId": context.logical_id,
        "ResourceType": context.resource_type,
        "ResourceProperties": _as_text(_visible(properties)) | {"ServiceToken": token},
        **more,
    }
    invoked = context.client("lambda").invoke(
        FunctionName=token, InvocationType="RequestResponse", Payload=json.dumps(event)
    )
    payload = invoked["Payload"].read().decode()
    failed = bool(invoked.get("FunctionError"))
    # CloudFormation waits an hour; here nobody but the function, which has returned, can answer.
    patience = min(float(properties.get("ServiceTimeout", _GRACE_SECONDS)), _GRACE_SECONDS)
    body = answer.wait(0 if failed else patience)
    if body is None:
        raise ResourceError(
            f"The custom resource's function failed without answering: {payload}"
            if failed
            else "CloudFormation did not receive a response from your Custom Resource. "
            f"Please check your logs for requestId [{event['RequestId']}]."
        )
    return _read_answer(body, context, verb)


def _read_answer(body: Mapping[str, Any], context: Context, verb: str) -> Outcome:
    physical_id = str(body.get("PhysicalResourceId", ""))
    if body.get("Status") != "SUCCESS":
        if physical_id and verb == "Create":
            context.record(physical_id)
        raise ResourceError(
            f"Received response status [{body.get('Status')}] from custom resource. "
            f"Message returned: {body.get('Reason', '')} (RequestId: {body.get('RequestId', '')})"
        )
    if not physical_id:
        raise ResourceError("Invalid PhysicalResourceId in the answer of the custom resource")
    data = body.get("Data") or {}
    return Outcome(physical_id, _flat(data))


def _flat(data: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested answers by dotted name, beside the answer as it came."""
    flat: dict[str, Any] = {}
    for key, value in data.items():
        flat[f"{prefix}{key}"] = value
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{prefix}{key}.")
    return flat


def _visible(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in properties.items() if key != "ServiceTimeout"}


def _as_text(value: Any) -> Any:
    """CloudFormation hands numbers and booleans to custom resources as text."""
    if isinstance(value, Mapping):
        return {key: _as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_text(item) for item in value]
    if isinstance(value, bool):
        return str(value).lower()
    return value if value is None or isinstance(value, str) else str(value)


PROVISIONERS = (CustomResource(),)
