"""Opens and closes the ways into a running cluster, which MSK refuses while it creates one.

MSK changes one thing of a cluster at a time and may need hours for each. A function runs for
fifteen minutes, and CloudFormation waits an hour for a custom resource. So a function whose time is
up calls itself again, and a resource whose hour is up leaves the rest to the next link of a chain
of resources that all ask for the same.
"""

import json
import time
from collections.abc import Mapping
from typing import Any, Final, Protocol

import boto3
from botocore.exceptions import ClientError, HTTPClientError

from .cloudformation import Created, NotYet, Properties, serve, wait_for
from .connectivity_settings import NOTHING, Settings, next_step, shown, stated

_WITHIN_SECONDS: Final = 58 * 60
_LEAST_SECONDS: Final = 60
_BUSY: Final = frozenset(
    {
        "InternalServerErrorException",
        "ServiceUnavailableException",
        "ThrottlingException",
        "TooManyRequestsException",
    }
)

_NO_WAY_BACK: Final = (
    "a dual-stack cluster can never be IPv4 again: say network_type=NetworkType.DUAL, or move to a "
    "new cluster"
)


class LambdaContext(Protocol):
    """What of Lambda's context is used."""

    log_stream_name: str
    invoked_function_arn: str

    def get_remaining_time_in_millis(self) -> int:
        """Until Lambda stops the function."""


class UpdateFailedError(Exception):
    """MSK gave up, or would never do it."""


def handle(event: Mapping[str, Any], context: LambdaContext) -> None:
    """Work on a request of CloudFormation, or go on with it; answer when done or the hour is up."""
    began = {"Began": time.time(), **event}
    try:
        outcome: Created | Exception | None = _work(began, context)
    except Exception as error:  # noqa: BLE001 - whatever it is, CloudFormation has to know
        outcome = error
    if outcome is None:
        return

    def answer(_: Properties) -> Created:
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    # A creation that failed half way has an id too: CloudFormation deletes it, and so reverts it.
    named = {"PhysicalResourceId": _physical_id(event), **event}
    serve(named, _TimeLeft(context, until=0), apply=answer, remove=lambda _: answer(_) and None)


def _work(event: Mapping[str, Any], context: LambdaContext) -> Created | None:
    """What came of the request. None: another call goes on with it.

    Raises:
        Exception: It failed, or its hour is up.
    """
    until = event["Began"] + _WITHIN_SECONDS
    request = _Request(event)
    try:
        wait_for(request.advance, _TimeLeft(context, until=until))
    except NotYet:
        if time.time() + _LEAST_SECONDS < until:
            _go_on({**event, "Operation": request.operation}, context)
            return None
        if not request.has_successor:
            raise
    return Created(_physical_id(event), {"Operation": request.operation})


def _physical_id(event: Mapping[str, Any]) -> str:
    """Another cluster is another resource."""
    return f"{event['ResourceProperties'].get('ClusterArn')}/connectivity"


class _TimeLeft:
    """The context of a call that has to end by a certain time."""

    def __init__(self, context: LambdaContext, *, until: float) -> None:
        self.log_stream_name = context.log_stream_name
        self._context = context
        self._until = until

    def get_remaining_time_in_millis(self) -> int:
        """The shorter of what Lambda and CloudFormation leave."""
        left = (self._until - time.time()) * 1000
        return int(min(self._context.get_remaining_time_in_millis(), left))


