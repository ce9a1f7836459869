"""Amazon MSK: clusters and what is attached to them."""

import json
import time
from collections.abc import Mapping
from typing import Any

from msk_local.cloudformation.errors import ResourceError
from msk_local.cloudformation.provisioner import Context, Outcome, Provisioner
from msk_local.cloudformation.resources.msk_cluster_state import is_so_already
from msk_local.cloudformation.resources.msk_cluster_updates import changed_attribute, fitted

_POLL_SECONDS = 0.2
_TIMEOUT_SECONDS = 600


class Cluster(Provisioner):
    """A provisioned cluster."""

    types = ("AWS::MSK::Cluster",)
    attributes_may_change = True

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the cluster and waits until it is active."""
        own = {k: v for k, v in properties.items() if k not in {"ClusterName", "Tags"}}
        return _create("Provisioned", own, properties, context)

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Changes one attribute, as MSK allows, and waits until the cluster is active."""
        arn = current.physical_id
        if change := changed_attribute(old, new):
            _change(arn, *change, context)
        _retag(arn, old, new, context)
        return Outcome(
            arn, {"Arn": arn, "CurrentVersion": _describe(arn, context)["CurrentVersion"]}
        )

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the cluster and waits until it is gone."""
        _delete(current, context)


class ServerlessCluster(Provisioner):
    """A serverless cluster; every change replaces it."""

    types = ("AWS::MSK::ServerlessCluster",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Makes the cluster and waits until it is active."""
        own = {k: v for k, v in properties.items() if k not in {"ClusterName", "Tags"}}
        return _create("Serverless", own, properties, context)

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the cluster and waits until it is gone."""
        _delete(current, context)


def _create(
    kind: str, own: Mapping[str, Any], properties: Mapping[str, Any], context: Context
) -> Outcome:
    kafka = context.client("kafka")
    shape = kafka.meta.service_model.operation_model("CreateClusterV2").input_shape
    tags = context.tag_map(properties)
    arn = kafka.create_cluster_v2(
        ClusterName=properties["ClusterName"],
        **({"Tags": tags} if tags else {}),
        **{kind: fitted(shape.members[kind], own)},
    )["ClusterArn"]
    context.record(arn)
    described = _wait_until_active(arn, context)
    return Outcome(arn, {"Arn": arn, "CurrentVersion": described["CurrentVersion"]})


def _change(arn: str, operation: str, arguments: Mapping[str, Any], context: Context) -> None:
    """Calls an update operation and waits for its end, unless the cluster is as it says."""
    kafka = context.client("kafka")
    shape = kafka.meta.service_model.operation_model(
        kafka.meta.method_to_api_mapping[operation]
    ).input_shape
    wanted, present = fitted(shape, arguments), _wait_until_active(arn, context)
    if is_so_already(wanted, present["Provisioned"]):
        return
    started = getattr(kafka, operation)(
        ClusterArn=arn, CurrentVersion=present["CurrentVersion"], **wanted
    )
    _wait_until_active(arn, context)
    _check_operation(started.get("ClusterOperationArn"), context)


def _describe(arn: str, context: Context) -> Mapping[str, Any]:
    described: Mapping[str, Any] = context.client("kafka").describe_cluster_v2(ClusterArn=arn)[
        "ClusterInfo"
    ]
    return described


def _wait_until_active(arn: str, context: Context) -> Mapping[str, Any]:
    deadline = time.monotonic() + _TIMEOUT_SECONDS
    while time.monotonic() < deadline:
        described = _describe(arn, context)
        if described["State"] == "ACTIVE":
            return described
        if described["State"] == "FAILED":
            info = described.get("StateInfo", {})
            raise ResourceError(f"Cluster {arn} failed: {info.get('Message', 'no reason given')}")
        time.sleep(_POLL_SECONDS)
    raise ResourceError(f"Cluster {arn} did not become active within {_TIMEOUT_SECONDS} s")


def _check_operation(operation_arn: str | None, context: Context) -> None:
    if operation_arn is None:
        return
    operation = context.client("kafka").describe_cluster_operation(
        ClusterOperationArn=operation_arn
    )["ClusterOperationInfo"]
    if operation.get("OperationState") == "UPDATE_FAILED":
        message = operation.get("ErrorInfo", {}).get("ErrorString", "no reason given")
        raise ResourceError(f"The update of the cluster failed: {message}")


def _retag(arn: str, old: Mapping[str, Any], new: Mapping[str, Any], context: Context) -> None:
    kafka = context.client("kafka")
    before, after = context.tag_map(old), context.tag_map(new)
    if gone := sorted(set(before) - set(after)):
        kafka.untag_resource(ResourceArn=arn, TagKeys=gone)
    if after and after != before:
        kafka.tag_resource(ResourceArn=arn, Tags=after)


def _delete(current: Outcome, context: Context) -> None:
    kafka, arn = context.client("kafka"), current.physical_id
    kafka.delete_cluster(ClusterArn=arn)
    deadline = time.monotonic() + _TIMEOUT_SECONDS
    while time.monotonic() < deadline:
        try:
            _describe(arn, context)
        except kafka.exceptions.NotFoundException:
            return
        time.sleep(_POLL_SECONDS)
    raise ResourceError(f"Cluster {arn} was not deleted within {_TIMEOUT_SECONDS} s")


class BatchScramSecret(Provisioner):
    """The SCRAM secrets of a cluster."""

    types = ("AWS::MSK::BatchScramSecret",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Associates the secrets."""
        _associate(properties, properties.get("SecretArnList", []), "associate", context)
        return Outcome(properties["ClusterArn"])

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Associates what is new and disassociates what is gone."""
        before, after = old.get("SecretArnList", []), new.get("SecretArnList", [])
        _associate(new, [one for one in before if one not in after], "disassociate", context)
        _associate(new, [one for one in after if one not in before], "associate", context)
        return current

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Disassociates the secrets."""
        _associate(properties, properties.get("SecretArnList", []), "disassociate", context)


