"""The requests about quotas, answered as Kafka's controller answers them."""

import pytest
from kio.schema.errors import ErrorCode

from msk_local.kafka.access.acl import Operation
from msk_local.kafka.protocol import ApiKey

EXACT, DEFAULT, SPECIFIED = 0, 1, 2
RATE = "producer_byte_rate"
ADMIN = {Operation.ALTER_CONFIGS, Operation.DESCRIBE_CONFIGS}


@pytest.fixture(params=[0, 1])
def version(request):
    """A version of both requests."""
    return request.param


@pytest.fixture
def alter(ask, version):
    """Alters the quotas of an entity, and gives error and message."""

    def make(entity, *, validate_only=False, may=ADMIN, **changes):
        ops = [
            {"key": key, "value": value or 0.0, "remove": value is None}
            for key, value in changes.items()
        ]
        parts = [{"entity_type": kind, "entity_name": name} for kind, name in entity]
        values = {"entries": [{"entity": parts, "ops": ops}], "validate_only": validate_only}
        response = ask(ApiKey.ALTER_CLIENT_QUOTAS, values, version=version, may=may)
        (entry,) = response.entries
        assert [(p.entity_type, p.entity_name) for p in entry.entity] == entity
        return entry.error_code, entry.error_message

    return make


@pytest.fixture
def describe(ask, version):
    """Gives the quotas that a filter finds by entity, or the error."""

    def make(*components, strict=False, may=ADMIN):
        named = [
            {"entity_type": kind, "match_type": how, "match": match}
            for kind, how, match in components
        ]
        values = {"components": named, "strict": strict}
        response = ask(ApiKey.DESCRIBE_CLIENT_QUOTAS, values, version=version, may=may)
        if response.error_code is not ErrorCode.none:
            assert response.entries is None
            return response.error_code
        return {
            tuple((p.entity_type, p.entity_name) for p in entry.entity): {
                value.key: value.value for value in entry.values
            }
            for entry in response.entries
        }

    return make


ALICE = [("user", "alice")]
DEFAULT_USER = [("user", None)]
BOTH = [("client-id", "c"), ("user", "alice")]
OK = (ErrorCode.none, None)


def test_quotas_are_set_changed_and_removed(alter, describe):
    """What is not named stays; an entity without any quota is gone."""
    assert alter(ALICE, producer_byte_rate=1000.0, request_percentage=12.5) == OK
    assert alter(ALICE, producer_byte_rate=2000.0) == OK
    assert describe() == {tuple(ALICE): {RATE: 2000.0, "request_percentage": 12.5}}
    assert alter(ALICE, producer_byte_rate=None, consumer_byte_rate=None) == OK
    assert describe() == {tuple(ALICE): {"request_percentage": 12.5}}
    assert alter(ALICE, request_percentage=None) == OK
    assert describe() == {}


def test_validation_alone_changes_nothing(alter, describe):
    """A request to validate has the same answer, and no effect."""
    assert alter(ALICE, validate_only=True, producer_byte_rate=1.0) == OK
    assert alter(ALICE, validate_only=True, producer_byte_rate=-1.0)[0] is ErrorCode.invalid_request
    assert describe() == {}


def test_one_fault_keeps_all_changes_of_an_entity_out(alter, describe):
    """Of an entity all changes are made, or none."""
    code, message = alter(ALICE, producer_byte_rate=1.0, consumer_byte_rate=1.5)
    assert code is ErrorCode.invalid_request
    assert "consumer_byte_rate" in message
    assert alter([("group", "x")], producer_byte_rate=1.0)[0] is ErrorCode.invalid_request
    assert describe() == {}


@pytest.mark.parametrize(
    ("components", "strict", "found"),
    [
        ([], False, [ALICE, DEFAULT_USER, BOTH]),
        ([("user", EXACT, "alice")], False, [ALICE, BOTH]),
        ([("user", EXACT, "alice")], True, [ALICE]),
        ([("user", DEFAULT, None)], False, [DEFAULT_USER]),
        ([("user", SPECIFIED, None)], True, [ALICE, DEFAULT_USER]),
        ([("client-id", SPECIFIED, None)], False, [BOTH]),
        ([("user", EXACT, "alice"), ("client-id", EXACT, "c")], True, [BOTH]),
        ([("user", EXACT, "bob")], False, []),
    ],
)
def test_filters(alter, describe, components, strict, found):
    """An entity is found by each part a filter names; a strict one excludes further parts."""
    for entity in (ALICE, DEFAULT_USER, BOTH):
        alter(entity, producer_byte_rate=1.0)
    assert describe(*components, strict=strict).keys() == {tuple(entity) for entity in found}


@pytest.mark.parametrize(
    ("components", "code"),
    [
        ([("", EXACT, "x")], ErrorCode.invalid_request),
        ([("group", EXACT, "x")], ErrorCode.unsupported_version),
        ([("user", EXACT, None)], ErrorCode.invalid_request),
        ([("user", DEFAULT, "x")], ErrorCode.invalid_request),
        ([("user", SPECIFIED, "x")], ErrorCode.invalid_request),
        ([("user", 3, None)], ErrorCode.invalid_request),
        ([("user", EXACT, "a"), ("user", EXACT, "b")], ErrorCode.invalid_request),
        ([("user", EXACT, "a"), ("ip", DEFAULT, None)], ErrorCode.invalid_request),
    ],
)
def test_filters_that_kafka_refuses(describe, components, code):
    """Each fault of a filter has Kafka's error."""
    assert describe(*components) is code


def test_configurations_of_the_cluster_are_demanded(alter, describe):
    """Looking demands DESCRIBE_CONFIGS on the cluster, changing ALTER_CONFIGS."""
    refused = ErrorCode.cluster_authorization_failed
    assert alter(ALICE, may={Operation.DESCRIBE_CONFIGS}, producer_byte_rate=1.0)[0] is refused
    assert describe(may={Operation.ALTER_CONFIGS}) is refused
    assert describe() == {}
