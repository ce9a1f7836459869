"""Quotas of clients: what CloudFormation asks, what the cluster then has, and what is answered."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

CLUSTER_ARN = "arn:aws:kafka:us-east-1:123456789012:cluster/demo/0a1b2c3d-2"
BOOTSTRAP = "b-1.demo.kafka.us-east-1.amazonaws.com:9098"
TIMED_OUT, NOT_PERMITTED, INVALID, SASL_REFUSED, QUOTA = 7, 31, 42, 58, 89
ORDERS = (("user", "orders"),)


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one request: Kafka's error; if late, after the work is done."""

    code: int
    late: bool = False


@dataclass
class MemoryCluster:
    """The quotas of a cluster in memory, behind the part of Kafka's client the handler uses.

    Attributes:
        quotas: By entity, then by key.
        alterations: How often the quotas of an entity were altered.
        faults: For each request, what goes wrong, one fault each time; None for nothing.
    """

    errors: Any
    quotas: dict[tuple, dict[str, float]] = field(default_factory=dict)
    alterations: int = 0
    faults: dict[str, Iterator[Fault | None]] = field(default_factory=dict)
    open_connections: int = 0
    gone: bool = False

    def fail(self, request: str, *faults: Fault | None) -> None:
        self.faults[request] = iter(faults)

    def fail_forever(self, request: str, fault: Fault) -> None:
        self.faults[request] = itertools.repeat(fault)

    def connect(self, bootstrap_brokers: str) -> SimpleNamespace:
        assert bootstrap_brokers == BOOTSTRAP
        assert not self.gone
        if fault := next(self.faults.get("connect", iter(())), None):
            raise self._error(fault)
        self.open_connections += 1
        manager = SimpleNamespace(send=None, run=lambda _, request: self._answer(request))
        return SimpleNamespace(_manager=manager, close=self._close)

    def _close(self) -> None:
        self.open_connections -= 1

    def _answer(self, request: Any) -> SimpleNamespace:
        name = type(request).__name__.removesuffix("ClientQuotasRequest").lower()
        fault = next(self.faults.get(name, iter(())), None)
        if fault and not fault.late and fault.code == TIMED_OUT:
            raise self._error(fault)
        answer = getattr(self, f"_{name}")(request, None if fault and fault.late else fault)
        if fault and fault.late:
            raise self._error(fault)
        return answer

    def _describe(self, request: Any, fault: Fault | None) -> SimpleNamespace:
        assert request.strict, "anything else would find the quotas of others too"
        if fault:
            return SimpleNamespace(error_code=fault.code, error_message=None, entries=None)
        assert all((one.match_type == 1) == (one.match is None) for one in request.components)
        entity = tuple((one.entity_type, one.match) for one in request.components)
        values = [SimpleNamespace(key=k, value=v) for k, v in self.quotas.get(entity, {}).items()]
        entries = [SimpleNamespace(values=values)] if values else []
        return SimpleNamespace(error_code=0, error_message=None, entries=entries)

    def _alter(self, request: Any, fault: Fault | None) -> SimpleNamespace:
        (entry,) = request.entries
        if fault:
            result = SimpleNamespace(error_code=fault.code, error_message="because")
            return SimpleNamespace(entries=[result])
        self.alterations += 1
        entity = tuple((one.entity_type, one.entity_name) for one in entry.entity)
        quotas = self.quotas.setdefault(entity, {})
        for one in entry.ops:
            if one.remove:
                quotas.pop(one.key, None)
            else:
                quotas[one.key] = one.value
        if not quotas:
            del self.quotas[entity]
        return SimpleNamespace(entries=[SimpleNamespace(error_code=0, error_message=None)])

    def _error(self, fault: Fault) -> Exception:
        if fault.code == TIMED_OUT:
            return self.errors.KafkaTimeoutError("Timed out after 15000 ms")
        return self.errors.for_code(fault.code)("because")


@pytest.fixture
def cluster(handler: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryCluster]:
    """A cluster without quotas; the handler has to close every connection to it."""
    cluster = MemoryCluster(handler.errors)
    monkeypatch.setattr(handler.quotas, "connect", cluster.connect)
    monkeypatch.setattr(handler.client_quota, "is_gone", lambda _: cluster.gone)
    yield cluster
    assert cluster.open_connections == 0


@pytest.fixture
def quotas(cloudformation) -> Any:
    """CloudFormation, asking for quotas."""
    cloudformation.resource_type = "Custom::MskClientQuota"
    return cloudformation


def declare(limits: dict[str, int], *, entity: tuple = ORDERS) -> dict[str, Any]:
    """What CloudFormation sends of the resource: it makes texts of numbers."""
    return {
        "ServiceToken": "arn:aws:lambda:us-east-1:123456789012:function:admin",
        "ClusterArn": CLUSTER_ARN,
        "BootstrapBrokers": BOOTSTRAP,
        "Entity": [{"Type": k} if n is None else {"Type": k, "Name": n} for k, n in entity],
        "Limits": {key: str(value) for key, value in limits.items()},
    }


