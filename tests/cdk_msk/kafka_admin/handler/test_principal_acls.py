"""ACLs of a principal: what CloudFormation asks, what the cluster then has, and what is answered."""

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
TIMED_OUT, NOT_PERMITTED, INVALID, DISABLED, SASL_REFUSED, QUOTA = 7, 31, 42, 54, 58, 89
WRITES = "ALLOW WRITE * TOPIC LITERAL orders"
READS = "ALLOW READ * TOPIC LITERAL orders"
GROUP = "ALLOW READ * GROUP PREFIXED team a-"
DENIED = "DENY ALL 10.0.0.7 TOPIC LITERAL *"


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one request.

    Attributes:
        code: Kafka's error.
        entries: How many entries the cluster takes before it refuses the rest with `code`.
        late: Whether it does all the work, and the answer is lost.
    """

    code: int
    entries: int = 0
    late: bool = False


@dataclass
class MemoryCluster:
    """The ACLs of a cluster in memory, behind the part of Kafka's client the handler uses.

    Attributes:
        entries: Who may do what, in the handler's words.
        changes: What was added and removed, in order.
        faults: For each request, what goes wrong, one fault each time; None for nothing.
    """

    handler: SimpleNamespace
    entries: set[Any] = field(default_factory=set)
    changes: list[tuple[str, str]] = field(default_factory=list)
    faults: dict[str, Iterator[Fault | None]] = field(default_factory=dict)
    biggest_request: int = 0
    open_connections: int = 0
    gone: bool = False

    def fail(self, request: str, *faults: Fault | None) -> None:
        self.faults[request] = iter(faults)

    def fail_forever(self, request: str, fault: Fault) -> None:
        self.faults[request] = itertools.repeat(fault)

    def has(self, principal: str, *rules: str) -> None:
        self.entries |= self.read(principal, *rules)

    def read(self, principal: str, *rules: str) -> set[Any]:
        read = self.handler.binding.Binding.read
        return {entry for rule in rules for entry in read(principal, rule)}

    def connect(self, bootstrap_brokers: str) -> SimpleNamespace:
        assert bootstrap_brokers == BOOTSTRAP
        assert not self.gone
        if fault := self._fault("connect"):
            raise self._error(fault)
        self.open_connections += 1
        manager = SimpleNamespace(send=None, run=lambda _, request: self._answer(request))
        return SimpleNamespace(_manager=manager, close=self._close)

    def _close(self) -> None:
        self.open_connections -= 1

    def _answer(self, request: Any) -> SimpleNamespace:
        name = type(request).__name__.removesuffix("AclsRequest").lower()
        fault = self._fault(name)
        if fault and not fault.late and fault.code == TIMED_OUT:
            raise self._error(fault)
        answer = getattr(self, f"_{name}")(request, None if fault and fault.late else fault)
        if fault and fault.late:
            raise self._error(fault)
        return answer

    def _describe(self, request: Any, fault: Fault | None) -> SimpleNamespace:
        if fault:
            return SimpleNamespace(error_code=fault.code, error_message="because", resources=[])
        found = [one.codes for one in self.entries if one.principal == request.principal_filter]
        resources = [
            SimpleNamespace(
                resource_type=one.resource_type,
                resource_name=one.resource_name,
                pattern_type=one.pattern_type,
                acls=[
                    SimpleNamespace(
                        principal=one.principal,
                        host=one.host,
                        operation=one.operation,
                        permission_type=one.permission,
                    )
                ],
            )
            for one in found
        ]
        # An operation that is younger than Kafka's client.
        alien = SimpleNamespace(
            principal=request.principal_filter, host="*", operation=99, permission_type=3
        )
        resources.append(
            SimpleNamespace(resource_type=5, resource_name="x", pattern_type=3, acls=[alien])
        )
        return SimpleNamespace(error_code=0, error_message=None, resources=resources)

    def _create(self, request: Any, fault: Fault | None) -> SimpleNamespace:
        codes = [
            (
                one.resource_type,
                one.resource_name,
                one.resource_pattern_type,
                one.principal,
                one.host,
                one.operation,
                one.permission_type,
            )
            for one in request.creations
        ]
        return SimpleNamespace(results=[*self._each("add", codes, fault)])

    def _delete(self, request: Any, fault: Fault | None) -> SimpleNamespace:
        codes = [
            (
                one.resource_type_filter,
                one.resource_name_filter,
                one.pattern_type_filter,
                one.principal_filter,
                one.host_filter,
                one.operation,
                one.permission_type,
            )
            for one in request.filters
        ]
        return SimpleNamespace(filter_results=[*self._each("remove", codes, fault)])

    def _each(self, what: str, codes: list[tuple], fault: Fault | None) -> Iterator[Any]:
        self.biggest_request = max(self.biggest_request, len(codes))
        for position, code in enumerate(codes):
            if fault and position >= fault.entries:
                yield SimpleNamespace(
                    error_code=fault.code, error_message="because", matching_acls=[]
                )
                continue
            entry = self._entry(code)
            there = entry in self.entries
            (self.entries.add if what == "add" else self.entries.discard)(entry)
            if there == (what == "remove"):
                self.changes.append((what, str(entry)))
            matching = [SimpleNamespace(error_code=0, error_message=None)] if there else []
            yield SimpleNamespace(error_code=0, error_message=None, matching_acls=matching)

    def _entry(self, code: tuple) -> Any:
        binding, kinds = self.handler.binding, self.handler.binding
        kind, name, pattern, principal, host, operation, permission = code
        return binding.Binding(
            principal=principal,
            resource_type=kinds.ResourceType(kind).name,
            resource_name=name,
            pattern_type=kinds.ACLResourcePatternType(pattern).name,
            operation=kinds.ACLOperation(operation).name,
            permission=kinds.ACLPermissionType(permission).name,
            host=host,
        )

    def _fault(self, request: str) -> Fault | None:
        return next(self.faults.get(request, iter(())), None)

    def _error(self, fault: Fault) -> Exception:
        if fault.code == TIMED_OUT:
            return self.handler.errors.KafkaTimeoutError("Timed out after 15000 ms")
        return self.handler.errors.for_code(fault.code)("because")


@pytest.fixture
def cluster(handler: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryCluster]:
    """A cluster without ACLs; the handler has to close every connection to it."""
    cluster = MemoryCluster(handler)
    monkeypatch.setattr(handler.acls, "connect", cluster.connect)
    monkeypatch.setattr(handler.principal_acls, "is_gone", lambda _: cluster.gone)
    yield cluster
    assert cluster.open_connections == 0


@pytest.fixture
def acls(cloudformation) -> Any:
    """CloudFormation, asking for ACLs."""
    cloudformation.resource_type = "Custom::MskAcls"
    return cloudformation


def declare(*rules: str, principal: str = "User:orders", arn: str = CLUSTER_ARN) -> dict[str, Any]:
    """What CloudFormation sends of the resource; it leaves empty lists out."""
    properties = {
        "ServiceToken": "arn:aws:lambda:us-east-1:123456789012:function:admin",
        "ClusterArn": arn,
        "BootstrapBrokers": BOOTSTRAP,
        "Principal": principal,
    }
    return properties | ({"Rules": [*rules]} if rules else {})


PHYSICAL_ID = f"{CLUSTER_ARN}/acls/User:orders"


def update(acls: Any, old: dict, new: dict) -> dict:
    return acls.send("Update", new, old=old, physical_id=PHYSICAL_ID)


def delete(acls: Any, gone: dict, physical_id: str = PHYSICAL_ID) -> dict:
    return acls.send("Delete", gone, physical_id=physical_id)


def test_adds_what_is_declared(acls, cluster):
    """One entry for each operation, whatever is in the name; the id tells principals apart."""
    answer = acls.create(declare("ALLOW DESCRIBE,READ * TOPIC LITERAL orders", GROUP, DENIED))

    assert answer == {"Status": "SUCCESS", "PhysicalResourceId": PHYSICAL_ID, "Data": {}}
    assert sorted(map(str, cluster.entries)) == [
        "ALLOW DESCRIBE on TOPIC orders for User:orders",
        "ALLOW READ on GROUP team a-* for User:orders",
        "ALLOW READ on TOPIC orders for User:orders",
        "DENY ALL on TOPIC * for User:orders from 10.0.0.7",
    ]


def test_adds_before_it_removes(acls, cluster):
    """At no time may the principal do less than before or after."""
    acls.create(declare(WRITES, GROUP))
    cluster.changes.clear()

    assert update(acls, declare(WRITES, GROUP), declare(READS, GROUP))["Status"] == "SUCCESS"
    assert cluster.changes == [
        ("add", "ALLOW READ on TOPIC orders for User:orders"),
        ("remove", "ALLOW WRITE on TOPIC orders for User:orders"),
    ]


def test_foreign_entries_are_nobodys_business(acls, cluster):
    """Entries that were never declared stay, of this principal and of others, through it all."""
    cluster.has("User:orders", "ALLOW ALTER * TOPIC LITERAL orders")
    cluster.has("User:audit", WRITES)
    foreign = set(cluster.entries)

    acls.create(declare(WRITES))
    update(acls, declare(WRITES), declare(READS))
    delete(acls, declare(READS))

    assert cluster.entries == foreign


def test_what_is_declared_is_owned(acls, cluster):
    """An entry made by hand and then declared goes with the resource."""
    cluster.has("User:orders", WRITES)

    acls.create(declare(WRITES, READS))
    assert cluster.changes == [("add", "ALLOW READ on TOPIC orders for User:orders")]

    delete(acls, declare(WRITES, READS))
    assert cluster.entries == set()


def test_mends_what_somebody_removed(acls, cluster):
    """A declared entry that is gone comes back with the next change."""
    acls.create(declare(WRITES, READS))
    cluster.entries.clear()

    update(acls, declare(WRITES, READS), declare(WRITES, READS, GROUP))

    assert cluster.entries == cluster.read("User:orders", WRITES, READS, GROUP)


@pytest.mark.parametrize(
    ("request_type", "before", "declared", "after"),
    [
        ("Create", [], WRITES, [WRITES]),
        ("Update", [WRITES], READS, [READS]),
        ("Delete", [WRITES], WRITES, []),
    ],
)
def test_requests_may_be_repeated(acls, cluster, request_type, before, declared, after):
    """Lambda sends a request again when its answer got lost: it finds its work done."""
    cluster.has("User:orders", *before)
    more = {} if request_type == "Create" else {"physical_id": PHYSICAL_ID}
    if request_type == "Update":
        more["old"] = declare(*before)
    for _ in range(2):
        assert acls.send(request_type, declare(declared), **more)["Status"] == "SUCCESS"
        assert cluster.entries == cluster.read("User:orders", *after)


def test_another_principal_is_another_resource(acls, cluster):
    """Its entries are added; the former ones go when CloudFormation deletes the former id."""
    old, new = declare(WRITES), declare(WRITES, principal="User:CN=orders")
    acls.create(old)

    answer = update(acls, old, new)
    assert answer["PhysicalResourceId"] == f"{CLUSTER_ARN}/acls/User:CN=orders"
    assert {one.principal for one in cluster.entries} == {"User:orders", "User:CN=orders"}

    delete(acls, old)
    assert {one.principal for one in cluster.entries} == {"User:CN=orders"}


def test_another_cluster_is_another_resource(acls, cluster):
    """Nothing is removed from a cluster for what was declared on another."""
    other = CLUSTER_ARN.replace("demo", "other")
    acls.create(declare(WRITES))

    answer = update(acls, declare(WRITES, arn=other), declare(READS))

    assert answer["PhysicalResourceId"] == PHYSICAL_ID
    assert cluster.entries == cluster.read("User:orders", WRITES, READS)


def test_deleting_with_the_cluster_gone_succeeds(acls, cluster):
    """The entries went with the cluster: the stack must not wait for brokers that are no more."""
    acls.create(declare(WRITES))
    cluster.gone = True

    assert delete(acls, declare(WRITES))["Status"] == "SUCCESS"


def test_many_entries_go_in_batches(acls, cluster):
    """No request is as long as a list of rules may be."""
    many = [f"ALLOW READ * TOPIC LITERAL t{n}" for n in range(250)]

    acls.create(declare(*many))
    assert len(cluster.entries) == 250
    delete(acls, declare(*many))

    assert cluster.entries == set()
    assert cluster.biggest_request == 100


@pytest.mark.parametrize("request_name", ["connect", "describe", "create", "delete"])
@pytest.mark.parametrize(
    "fault", [Fault(QUOTA), Fault(TIMED_OUT), Fault(TIMED_OUT, late=True), Fault(NOT_PERMITTED)]
)
def test_waits_for_what_passes(acls, cluster, clock, request_name, fault):
    """Throttling, lost answers, and IAM that does not know the role yet: tried again."""
    acls.create(declare(WRITES))
    cluster.fail(request_name, fault, fault)

    assert update(acls, declare(WRITES), declare(READS))["Status"] == "SUCCESS"
    assert clock.now == 10
    assert cluster.entries == cluster.read("User:orders", READS)


@pytest.mark.parametrize("request_name", ["create", "delete"])
def test_waits_for_the_part_that_is_left(acls, cluster, request_name):
    """Kafka answers for each entry: one that passed is not undone by one that has to wait."""
    acls.create(declare(WRITES, DENIED))
    cluster.fail(request_name, Fault(QUOTA, entries=1))

    assert update(acls, declare(WRITES, DENIED), declare(READS, GROUP))["Status"] == "SUCCESS"
    assert cluster.entries == cluster.read("User:orders", READS, GROUP)


@pytest.mark.parametrize(
    ("request_name", "fault", "reason"),
    [
        ("connect", Fault(SASL_REFUSED), "SaslAuthenticationFailedError: because"),
        ("describe", Fault(NOT_PERMITTED), "ClusterAuthorizationFailedError: because"),
        (
            "create",
            Fault(NOT_PERMITTED),
            "ALLOW READ on TOPIC orders for User:orders: ClusterAuthorizationFailedError: because",
        ),
    ],
)
def test_does_not_wait_for_iam_for_ever(acls, cluster, clock, request_name, fault, reason):
    """After three minutes a refusal is meant."""
    cluster.fail_forever(request_name, fault)

    answer = acls.create(declare(READS))

    assert answer["Reason"].startswith(f"Refused: {reason}")
    assert 180 < clock.now < 200


def test_says_which_entries_are_refused_and_why(acls, cluster):
    """Kafka's reason with the text of each entry, of a few when there are many."""
    cluster.fail("create", Fault(INVALID, entries=1))
    rules = [f"ALLOW READ * TOPIC LITERAL t{n}" for n in range(6)]

    reason = acls.create(declare(*rules))["Reason"]

    assert reason == (
        "Refused: ALLOW READ on TOPIC t1 for User:orders: InvalidRequestError: because; "
        "ALLOW READ on TOPIC t2 for User:orders: InvalidRequestError: because; "
        "ALLOW READ on TOPIC t3 for User:orders: InvalidRequestError: because; and 2 more "
        "(log stream stream)"
    )


