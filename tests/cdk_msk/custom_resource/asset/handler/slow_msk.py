"""MSK with one cluster, whose changes take their time and may fail, and what is around it."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import boto3
from botocore.exceptions import ClientError

ARN = "arn:aws:kafka:eu-west-1:123456789012:cluster/demo/0a1b2c3d-2"
FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:connectivity"
METHODS = ["describe_cluster_v2", "describe_cluster_operation", "update_connectivity"]
CLOSED = {
    "PublicAccess": {"Type": "DISABLED"},
    "VpcConnectivity": {
        "ClientAuthentication": {
            "Sasl": {"Iam": {"Enabled": False}, "Scram": {"Enabled": False}},
            "Tls": {"Enabled": False},
        }
    },
    "NetworkType": "IPV4",
}


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.seconds = 1_000_000.0

    def time(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds


@dataclass
class Call:
    """The context of one call of the function."""

    clock: Clock
    until: float
    log_stream_name: str = "log"
    invoked_function_arn: str = FUNCTION

    def get_remaining_time_in_millis(self) -> int:
        return int((self.until - self.clock.time()) * 1000)


@dataclass
class FakeMsk:
    """The `kafka`, `lambda` and `cloudformation` clients of the handler in one.

    Attributes:
        takes: Seconds that an update takes.
        failing: Settings MSK gives up on, with its reason.
        refused: Settings MSK refuses at once.
        faults: Errors by method, raised once each, before anything happens.
        waiting: What Lambda is to call the function with again.
    """

    clock: Clock
    takes: float = 1800
    connectivity: dict[str, Any] = field(default_factory=lambda: json.loads(json.dumps(CLOSED)))
    failing: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    faults: dict[str, list[ClientError]] = field(default_factory=dict)
    stack_status: str = "UPDATE_IN_PROGRESS"
    exists: bool = True
    state: str = "ACTIVE"
    version: int = 1
    updates: list[str] = field(default_factory=list)
    waiting: list[dict] = field(default_factory=list)
    before_update: Callable[[], None] = lambda: None

    def __post_init__(self) -> None:
        self.exceptions = exceptions()
        self._operations: list[dict[str, Any]] = []

    def client(self, service: str, **_: object) -> "FakeMsk":
        return self

    @property
    def opened(self) -> tuple[bool, set[str], bool]:
        """Public access, authentications open to other VPCs, dual stack."""
        client = self.connectivity["VpcConnectivity"]["ClientAuthentication"]
        switches = {**client["Sasl"], "Tls": client["Tls"]}
        return (
            self.connectivity["PublicAccess"]["Type"] != "DISABLED",
            {name for name, switch in switches.items() if switch["Enabled"]},
            self.connectivity["NetworkType"] == "DUAL",
        )

    def change_elsewhere(self, seconds: float) -> None:
        """Somebody else changes the cluster."""
        self._begin("brokers", {}, seconds)

    def describe_cluster_v2(self, **_: str) -> dict:
        self._fault("describe_cluster_v2")
        self._settle()
        if not self.exists:
            raise error("NotFoundException")
        nodes = {"ConnectivityInfo": json.loads(json.dumps(self.connectivity))}
        info = {
            "State": self.state,
            "CurrentVersion": f"K{self.version}",
            "Provisioned": {"BrokerNodeGroupInfo": nodes},
        }
        return {"ClusterInfo": info}

    def describe_cluster_operation(self, **arguments: str) -> dict:
        self._fault("describe_cluster_operation")
        self._settle()
        found = next(o for o in self._operations if o["arn"] == arguments["ClusterOperationArn"])
        answer = {"OperationState": found["state"]}
        if "reason" in found:
            answer["ErrorInfo"] = {"ErrorCode": "NO_ADDRESSES", "ErrorString": found["reason"]}
        return {"ClusterOperationInfo": answer}

    def update_connectivity(self, **arguments: Any) -> dict:
        self._fault("update_connectivity")
        self._settle()
        self.before_update()
        wanted = arguments["ConnectivityInfo"]
        (setting,) = wanted
        if self.state != "ACTIVE":
            raise error("BadRequestException", "only valid for resources that are [ACTIVE]")
        if f"K{self.version}" != arguments["CurrentVersion"]:
            raise error("BadRequestException", "The version of the cluster isn't current")
        if setting in self.refused:
            raise error("BadRequestException", self.refused[setting])
        if all(self.connectivity[k] == v for k, v in wanted.items()):
            raise error("BadRequestException", "The request does not include any updates")
        self.updates.append(setting)
        return {"ClusterOperationArn": self._begin(setting, wanted, self.takes)}

    def describe_stacks(self, **_: str) -> dict:
        self._fault("describe_stacks")
        return {"Stacks": [{"StackStatus": self.stack_status}]}

    def invoke(self, **arguments: str) -> None:
        self._fault("invoke")
        assert (arguments["FunctionName"], arguments["InvocationType"]) == (FUNCTION, "Event")
        self.waiting.append(json.loads(arguments["Payload"]))

    def _begin(self, setting: str, change: dict, seconds: float) -> str:
        arn = f"{ARN}/{len(self._operations)}"
        ends = self.clock.time() + seconds
        self._operations.append(
            {"arn": arn, "setting": setting, "change": change, "ends": ends, "state": "PENDING"}
        )
        self.state = "UPDATING"
        return arn

    def _settle(self) -> None:
        """Bring to an end what has had its time."""
        for one in self._operations:
            if one["state"] == "PENDING" and one["ends"] <= self.clock.time():
                if one["setting"] in self.failing:
                    one |= {"state": "UPDATE_FAILED", "reason": self.failing[one["setting"]]}
                else:
                    one["state"] = "UPDATE_COMPLETE"
                    self.connectivity |= one["change"]
                self.state = "ACTIVE"
                self.version += 1

    def _fault(self, method: str) -> None:
        if self.faults.get(method):
            raise self.faults[method].pop(0)


@cache
def exceptions() -> Any:
    """The exceptions of the real client."""
    return boto3.client("kafka", region_name="eu-west-1").exceptions


def error(code: str, message: str = "not now") -> ClientError:
    """An error as the real client raises it."""
    modelled = {kind.__name__: kind for kind in exceptions()._code_to_exception.values()}
    kind = modelled.get(code, ClientError)
    return kind({"Error": {"Code": code, "Message": message}}, "Operation")


def request_of(kind, properties):
    """A request of CloudFormation."""
    event = {
        "RequestType": kind,
        "ResponseURL": "https://cloudformation.invalid/answer",
        "StackId": "arn:aws:cloudformation:eu-west-1:123456789012:stack/Stack/0a1b",
        "ResourceProperties": properties,
    }
    return event if kind == "Create" else event | {"PhysicalResourceId": f"{ARN}/connectivity"}


def sender(module, msk, answers):
    """CloudFormation and Lambda around the handler."""
    clock = msk.clock

    def send(kind, stated, before=None, link=1, links=1, operation=None):
        properties = {"ClusterArn": ARN, "Link": str(link), "Links": str(links), **stated}
        if operation is not None:
            properties["Operation"] = operation
        event = request_of(kind, properties)
        if before is not None:
            event["OldResourceProperties"] = {"ClusterArn": ARN, **before}
        answers.clear()
        msk.waiting = [event]
        began = clock.time()
        while msk.waiting:
            module.handle(msk.waiting.pop(0), Call(clock, clock.time() + 900))
        (answer,) = answers
        return answer | {"Seconds": clock.time() - began}

    return send


def chain(send, kind, stated, before):
    """Sends a request to link after link; whether all succeeded."""
    operation = None
    for link in range(1, 7):
        answer = send(kind, stated, before=before, link=link, links=6, operation=operation)
        if answer["Status"] != "SUCCESS":
            return False
        operation = answer["Data"]["Operation"]
    return True