class _Request:
    """One request of CloudFormation, and how far it has come.

    Attributes:
        operation: The ARN of what MSK is doing for it. Empty: nothing.
        has_successor: Whether another resource goes on when this one's hour is up.
    """

    def __init__(self, event: Mapping[str, Any]) -> None:
        properties = event["ResourceProperties"]
        self._kind = event["RequestType"]
        self._stack_id = event["StackId"]
        self._arn = properties["ClusterArn"]
        self._stated = stated(properties)
        self._before = stated(event.get("OldResourceProperties", {}))
        self._is_first = properties["Link"] == "1"
        self._region = self._arn.split(":")[3]
        self._kafka = boto3.client("kafka", region_name=self._region)
        self.operation: str = event.get("Operation", properties.get("Operation", ""))
        self.has_successor = self._kind != "Delete" and properties["Link"] != properties["Links"]

    def advance(self) -> None:
        """Take the next step, if there is one left and the cluster is ready for it.

        Raises:
            NotYet: Not all is as it should be.
            UpdateFailedError: It never will be.
        """
        if self._kind == "Delete" and not self._reverts():
            return
        cluster = self._cluster()
        if cluster is None:
            return
        state = cluster["State"]
        if state in {"FAILED", "DELETING"}:
            reason = cluster.get("StateInfo", {}).get("Message", "no reason given")
            raise UpdateFailedError(f"{self._arn} is {state}: {reason}")
        if state != "ACTIVE":
            raise NotYet(f"{self._arn} is {state}")
        self._require_success()
        wanted, present = self._wanted(), shown(cluster)
        if present.dual_stack and wanted.dual_stack is False and not self._rolls_back():
            raise UpdateFailedError(_NO_WAY_BACK)
        step = next_step(present, wanted)
        if step:
            self._take(step, cluster)

    def _wanted(self) -> Settings:
        if self._kind == "Delete":
            return NOTHING.after(self._stated)
        return self._stated.after(self._before)

    def _reverts(self) -> bool:
        """Whether the deletion closes what was opened.

        A stack that goes takes the cluster with it, or leaves it behind as it is. One link of the
        chain is enough.
        """
        return self._is_first and not self._stack_status().startswith("DELETE_")

    def _rolls_back(self) -> bool:
        return "ROLLBACK" in self._stack_status()

    def _stack_status(self) -> str:
        cloudformation = boto3.client("cloudformation", region_name=self._region)
        (stack,) = cloudformation.describe_stacks(StackName=self._stack_id)["Stacks"]
        return str(stack["StackStatus"])

    def _cluster(self) -> Mapping[str, Any] | None:
        """The cluster as it is. None: it is gone, and so are the ways into it."""
        try:
            found: Mapping[str, Any] = _when_free(
                self._kafka.describe_cluster_v2, ClusterArn=self._arn
            )["ClusterInfo"]
        except self._kafka.exceptions.NotFoundException:
            if self._kind != "Delete":
                raise
            return None
        return found

    def _require_success(self) -> None:
        """Learn how the operation ended, if there was one."""
        if not self.operation:
            return
        try:
            found = _when_free(
                self._kafka.describe_cluster_operation, ClusterOperationArn=self.operation
            )["ClusterOperationInfo"]
        except self._kafka.exceptions.NotFoundException:
            found = {"OperationState": "UPDATE_COMPLETE"}
        state = found["OperationState"]
        if state == "UPDATE_FAILED":
            error = found.get("ErrorInfo", {})
            raise UpdateFailedError(
                f"MSK could not change the connectivity of {self._arn}: "
                f"{error.get('ErrorString', 'no reason given')} ({error.get('ErrorCode', state)})"
            )
        if state != "UPDATE_COMPLETE":
            raise NotYet(f"{self.operation} is {state}")
        self.operation = ""

    def _take(self, step: Mapping[str, Any], cluster: Mapping[str, Any]) -> None:
        (setting,) = step
        try:
            started = _when_free(
                self._kafka.update_connectivity,
                ClusterArn=self._arn,
                CurrentVersion=cluster["CurrentVersion"],
                ConnectivityInfo=step,
            )
        except self._kafka.exceptions.BadRequestException as error:
            # Somebody else was quicker: what was refused is not what is wanted now.
            if self._cluster() != cluster:
                raise NotYet(f"{self._arn} has changed meanwhile: {error}") from error
            raise
        self.operation = started["ClusterOperationArn"]
        print(f"{setting} of {self._arn}: {self.operation}")
        raise NotYet(f"{self._arn} is taking on its {setting}")


def _when_free(call: Any, **arguments: object) -> Any:
    """The answer of MSK, unless it is too busy to give one, or there is no way to it for now."""
    try:
        return call(**arguments)
    except HTTPClientError as error:
        raise NotYet(str(error)) from error
    except ClientError as error:
        if error.response["Error"]["Code"] in _BUSY:
            raise NotYet(str(error)) from error
        raise


def _go_on(event: Mapping[str, Any], context: LambdaContext) -> None:
    """Have Lambda call the function again, with fresh time."""
    region = context.invoked_function_arn.split(":")[3]
    boto3.client("lambda", region_name=region).invoke(
        FunctionName=context.invoked_function_arn,
        InvocationType="Event",
        Payload=json.dumps(event),
    )