def test_one_refusal_for_good_ends_the_waiting(acls, cluster, clock):
    """A cluster without an authorizer will not have one in a minute."""
    cluster.fail_forever("describe", Fault(DISABLED))

    assert "SecurityDisabledError" in acls.create(declare(READS))["Reason"]
    assert clock.now == 0


@pytest.mark.parametrize("adopted", [(), (WRITES,)])
@pytest.mark.parametrize("entries", [0, 1, 2])
def test_a_failed_creation_leaves_what_was_there(acls, cluster, entries, adopted):
    """What was added is taken back, what had been there stays, and nothing is left to delete."""
    cluster.has("User:orders", *adopted)
    before = set(cluster.entries)
    cluster.fail("create", Fault(INVALID, entries=entries))

    answer = acls.create(declare(WRITES, READS, GROUP))

    assert (answer["Status"], answer["PhysicalResourceId"]) == ("FAILED", "cdk-msk:never-created")
    assert cluster.entries == before
    assert acls.create(declare(WRITES, READS, GROUP))["Status"] == "SUCCESS"


@pytest.mark.parametrize("request_name", ["create", "delete"])
@pytest.mark.parametrize("entries", [0, 1])
def test_a_failed_update_leaves_what_was_there(acls, cluster, request_name, entries):
    """Half an update is none: the former entries are there, and the new ones are not."""
    old, new = declare(WRITES, READS), declare(GROUP, DENIED)
    acls.create(old)
    before = set(cluster.entries)
    cluster.fail(request_name, Fault(INVALID, entries=entries))

    assert update(acls, old, new)["Status"] == "FAILED"
    assert cluster.entries == before
    assert update(acls, new, old)["Status"] == "SUCCESS"
    assert cluster.entries == before
    assert update(acls, old, new)["Status"] == "SUCCESS"
    assert cluster.entries == cluster.read("User:orders", GROUP, DENIED)


