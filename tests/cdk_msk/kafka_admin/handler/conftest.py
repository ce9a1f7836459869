"""The handler as Lambda loads it, a cluster in memory, and CloudFormation's side of requests."""

import itertools
import sys
import uuid
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from cdk_msk.kafka_admin.asset import assemble

CLUSTER_ARN = "arn:aws:kafka:us-east-1:123456789012:cluster/demo/0a1b2c3d-s1"
OK, UNKNOWN_TOPIC, TIMED_OUT, NOT_AUTHORIZED, EXISTS = 0, 3, 7, 29, 36
INVALID_PARTITIONS, INVALID_CONFIG, NOT_CONTROLLER, QUOTA = 37, 40, 41, 89
# As MSK Serverless has them, and what it says of those it does not let one change.
DEFAULTS = {
    "cleanup.policy": "delete",
    "compression.type": "producer",
    "max.message.bytes": "1048588",
    "retention.bytes": "268435456000",
    "retention.ms": "604800000",
    "segment.bytes": "104857600",
}
ALTERABLE = {"compression.type", "max.message.bytes", "retention.bytes", "retention.ms"}


@contextmanager
def _packages_of(folder: Path) -> Iterator[None]:
    """Import ``handler`` and ``kafka`` from `folder`, whatever others import under these names."""
    own = ("handler", "kafka")
    others = {n: m for n, m in sys.modules.items() if n.partition(".")[0] in own}
    for name in others:
        del sys.modules[name]
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        for name in [n for n in sys.modules if n.partition(".")[0] in own]:
            del sys.modules[name]
        sys.modules.update(others)


@pytest.fixture(scope="module")
def handler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """The modules of the asset, and Kafka's errors as they know them."""
    folder = tmp_path_factory.mktemp("asset")
    assemble(folder)
    names = [f.stem for f in (folder / "handler").glob("*.py") if f.stem != "__init__"]
    with _packages_of(folder):
        with warnings.catch_warnings():
            # kafka-python reads its schemas in a way that Python 3.11 wants to lose, and 3.13 not.
            warnings.filterwarnings("ignore", "(read|open)_text is", DeprecationWarning)
            modules = {name: import_module(f"handler.{name}") for name in names}
        yield SimpleNamespace(**modules, errors=import_module("kafka.errors"))


@dataclass
class Clock:
    """Time that only passes while somebody sleeps."""

    now: float = 0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@dataclass
class MemoryTopic:
    """A topic: partitions, copies, and the settings somebody has set."""

    partition_count: int
    replication_factor: int
    overrides: dict[str, str]


@dataclass
class MemoryCluster:
    """A serverless cluster in memory, and the part of Kafka's admin client the handler uses.

    Attributes:
        topics: Its topics.
        changes: What was asked for that changes something, in order.
        faults: For each request, the errors it is answered with before it is answered in earnest;
            a fault marked as late strikes after the work is done.
    """

    errors: Any
    topics: dict[str, MemoryTopic] = field(default_factory=dict)
    changes: list[tuple] = field(default_factory=list)
    faults: dict[str, Iterator[tuple[int, str]]] = field(
        default_factory=lambda: defaultdict(lambda: iter(()))
    )
    lingering: int = 0
    open_connections: int = 0

    def connect(self, bootstrap_brokers: str) -> "MemoryCluster":
        assert bootstrap_brokers == "boot-1.kafka-serverless.us-east-1.amazonaws.com:9098"
        code, message = self._fault("connect")
        if code:
            raise self.errors.for_code(code)(message)
        self.open_connections += 1
        return self

    def close(self) -> None:
        self.open_connections -= 1

    def fail(self, request: str, *codes: int, message: str = "because") -> None:
        self.faults[request] = iter([(code, message) for code in codes])

    def fail_forever(self, request: str, code: int, message: str = "because") -> None:
        self.faults[request] = itertools.repeat((code, message))

    def describe_topics(self, names: list[str]) -> list[dict]:
        (name,) = names
        code, _ = self._fault("describe_topics")
        topic = self.topics.get(name)
        if topic is None and self.lingering:
            self.lingering -= 1
            topic = MemoryTopic(1, 3, {})
        if code or topic is None:
            return [{"name": name, "error_code": code or UNKNOWN_TOPIC, "partitions": []}]
        copies = list(range(topic.replication_factor))
        partitions = [{"replica_nodes": copies}] * topic.partition_count
        return [{"name": name, "error_code": OK, "partitions": partitions}]

    def describe_configs(self, resources: list, config_filter: str) -> dict:
        assert config_filter == "all"
        (resource,) = resources
        code, _ = self._fault("describe_configs")
        topic = self.topics.get(resource.name, MemoryTopic(1, 3, {}))
        settings = {} if code else DEFAULTS | topic.overrides
        return {"topic": {resource.name: {k: {"value": v} for k, v in settings.items()}}}

    def create_topics(self, wanted: dict, raise_errors: bool) -> dict:
        ((name, topic),) = wanted.items()
        self.changes.append(("create", name))
        code, message = self._fault("create_topics")
        if code == NOT_CONTROLLER:
            raise RuntimeError("Failed to find active controller id!")
        if name in self.topics:
            code, message = EXISTS, f"Topic '{name}' already exists."
        if code in (OK, TIMED_OUT):
            copies = topic["replication_factor"]
            self.topics[name] = MemoryTopic(
                topic["num_partitions"], 3 if copies == -1 else copies, dict(topic["configs"])
            )
        return {"topics": [{"name": name, "error_code": code, "error_message": message}]}

    def create_partitions(self, wanted: dict, raise_errors: bool) -> SimpleNamespace:
        ((name, count),) = wanted.items()
        self.changes.append(("grow", name, count))
        code, message = self._fault("create_partitions")
        if count <= self.topics[name].partition_count:
            code, message = INVALID_PARTITIONS, "not more than there are"
        if not code:
            self.topics[name].partition_count = count
        return SimpleNamespace(results=[SimpleNamespace(error_code=code, error_message=message)])

    def alter_configs(self, resources: list, raise_on_unknown: bool, incremental: bool) -> dict:
        assert incremental, "anything else would reset the settings that are not named"
        (resource,) = resources
        operations = {key: (op.name, value) for key, (op, value) in resource.configs.items()}
        self.changes.append(("alter", resource.name, operations))
        code, message = self._fault("alter_configs")
        if fixed := sorted(operations.keys() - ALTERABLE):
            code = INVALID_CONFIG
            message = f"Amazon MSK Serverless can't alter topic configuration {fixed[0]}."
        if code:
            return {"topic": {resource.name: str(self.errors.for_code(code)(message))}}
        overrides = self.topics[resource.name].overrides
        for key, (operation, value) in operations.items():
            overrides.pop(key, None)
            if operation == "SET":
                overrides[key] = value
        return {"topic": {resource.name: "OK"}}

    def delete_topics(self, names: list[str], raise_errors: bool) -> dict:
        (name,) = names
        self.changes.append(("delete", name))
        code, message = self._fault("delete_topics")
        if not code and self.topics.pop(name, None) is None:
            code = UNKNOWN_TOPIC
        return {"topics": [{"name": name, "error_code": code, "error_message": message}]}

    def wait_for_topics(self, names: list[str], timeout_ms: int) -> None:
        assert all(name in self.topics for name in names)

    def _fault(self, request: str) -> tuple[int, str]:
        return next(self.faults[request], (OK, ""))