PHYSICAL_ID = f"{CLUSTER_ARN}/quota/user/orders"


def update(quotas: Any, old: dict, new: dict) -> dict:
    return quotas.send("Update", new, old=old, physical_id=PHYSICAL_ID)


def delete(quotas: Any, gone: dict) -> dict:
    return quotas.send("Delete", gone, physical_id=PHYSICAL_ID)


@pytest.mark.parametrize(
    ("entity", "physical_id"),
    [
        (ORDERS, "user/orders"),
        ((("user", "CN=a/b"), ("client-id", None)), "user/CN%3Da%2Fb/client-id/<default>"),
        ((("client-id", "app"),), "client-id/app"),
    ],
)
def test_sets_what_is_declared(quotas, cluster, entity, physical_id):
    """The quotas of exactly that entity, in numbers; the id tells entities apart."""
    answer = quotas.create(declare({"producer_byte_rate": 1024}, entity=entity))

    assert answer == {
        "Status": "SUCCESS",
        "PhysicalResourceId": f"{CLUSTER_ARN}/quota/{physical_id}",
        "Data": {},
    }
    assert cluster.quotas == {entity: {"producer_byte_rate": 1024.0}}


def test_ids_are_never_too_long(quotas, cluster):
    """CloudFormation takes 1024 characters, and names may be longer when they are quoted."""
    ids = [
        quotas.create(declare({"request_percentage": 1}, entity=(("user", f"{'ü' * 250}{n}"),)))
        for n in range(2)
    ]

    assert all(len(one["PhysicalResourceId"]) < 700 for one in ids)
    assert ids[0] != ids[1]


def test_an_update_is_one_request(quotas, cluster):
    """What is no longer declared goes in the moment in which the rest changes."""
    old = declare({"producer_byte_rate": 1, "request_percentage": 50})
    new = declare({"producer_byte_rate": 2, "consumer_byte_rate": 3})
    quotas.create(old)
    cluster.alterations = 0

    assert update(quotas, old, new)["Status"] == "SUCCESS"
    assert cluster.quotas[ORDERS] == {"producer_byte_rate": 2.0, "consumer_byte_rate": 3.0}
    assert cluster.alterations == 1


def test_foreign_quotas_stay(quotas, cluster):
    """What was never declared is nobody's business here, of this entity and of others."""
    others = {("user", None), ("client-id", "orders")}
    cluster.quotas = {(one,): {"producer_byte_rate": 7.0} for one in others}
    cluster.quotas[ORDERS] = {"request_percentage": 9.0}
    foreign = {entity: dict(quotas) for entity, quotas in cluster.quotas.items()}

    quotas.create(declare({"producer_byte_rate": 1}))
    update(quotas, declare({"producer_byte_rate": 1}), declare({"consumer_byte_rate": 1}))
    delete(quotas, declare({"consumer_byte_rate": 1}))

    assert cluster.quotas == foreign


def test_requests_may_be_repeated(quotas, cluster):
    """Lambda sends a request again when its answer got lost: it finds its work done."""
    old, new = declare({"producer_byte_rate": 1}), declare({"consumer_byte_rate": 2})
    for _ in range(2):
        assert quotas.create(old)["Status"] == "SUCCESS"
    for _ in range(2):
        assert update(quotas, old, new)["Status"] == "SUCCESS"
    assert cluster.quotas == {ORDERS: {"consumer_byte_rate": 2.0}}
    for _ in range(2):
        assert delete(quotas, new)["Status"] == "SUCCESS"
    assert cluster.quotas == {}


def test_another_entity_is_another_resource(quotas, cluster):
    """Its quotas are set; the former ones go when CloudFormation deletes the former id."""
    old = declare({"producer_byte_rate": 1})
    new = declare({"consumer_byte_rate": 2}, entity=(("client-id", "app"),))
    quotas.create(old)

    assert update(quotas, old, new)["PhysicalResourceId"].endswith("/quota/client-id/app")
    assert len(cluster.quotas) == 2

    delete(quotas, old)
    assert list(cluster.quotas) == [(("client-id", "app"),)]


def test_deleting_with_the_cluster_gone_succeeds(quotas, cluster):
    """The quotas went with the cluster: the stack must not wait for brokers that are no more."""
    cluster.gone = True

    assert delete(quotas, declare({"producer_byte_rate": 1}))["Status"] == "SUCCESS"


@pytest.mark.parametrize("request_name", ["connect", "describe", "alter"])
@pytest.mark.parametrize(
    "fault", [Fault(QUOTA), Fault(TIMED_OUT), Fault(TIMED_OUT, late=True), Fault(NOT_PERMITTED)]
)
def test_waits_for_what_passes(quotas, cluster, clock, request_name, fault):
    """Throttling, lost answers, and IAM that does not know the role yet: tried again."""
    cluster.fail(request_name, fault, fault)

    assert quotas.create(declare({"producer_byte_rate": 1}))["Status"] == "SUCCESS"
    assert clock.now == 10
    assert cluster.quotas == {ORDERS: {"producer_byte_rate": 1.0}}