def test_what_cannot_be_taken_back_is_deleted_by_cloudformation(acls, cluster):
    """The answer says so and names the resource, so that the rollback deletes it."""
    cluster.fail("create", Fault(INVALID, entries=1))
    cluster.fail_forever("delete", Fault(INVALID))

    answer = acls.create(declare(WRITES, READS))

    assert answer["PhysicalResourceId"] == PHYSICAL_ID
    assert answer["Reason"].startswith("LeftBehind: ALLOW WRITE on TOPIC orders for User:orders:")
    assert "; and this could not be taken back: " in answer["Reason"]
    cluster.fail("delete")
    assert delete(acls, declare(WRITES, READS), answer["PhysicalResourceId"])["Status"] == "SUCCESS"
    assert cluster.entries == set()


def test_an_update_that_cannot_be_taken_back_keeps_its_resource(acls, cluster):
    """The rollback is an update too, and does it."""
    acls.create(declare(WRITES))
    cluster.fail("create", Fault(INVALID, entries=1), Fault(INVALID))

    answer = update(acls, declare(WRITES), declare(WRITES, READS, GROUP))

    assert answer["PhysicalResourceId"] == PHYSICAL_ID
    assert "could not be taken back" in answer["Reason"]
    assert update(acls, declare(WRITES, READS, GROUP), declare(WRITES))["Status"] == "SUCCESS"
    assert cluster.entries == cluster.read("User:orders", WRITES)