@pytest.fixture
def clock(handler: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Lets the handler sleep in no time."""
    clock = Clock()
    monkeypatch.setattr(handler.cloudformation, "time", clock)
    monkeypatch.setattr(handler.patience, "time", clock)
    return clock


@pytest.fixture
def cluster(handler: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryCluster]:
    """A cluster without topics; the handler has to close every connection to it."""
    cluster = MemoryCluster(handler.errors)
    monkeypatch.setattr(handler.topics, "connect", cluster.connect)
    yield cluster
    assert cluster.open_connections == 0


def properties(**differences: Any) -> dict[str, Any]:
    """What CloudFormation sends of the resource: it makes texts of numbers and booleans."""
    return {
        "ServiceToken": "arn:aws:lambda:us-east-1:123456789012:function:admin",
        "ClusterArn": CLUSTER_ARN,
        "BootstrapBrokers": "boot-1.kafka-serverless.us-east-1.amazonaws.com:9098",
        "TopicName": "orders",
        "PartitionCount": "3",
        "Configs": {"retention.ms": "86400000"},
        "Adopt": "true",
        **differences,
    }


@pytest.fixture
def declare() -> Callable[..., dict[str, Any]]:
    """Gives the properties of the resource, by default of three partitions of ``orders``."""
    return properties


class CloudFormation:
    """Sends requests to the handler and keeps its answers.

    Attributes:
        answers: The answers, in order.
        clock: The handler's.
        resource_type: What the requests are about.
    """

    resource_type = "Custom::MskTopic"

    def __init__(self, handler: SimpleNamespace, clock: Clock) -> None:
        self.answers: list[dict[str, Any]] = []
        self._handle = handler.kafka_admin.handle
        self.clock = clock

    def take(self, event: dict, address: str, answer: dict) -> None:
        assert address == "https://cloudformation.example/answer"
        self.answers.append(answer)

    def send(
        self,
        request: str,
        new: dict,
        *,
        old: dict | None = None,
        physical_id: str | None = None,
        request_id: str | None = None,
    ) -> dict[str, Any]:
        """Sends one request and gives its answer."""
        event = {
            "RequestType": request,
            "ResourceType": self.resource_type,
            "RequestId": request_id or str(uuid.uuid4()),
            "ResponseURL": "https://cloudformation.example/answer",
            "ResourceProperties": new,
        }
        if old is not None:
            event["OldResourceProperties"] = old
        if physical_id is not None:
            event["PhysicalResourceId"] = physical_id
        deadline = self.clock.now + 900
        self._handle(
            event,
            SimpleNamespace(
                log_stream_name="stream",
                get_remaining_time_in_millis=lambda: int((deadline - self.clock.now) * 1000),
            ),
        )
        return self.answers[-1]

    def create(self, new: dict, **more: Any) -> dict[str, Any]:
        return self.send("Create", new, **more)

    def update(self, old: dict, new: dict) -> dict[str, Any]:
        return self.send("Update", new, old=old, physical_id=_id_of(old))

    def delete(self, gone: dict) -> dict[str, Any]:
        return self.send("Delete", gone, physical_id=_id_of(gone))


def _id_of(declared: dict) -> str:
    return f"{declared['ClusterArn']}/{declared['TopicName']}"


@pytest.fixture
def cloudformation(
    handler: SimpleNamespace, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> CloudFormation:
    """CloudFormation, without the way over S3: `serve`'s own tests go that."""
    cloudformation = CloudFormation(handler, clock)
    monkeypatch.setattr(handler.cloudformation, "_answer", cloudformation.take)
    return cloudformation
