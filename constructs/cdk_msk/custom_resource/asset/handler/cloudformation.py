"""CloudFormation's side of a custom resource: every request gets exactly one honest answer."""

import json
import time
import urllib.request
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Protocol, TypeVar

from botocore.exceptions import ClientError

NEVER_CREATED = "cdk-msk:never-created"
"""The physical id of what could not be created: CloudFormation deletes it when it rolls back."""

_MAX_ANSWER_BYTES = 4096
_MAX_REASON = 1000
_SECONDS_TO_ANSWER = 15
_PAUSE_SECONDS = 5
_PASSING = frozenset(
    {
        # IAM takes a while to know a role that was just made.
        "AccessDenied",
        "AccessDeniedException",
        "ForbiddenException",
        "UnauthorizedOperation",
        "UnrecognizedClientException",
        # The cluster is being created or changed.
        "ConflictException",
        # The service is busy.
        "InternalServerErrorException",
        "ServiceUnavailableException",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
        "RequestLimitExceeded",
    }
)

_T = TypeVar("_T")
Properties = Mapping[str, Any]


class Context(Protocol):
    """What of Lambda's context is used."""

    log_stream_name: str

    def get_remaining_time_in_millis(self) -> int:
        """Until Lambda stops the function."""


class Created(NamedTuple):
    """What a resource is after it was created or updated."""

    physical_id: str
    """Another one than before makes CloudFormation delete the former resource."""
    attributes: Mapping[str, str]


class NotYet(Exception):  # noqa: N818 - a state, not an error
    """The wanted state is not there, but may come."""


class LeftBehind(Exception):  # noqa: N818 - what CloudFormation has to clear away
    """The resource could not be created, and part of it is there nevertheless.

    CloudFormation is told the physical id, and deletes the resource when it rolls back.
    """

    def __init__(self, reason: str, physical_id: str) -> None:
        super().__init__(reason)
        self.physical_id = physical_id


def serve(
    event: Mapping[str, Any],
    context: Context,
    *,
    apply: Callable[[Properties], Created],
    remove: Callable[[Properties], None] = lambda _: None,
) -> None:
    """Do what CloudFormation asks and tell it how that went.

    Args:
        event: The request.
        context: Lambda's.
        apply: Creates the resource, or updates it; has to be idempotent.
        remove: Deletes the resource, or does nothing when it is gone. Absent: nothing to do.

    Raises:
        OSError: CloudFormation could not be reached; Lambda then calls the function again.
        KeyError: The request has no address for the answer, so nobody could be told.
    """
    address = event["ResponseURL"]
    physical_id = event.get("PhysicalResourceId", NEVER_CREATED)
    try:
        done = _perform(event, context, physical_id, apply, remove)
    except Exception as error:  # noqa: BLE001 - whatever it is, CloudFormation has to know
        reason = f"{type(error).__name__}: {error}"[:_MAX_REASON]
        print(reason)
        answer = {
            "Status": "FAILED",
            "Reason": f"{reason} (log stream {context.log_stream_name})",
            "PhysicalResourceId": error.physical_id
            if isinstance(error, LeftBehind)
            else physical_id,
        }
    else:
        answer = {
            "Status": "SUCCESS",
            "PhysicalResourceId": done.physical_id,
            "Data": dict(done.attributes),
        }
    _answer(event, address, answer)


def wait_for(operation: Callable[[], _T], context: Context) -> _T:
    """The result of `operation`, tried again while its failures are of the kind that passes.

    Raises:
        NotYet: Still not there shortly before Lambda stops the function.
        ClientError: A failure that does not pass, or has not passed by then.
    """
    while True:
        try:
            return operation()
        except (ClientError, NotYet) as error:
            remaining = context.get_remaining_time_in_millis() / 1000
            passes = isinstance(error, NotYet) or error.response["Error"]["Code"] in _PASSING
            if not passes or remaining < _SECONDS_TO_ANSWER + _PAUSE_SECONDS:
                raise
            time.sleep(_PAUSE_SECONDS)


def _perform(
    event: Mapping[str, Any],
    context: Context,
    physical_id: str,
    apply: Callable[[Properties], Created],
    remove: Callable[[Properties], None],
) -> Created:
    properties = event["ResourceProperties"]
    request = event["RequestType"]
    if request == "Delete":
        if physical_id != NEVER_CREATED:
            wait_for(lambda: remove(properties), context)
        return Created(physical_id, {})
    if request in ("Create", "Update"):
        return wait_for(lambda: apply(properties), context)
    msg = f"unknown request type {request!r}"
    raise ValueError(msg)


def _answer(event: Mapping[str, Any], address: str, answer: Mapping[str, Any]) -> None:
    """Send `answer`; one that CloudFormation would refuse for its length becomes a failure."""
    addressee = {
        key: event[key] for key in ("StackId", "RequestId", "LogicalResourceId") if key in event
    }
    body = json.dumps({**addressee, **answer}).encode()
    if len(body) > _MAX_ANSWER_BYTES:
        failure = {
            "Status": "FAILED",
            "Reason": f"the answer has {len(body)} bytes, more than {_MAX_ANSWER_BYTES}",
            "PhysicalResourceId": answer["PhysicalResourceId"],
        }
        body = json.dumps({**addressee, **failure}).encode()
    request = urllib.request.Request(  # noqa: S310 - the address is CloudFormation's
        # An empty content type: the address is signed without one.
        address,
        data=body,
        method="PUT",
        headers={"Content-Type": ""},
    )
    with urllib.request.urlopen(request, timeout=_SECONDS_TO_ANSWER - 5):  # noqa: S310
        pass
