"""The requests about ACLs, answered as Kafka's controller answers them."""

import pytest
from kio.schema.errors import ErrorCode

from msk_local.kafka.access.acl import Operation
from msk_local.kafka.access.acl_store import AclStore
from msk_local.kafka.access.quotas import QuotaStore
from msk_local.kafka.front_door.answers import answered
from msk_local.kafka.front_door.mechanisms import Gate
from msk_local.kafka.protocol import ApiKey, MalformedFrameError

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


ADMIN = {Operation.ALTER, Operation.DESCRIBE}


@pytest.fixture
def create(ask):
    """Creates entries, and gives error and message for each."""

    def make(*entries, version=3, may=ADMIN):
        response = ask(ApiKey.CREATE_ACLS, {"creations": entries}, version=version, may=may)
        return [(result.error_code, result.error_message) for result in response.results]

    return make


@pytest.fixture
def describe(ask):
    """Gives what describes each entry that a filter finds."""

    def make(filter_=ANYTHING, *, version=3, may=ADMIN):
        response = ask(ApiKey.DESCRIBE_ACLS, filter_, version=version, may=may)
        assert response.error_code is ErrorCode.none
        return [
            (r.resource_type, r.resource_name, r.pattern_type, a.principal, a.operation)
            for r in response.resources
            for a in r.acls
        ]

    return make


NO_ERROR = (ErrorCode.none, "")


@pytest.mark.parametrize("version", VERSIONS)
def test_entries_are_created_described_and_deleted(create, describe, ask, version):
    """An entry is there once, however often it was created, until it is deleted."""
    other = {**ENTRY, "operation": 8}
    assert create(ENTRY, other, ENTRY, version=version) == [NO_ERROR] * 3
    assert describe(version=version) == [
        (2, "orders", 3, "User:alice", 3),
        (2, "orders", 3, "User:alice", 8),
    ]
    filters = [{**ANYTHING, "operation": 8}, ANYTHING, {**ANYTHING, "operation": 4}]
    response = ask(ApiKey.DELETE_ACLS, {"filters": filters}, version=version, may=ADMIN)
    deleted = [[acl.operation for acl in r.matching_acls] for r in response.filter_results]
    assert deleted == [[8], [3, 8], []]
    assert describe(version=version) == []


def test_entries_are_described_by_resource(create, ask):
    """What concerns the same resources comes in one piece."""
    prefixed = {**ENTRY, "resource_pattern_type": 4}
    create(ENTRY, prefixed, {**ENTRY, "principal": "User:bob"})
    resources = ask(ApiKey.DESCRIBE_ACLS, ANYTHING, version=3, may=ADMIN).resources
    assert [(r.pattern_type, len(r.acls)) for r in resources] == [(3, 2), (4, 1)]


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ({"resource_name": ""}, "Invalid empty resource name"),
        ({"resource_type": 4}, "The only valid name for the CLUSTER resource is kafka-cluster"),
        ({"principal": "alice"}, "Could not parse principal from `alice`"),
    ],
)
def test_an_entry_with_a_fault_keeps_no_other_out(create, describe, fault, message):
    """Each entry is judged on its own, with Kafka's words."""
    refused, taken = create({**ENTRY, **fault}, ENTRY)
    assert refused[0] is ErrorCode.invalid_request
    assert refused[1].startswith(message)
    assert taken == NO_ERROR
    assert len(describe()) == 1


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
def test_words_of_filters_make_no_entry(create, describe, words):
    """Kafka stumbles over the whole request, and takes nothing of it."""
    results = create({**ENTRY, **words}, ENTRY)
    assert results == [(ErrorCode.unknown_server_error, None)] * 2
    assert describe() == []


WORDS = ["resource_type", "pattern_type", "operation", "permission_type"]


def in_filter(word):
    """What a filter calls a word."""
    return word if word in ANYTHING else f"{word}_filter"


def in_entry(word):
    """What an entry calls a word."""
    return "resource_pattern_type" if word == "pattern_type" else word


@pytest.mark.parametrize("word", WORDS)
def test_who_says_unknown_is_hung_up_on(create, describe, ask, word):
    """Kafka closes the connection, for entries as for filters."""
    unknown = {**ANYTHING, in_filter(word): 0}
    with pytest.raises(MalformedFrameError):
        create({**ENTRY, in_entry(word): 0})
    with pytest.raises(MalformedFrameError):
        describe(unknown)
    with pytest.raises(MalformedFrameError):
        ask(ApiKey.DELETE_ACLS, {"filters": [unknown]}, version=3, may=ADMIN)


@pytest.mark.parametrize("number", [-1, 99])
@pytest.mark.parametrize("word", WORDS)
def test_numbers_without_a_meaning_find_nothing_and_create_nothing(
    create, describe, ask, word, number
):
    """An entry or a filter with one is a fault of its own, and of nothing beside it."""
    strange = {**ANYTHING, in_filter(word): number}
    refused, taken = create({**ENTRY, in_entry(word): number}, ENTRY)
    assert refused[0] is ErrorCode.invalid_request
    assert taken == NO_ERROR
    assert describe(strange) == []
    filters = {"filters": [strange, {**ANYTHING, "operation": 4}]}
    results = ask(ApiKey.DELETE_ACLS, filters, version=3, may=ADMIN).filter_results
    assert [r.error_code for r in results] == [ErrorCode.invalid_request, ErrorCode.none]
    assert len(describe()) == 1


@pytest.mark.parametrize("version", VERSIONS)
def test_who_may_only_look_changes_nothing(create, describe, ask, version):
    """Creating and deleting demand ALTER on the cluster; each part of the answer says so."""
    create(ENTRY)
    looking = {"may": {Operation.DESCRIBE}, "version": version}
    refused = ErrorCode.cluster_authorization_failed
    assert [code for code, _ in create(ENTRY, ENTRY, **looking)] == [refused] * 2
    response = ask(ApiKey.DELETE_ACLS, {"filters": [ANYTHING]}, **looking)
    assert [r.error_code for r in response.filter_results] == [refused]
    assert len(describe(**looking)) == 1


def test_who_may_not_look_sees_nothing(create, ask):
    """Describing demands DESCRIBE on the cluster."""
    create(ENTRY)
    response = ask(ApiKey.DESCRIBE_ACLS, ANYTHING, version=3, may=set())
    assert response.error_code is ErrorCode.cluster_authorization_failed
    assert response.resources == ()


def test_a_serverless_cluster_has_no_acls(account, tmp_path):
    """Its clients are told that such requests do not exist."""
    arn = "arn:aws:kafka:us-east-1:123456789012:cluster/demo/1111-s1"
    assert not answered(
        Gate(arn, account, AclStore(tmp_path / "acls.json"), QuotaStore(tmp_path / "quotas.json"))
    )