def test_access_that_was_closed_stays_closed(acls, cluster):
    """A deletion that fails half-way is finished by the next one, and not undone."""
    acls.create(declare(WRITES, READS))
    cluster.fail("delete", Fault(INVALID, entries=1))

    assert delete(acls, declare(WRITES, READS))["Status"] == "FAILED"
    assert len(cluster.entries) == 1
    assert delete(acls, declare(WRITES, READS))["Status"] == "SUCCESS"
    assert cluster.entries == set()


def test_malformed_properties_are_answered(acls, cluster):
    """Somebody's own custom resource with a slip in it does not hang for an hour."""
    answer = acls.create(declare("ALLOW READ orders"))

    assert answer["Status"] == "FAILED"
    assert cluster.changes == []


POOL = [WRITES, READS, GROUP, DENIED, "ALLOW ALL * GROUP LITERAL *"]
FOREIGN = ["ALLOW ALTER * TOPIC LITERAL orders", "ALLOW READ * TOPIC LITERAL other"]
RULES = st.sets(st.sampled_from(POOL), min_size=1).map(sorted)
REFUSAL = st.builds(Fault, code=st.just(INVALID), entries=st.integers(0, 2))
PASSING = st.just(Fault(TIMED_OUT, late=True)) | st.builds(
    Fault, code=st.sampled_from([QUOTA, TIMED_OUT, NOT_PERMITTED]), entries=st.integers(0, 2)
)
FAULTS = st.dictionaries(
    st.sampled_from(["connect", "describe", "create", "delete"]),
    st.lists(REFUSAL | PASSING | st.none(), min_size=1, max_size=3),
)