def _associate(
    properties: Mapping[str, Any], secrets: list[str], verb: str, context: Context
) -> None:
    call = getattr(context.client("kafka"), f"batch_{verb}_scram_secret")
    for start in range(0, len(secrets), 10):
        answer = call(
            ClusterArn=properties["ClusterArn"], SecretArnList=secrets[start : start + 10]
        )
        if unprocessed := answer.get("UnprocessedScramSecrets"):
            first = unprocessed[0]
            raise ResourceError(
                f"{first.get('SecretArn')}: {first.get('ErrorCode')}: {first.get('ErrorMessage')}"
            )


class ClusterPolicy(Provisioner):
    """The resource policy of a cluster."""

    types = ("AWS::MSK::ClusterPolicy",)

    def create(self, properties: Mapping[str, Any], context: Context) -> Outcome:
        """Puts the policy."""
        return _put_policy(properties, {}, context)

    def update(
        self,
        current: Outcome,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        context: Context,
    ) -> Outcome:
        """Puts the policy anew."""
        kafka = context.client("kafka")
        version = kafka.get_cluster_policy(ClusterArn=current.physical_id)["CurrentVersion"]
        return _put_policy(new, {"CurrentVersion": version}, context)

    def delete(self, current: Outcome, properties: Mapping[str, Any], context: Context) -> None:
        """Deletes the policy."""
        context.client("kafka").delete_cluster_policy(ClusterArn=current.physical_id)


def _put_policy(
    properties: Mapping[str, Any], version: Mapping[str, str], context: Context
) -> Outcome:
    policy = properties["Policy"]
    put = context.client("kafka").put_cluster_policy(
        ClusterArn=properties["ClusterArn"],
        Policy=policy if isinstance(policy, str) else json.dumps(policy),
        **version,
    )
    return Outcome(properties["ClusterArn"], {"CurrentVersion": put["CurrentVersion"]})


PROVISIONERS = (Cluster(), ServerlessCluster(), BatchScramSecret(), ClusterPolicy())
