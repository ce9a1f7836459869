"""The requests about ACLs, answered as Kafka's controller answers them."""

import pytest
from kio.index import load_request_schema
from kio.schema.errors import ErrorCode

from msk_local.kafka.access.acl import Operation, ResourceType
from msk_local.kafka.access.acl_store import AclStore
from msk_local.kafka.front_door.answers import ANSWERS, answered
from msk_local.kafka.front_door.mechanisms import Gate
from msk_local.kafka.front_door.permissions import Permissions
from msk_local.kafka.protocol import (
    ApiKey,
    MalformedFrameError,
    Request,
    compose,
    parse_response,
    response_frame,
)

ENTRY = {
    "resource_type": 2,
    "resource_name": "orders",
    "resource_pattern_type": 3,
    "principal": "User:alice",
    "host": "*",
    "operation": 3,
    "permission_type": 3,
}
ANYTHING = {
    "resource_type_filter": 1,
    "resource_name_filter": None,
    "pattern_type_filter": 1,
    "principal_filter": None,
    "host_filter": None,
    "operation": 1,
    "permission_type": 1,
}
VERSIONS = (1, 2, 3)


class On(Permissions):
    """Allows operations on the cluster."""

    def __init__(self, *operations):
        self.operations = operations

    async def refresh(self):
        """Nothing to learn."""

    def allows(self, operation, resource_type, name, /):
        cluster = (resource_type, name) == (ResourceType.CLUSTER, "kafka-cluster")
        return cluster and operation in self.operations

    def allows_some(self, operation, resource_type, /):
        return False


ADMIN = On(Operation.ALTER, Operation.DESCRIBE)


def ask(gate, api, values, *, may=ADMIN, version=3):
    """The response to a request, having travelled as bytes."""
    body = compose(load_request_schema(api, version), values)
    outcome = ANSWERS[api][1](Request(int(api), version, 7, "test", body, b""), may, gate)
    assert outcome.forward is None
    return parse_response(api, version, response_frame(7, outcome.answer))


def create(gate, *entries, **options):
    """Error and message for each entry."""
    response = ask(gate, ApiKey.CREATE_ACLS, {"creations": entries}, **options)
    return [(result.error_code, result.error_message) for result in response.results]


def describe(gate, filter_=ANYTHING, **options):
    """What describes each entry that a filter finds."""
    response = ask(gate, ApiKey.DESCRIBE_ACLS, filter_, **options)
    assert response.error_code is ErrorCode.none
    return [
        (r.resource_type, r.resource_name, r.pattern_type, a.principal, a.operation)
        for r in response.resources
        for a in r.acls
    ]


NO_ERROR = (ErrorCode.none, None)


@pytest.mark.parametrize("version", VERSIONS)
def test_entries_are_created_described_and_deleted(gate, version):
    """An entry is there once, however often it was created, until it is deleted."""
    other = {**ENTRY, "operation": 8}
    assert create(gate, ENTRY, other, ENTRY, version=version) == [NO_ERROR] * 3
    assert describe(gate, version=version) == [
        (2, "orders", 3, "User:alice", 3),
        (2, "orders", 3, "User:alice", 8),
    ]
    filters = [{**ANYTHING, "operation": 8}, ANYTHING, {**ANYTHING, "operation": 4}]
    response = ask(gate, ApiKey.DELETE_ACLS, {"filters": filters}, version=version)
    deleted = [[acl.operation for acl in r.matching_acls] for r in response.filter_results]
    assert deleted == [[8], [3, 8], []]
    assert describe(gate, version=version) == []


def test_entries_are_described_by_resource(gate):
    """What concerns the same resources comes in one piece."""
    prefixed = {**ENTRY, "resource_pattern_type": 4}
    create(gate, ENTRY, prefixed, {**ENTRY, "principal": "User:bob"})
    resources = ask(gate, ApiKey.DESCRIBE_ACLS, ANYTHING).resources
    assert [(r.pattern_type, len(r.acls)) for r in resources] == [(3, 2), (4, 1)]


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ({"resource_name": ""}, "Invalid empty resource name"),
        ({"resource_type": 4}, "The only valid name for the CLUSTER resource is kafka-cluster"),
        ({"principal": "alice"}, "Could not parse principal from `alice`"),
    ],
)
def test_an_entry_with_a_fault_keeps_no_other_out(gate, fault, message):
    """Each entry is judged on its own, with Kafka's words."""
    refused, taken = create(gate, {**ENTRY, **fault}, ENTRY)
    assert refused[0] is ErrorCode.invalid_request
    assert refused[1].startswith(message)
    assert taken == NO_ERROR
    assert len(describe(gate)) == 1


@pytest.mark.parametrize(
    "words",
    [
        {"resource_type": 1},
        {"resource_pattern_type": 1},
        {"resource_pattern_type": 2},
        {"operation": 1},
        {"permission_type": 1},
    ],
    ids=str,
)
def test_words_of_filters_make_no_entry(gate, words):
    """Kafka stumbles over the whole request, and takes nothing of it."""
    results = create(gate, {**ENTRY, **words}, ENTRY)
    assert results == [(ErrorCode.unknown_server_error, None)] * 2
    assert describe(gate) == []


@pytest.mark.parametrize("number", [0, 99])
@pytest.mark.parametrize("field", ["resource_type", "pattern_type", "operation", "permission_type"])
def test_numbers_that_no_kafka_knows_end_the_connection(gate, field, number):
    """Kafka hangs up on them, in entries as in filters."""
    in_entry = "resource_pattern_type" if field == "pattern_type" else field
    with pytest.raises(MalformedFrameError):
        create(gate, {**ENTRY, in_entry: number})
    in_filter = field if field in ANYTHING else f"{field}_filter"
    with pytest.raises(MalformedFrameError):
        describe(gate, {**ANYTHING, in_filter: number})
    with pytest.raises(MalformedFrameError):
        ask(gate, ApiKey.DELETE_ACLS, {"filters": [{**ANYTHING, in_filter: number}]})


@pytest.mark.parametrize("version", VERSIONS)
def test_who_may_only_look_changes_nothing(gate, version):
    """Creating and deleting demand ALTER on the cluster; each part of the answer says so."""
    create(gate, ENTRY)
    looking = {"may": On(Operation.DESCRIBE), "version": version}
    refused = ErrorCode.cluster_authorization_failed
    assert [code for code, _ in create(gate, ENTRY, ENTRY, **looking)] == [refused] * 2
    response = ask(gate, ApiKey.DELETE_ACLS, {"filters": [ANYTHING]}, **looking)
    assert [r.error_code for r in response.filter_results] == [refused]
    assert len(describe(gate, **looking)) == 1


def test_who_may_not_look_sees_nothing(gate):
    """Describing demands DESCRIBE on the cluster."""
    create(gate, ENTRY)
    response = ask(gate, ApiKey.DESCRIBE_ACLS, ANYTHING, may=On())
    assert response.error_code is ErrorCode.cluster_authorization_failed
    assert response.resources == ()


def test_a_serverless_cluster_has_no_acls(account, tmp_path):
    """Its clients are told that such requests do not exist."""
    arn = "arn:aws:kafka:us-east-1:123456789012:cluster/demo/1111-s1"
    assert not answered(Gate(arn, account, AclStore(tmp_path / "acls.json")))