@pytest.mark.parametrize(
    ("request_name", "fault", "reason"),
    [
        ("connect", Fault(SASL_REFUSED), "SaslAuthenticationFailedError: because"),
        ("describe", Fault(NOT_PERMITTED), "ClusterAuthorizationFailedError: "),
        ("alter", Fault(INVALID), "InvalidRequestError: because (quota of user orders)"),
    ],
)
def test_says_what_is_refused_and_why(quotas, cluster, clock, request_name, fault, reason):
    """Kafka's reason, and whose quotas they are; a missing permission after three minutes."""
    cluster.fail_forever(request_name, fault)

    answer = quotas.create(declare({"producer_byte_rate": 1}))

    assert answer["PhysicalResourceId"] in ("cdk-msk:never-created", PHYSICAL_ID)
    assert reason in answer["Reason"]
    assert clock.now < 200
    assert cluster.quotas == {}


def test_an_update_that_never_came_back_is_taken_back(quotas, cluster):
    """The cluster may have done what it did not answer to: the former values are set again."""
    old, new = declare({"producer_byte_rate": 1}), declare({"consumer_byte_rate": 2})
    quotas.create(old)
    cluster.fail("alter", *[Fault(TIMED_OUT, late=True)] * 157, Fault(INVALID))

    assert update(quotas, old, new)["Status"] == "FAILED"
    assert cluster.quotas == {ORDERS: {"producer_byte_rate": 1.0}}


def test_what_cannot_be_taken_back_is_deleted_by_cloudformation(quotas, cluster):
    """The answer says so and names the resource, so that the rollback deletes it."""
    cluster.fail_forever("alter", Fault(TIMED_OUT, late=True))

    answer = quotas.create(declare({"producer_byte_rate": 1}))

    assert answer["PhysicalResourceId"] == PHYSICAL_ID
    assert answer["Reason"].startswith("LeftBehind: KafkaTimeoutError: Timed out")


LIMITS = st.dictionaries(
    st.sampled_from(["producer_byte_rate", "consumer_byte_rate", "request_percentage"]),
    st.integers(1, 3),
    min_size=1,
)
REFUSAL = st.just(Fault(INVALID))
PASSING = st.just(Fault(TIMED_OUT, late=True)) | st.builds(
    Fault, code=st.sampled_from([QUOTA, TIMED_OUT, NOT_PERMITTED])
)
FAULTS = st.dictionaries(
    st.sampled_from(["connect", "describe", "alter"]),
    st.lists(REFUSAL | PASSING | st.none(), min_size=1, max_size=3),
)


class Deployments(RuleBasedStateMachine):
    """A stack that is deployed again and again, on a cluster where things go wrong."""

    def __init__(self, quotas: Any, cluster: MemoryCluster) -> None:
        super().__init__()
        self.cloudformation = quotas
        self.cluster = cluster

    @initialize(foreign=st.booleans())
    def start(self, foreign: bool) -> None:
        self.foreign = {"controller_mutation_rate": 5.0} if foreign else {}
        self.cluster.quotas = {ORDERS: dict(self.foreign)} if foreign else {}
        self.cluster.faults.clear()
        self.deployed: dict[str, int] | None = None

    @rule(limits=LIMITS, faults=FAULTS)
    def deploy(self, limits: dict[str, int], faults: dict) -> None:
        self._go_wrong(faults)
        new = declare(limits)
        if self.deployed is None:
            answer = self.cloudformation.create(new)
            if answer["Status"] == "FAILED":
                self._until_done("Delete", new, physical_id=answer["PhysicalResourceId"])
                return
        else:
            old = declare(self.deployed)
            if update(self.cloudformation, old, new)["Status"] == "FAILED":
                self._until_done("Update", old, old=new, physical_id=PHYSICAL_ID)
                return
        self.deployed = limits

    @rule(faults=FAULTS)
    def undeploy(self, faults: dict) -> None:
        self._go_wrong(faults)
        if self.deployed is not None:
            self._until_done("Delete", declare(self.deployed), physical_id=PHYSICAL_ID)
            self.deployed = None

    @invariant()
    def what_is_declared_is_there_and_nothing_else(self) -> None:
        declared = getattr(self, "deployed", None) or {}
        assert self.cluster.quotas.get(ORDERS, {}) == declared | getattr(self, "foreign", {})

    def _go_wrong(self, faults: dict[str, list[Fault | None]]) -> None:
        self.cluster.faults = {request: iter(those) for request, those in faults.items()}

    def _until_done(self, request: str, properties: dict, **more: Any) -> None:
        if self.cloudformation.send(request, properties, **more)["Status"] == "FAILED":
            self.cluster.faults.clear()
            again = self.cloudformation.send(request, properties, **more)
            assert again["Status"] == "SUCCESS"


def test_whatever_goes_wrong_a_retry_makes_it_right(quotas, cluster):
    """After each deployment, finished or rolled back: what is declared, and what is foreign."""
    run_state_machine_as_test(
        lambda: Deployments(quotas, cluster),
        settings=settings(deadline=None, max_examples=40, stateful_step_count=20),
    )