class Deployments(RuleBasedStateMachine):
    """A stack that is deployed again and again, on a cluster where things go wrong.

    CloudFormation is played as it is documented: what failed to be created is deleted, what failed
    to be updated is updated back, and what fails then is tried again when the cluster is well.
    """

    def __init__(self, acls: Any, cluster: MemoryCluster) -> None:
        super().__init__()
        self.acls = acls
        self.cluster = cluster

    @initialize()
    def start(self) -> None:
        self.cluster.entries.clear()
        self.cluster.faults.clear()
        self.deployed: list[str] | None = None
        self.foreign: set = set()

    @rule(rules=RULES, faults=FAULTS, replay=st.booleans())
    def deploy(self, rules: list[str], faults: dict, replay: bool) -> None:
        self._go_wrong(faults)
        new = declare(*rules)
        if self.deployed is None:
            answer = self.acls.create(new)
            if answer["Status"] == "FAILED":
                self._until_done("Delete", new, physical_id=answer["PhysicalResourceId"])
                return
        else:
            old = declare(*self.deployed)
            answer = update(self.acls, old, new)
            if answer["Status"] == "FAILED":
                self._until_done("Update", old, old=new, physical_id=PHYSICAL_ID)
                return
        former, self.deployed = self.deployed, rules
        if replay:
            old = None if former is None else declare(*former)
            kind = "Create" if former is None else "Update"
            self._until_done(kind, new, old=old, physical_id=PHYSICAL_ID if former else None)

    @rule(faults=FAULTS)
    def undeploy(self, faults: dict) -> None:
        self._go_wrong(faults)
        if self.deployed is not None:
            self._until_done("Delete", declare(*self.deployed), physical_id=PHYSICAL_ID)
            self.deployed = None

    @rule(which=st.sets(st.sampled_from(FOREIGN)))
    def interfere(self, which: set[str]) -> None:
        self.cluster.entries -= self.foreign
        self.foreign = self.cluster.read("User:orders", *which) | self.cluster.read(
            "User:audit", *which
        )
        self.cluster.entries |= self.foreign

    @invariant()
    def what_is_declared_is_there_and_nothing_else(self) -> None:
        declared = self.cluster.read("User:orders", *(getattr(self, "deployed", None) or ()))
        assert self.cluster.entries == declared | getattr(self, "foreign", set())

    def _go_wrong(self, faults: dict[str, list[Fault | None]]) -> None:
        self.cluster.faults = {request: iter(those) for request, those in faults.items()}

    def _until_done(self, request: str, properties: dict, **more: Any) -> None:
        if self.acls.send(request, properties, **more)["Status"] == "FAILED":
            self.cluster.faults.clear()
            assert self.acls.send(request, properties, **more)["Status"] == "SUCCESS"


def test_whatever_goes_wrong_a_retry_makes_it_right(acls, cluster):
    """After each deployment, finished or rolled back: what is declared, and what is foreign."""
    run_state_machine_as_test(
        lambda: Deployments(acls, cluster),
        settings=settings(deadline=None, max_examples=60, stateful_step_count=20),
    )
