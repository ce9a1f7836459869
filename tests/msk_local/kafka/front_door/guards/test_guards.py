"""Every guard, in every version of its request: nothing passes without its grant."""

from dataclasses import replace

import pytest
from kio.schema.errors import ErrorCode

from msk_local.kafka.access.acl import Operation, ResourceType
from msk_local.kafka.front_door.guards import GUARDS
from msk_local.kafka.front_door.permissions import Permissions
from msk_local.kafka.protocol import ApiKey, parse_response, response_frame

VERSIONS = [
    pytest.param(api, version, id=f"{ApiKey(api).name.lower()}-{version}")
    for api, (versions, _) in GUARDS.items()
    for version in range(versions.minimum, versions.maximum + 1)
    if not (api == ApiKey.PRODUCE and version < 3)  # announced for old clients, gone from Kafka 4
]
OPEN_TO_ALL = {ApiKey.DESCRIBE_CLUSTER}
FILTERED = {ApiKey.METADATA, ApiKey.LIST_GROUPS}
"""The broker is asked, and its answer cut down."""
REFUSALS = {
    ErrorCode.topic_authorization_failed,
    ErrorCode.group_authorization_failed,
    ErrorCode.cluster_authorization_failed,
    ErrorCode.transactional_id_authorization_failed,
}


class Everything(Permissions):
    """All is allowed."""

    async def refresh(self):
        """Nothing to learn."""

    def allows(self, operation, resource_type, name, /):
        return True

    def allows_some(self, operation, resource_type, /):
        return True


class Granted(Permissions):
    """Allows the given operations on all resources of their type."""

    def __init__(self, *granted):
        self.granted = granted

    async def refresh(self):
        """Nothing to learn."""

    def allows(self, operation, resource_type, name, /):
        return (resource_type, operation) in self.granted

    def allows_some(self, operation, resource_type, /):
        return f"some {resource_type.name} {operation.name}" in self.granted


def errors_in(message):
    """All error codes anywhere in a message."""
    found = set()
    for name in getattr(message, "__dataclass_fields__", ()):
        value = getattr(message, name)
        if isinstance(value, ErrorCode):
            found.add(value)
        for element in value if isinstance(value, tuple) else (value,):
            found |= errors_in(element)
    return found


@pytest.mark.parametrize(("api", "version"), VERSIONS)
def test_everything_passes_as_it_is_for_who_may_do_everything(sample_request, api, version):
    """With all permissions a request goes to the broker, and nothing of it is refused."""
    request = sample_request(api, version)
    outcome = GUARDS[api][1](request, Everything())
    assert outcome.forward is not None
    assert not outcome.refused


@pytest.mark.parametrize(
    ("api", "version"), [v for v in VERSIONS if v.values[0] not in OPEN_TO_ALL | FILTERED]
)
def test_nothing_passes_for_who_may_do_nothing(sample_request, api, version):
    """Without permissions the answer is made at the door, is well-formed, and says why."""
    outcome = GUARDS[api][1](sample_request(api, version), Granted())
    assert outcome.forward is None
    assert outcome.refused
    answer = parse_response(api, version, response_frame(7, outcome.answer))
    assert errors_in(answer) & REFUSALS


@pytest.mark.parametrize("version", range(13))
def test_hidden_topics_are_not_asked_for(sample_request, version):
    """Metadata names no hidden topic to the broker, and refuses each of them to the client."""
    request = sample_request(ApiKey.METADATA, version)
    outcome = GUARDS[ApiKey.METADATA][1](request, Granted())
    assert outcome.forward.topics == ()
    assert outcome.refused


WRITE_TOPIC = (ResourceType.TOPIC, Operation.WRITE)
READ_TOPIC = (ResourceType.TOPIC, Operation.READ)
DESCRIBE_TOPIC = (ResourceType.TOPIC, Operation.DESCRIBE)
CREATE_TOPIC = (ResourceType.TOPIC, Operation.CREATE)
DELETE_TOPIC = (ResourceType.TOPIC, Operation.DELETE)
ALTER_TOPIC = (ResourceType.TOPIC, Operation.ALTER)
DESCRIBE_CONFIGS = (ResourceType.TOPIC, Operation.DESCRIBE_CONFIGS)
ALTER_CONFIGS = (ResourceType.TOPIC, Operation.ALTER_CONFIGS)
READ_GROUP = (ResourceType.GROUP, Operation.READ)
DESCRIBE_GROUP = (ResourceType.GROUP, Operation.DESCRIBE)
DELETE_GROUP = (ResourceType.GROUP, Operation.DELETE)
WRITE_TRANSACTION = (ResourceType.TRANSACTIONAL_ID, Operation.WRITE)
CREATE_CLUSTER = (ResourceType.CLUSTER, Operation.CREATE)
CLUSTER_ACTION = (ResourceType.CLUSTER, Operation.CLUSTER_ACTION)

DEMANDS = [
    (ApiKey.PRODUCE, {WRITE_TRANSACTION, WRITE_TOPIC}),
    (ApiKey.FETCH, {READ_TOPIC}),
    (ApiKey.LIST_OFFSETS, {DESCRIBE_TOPIC}),
    (ApiKey.OFFSET_FOR_LEADER_EPOCH, {DESCRIBE_TOPIC}),
    (ApiKey.OFFSET_FOR_LEADER_EPOCH, {CLUSTER_ACTION}),
    (ApiKey.OFFSET_COMMIT, {READ_GROUP, READ_TOPIC}),
    (ApiKey.OFFSET_FETCH, {DESCRIBE_GROUP, DESCRIBE_TOPIC}),
    (ApiKey.OFFSET_DELETE, {DELETE_GROUP, READ_TOPIC}),
    (ApiKey.FIND_COORDINATOR, {(ResourceType.TRANSACTIONAL_ID, Operation.DESCRIBE)}),
    (ApiKey.JOIN_GROUP, {READ_GROUP}),
    (ApiKey.SYNC_GROUP, {READ_GROUP}),
    (ApiKey.HEARTBEAT, {READ_GROUP}),
    (ApiKey.LEAVE_GROUP, {READ_GROUP}),
    (ApiKey.DESCRIBE_GROUPS, {DESCRIBE_GROUP}),
    (ApiKey.DELETE_GROUPS, {DELETE_GROUP}),
    (ApiKey.CREATE_TOPICS, {CREATE_TOPIC}),
    (ApiKey.CREATE_TOPICS, {CREATE_CLUSTER}),
    (ApiKey.DELETE_TOPICS, {DELETE_TOPIC}),
    (ApiKey.DELETE_RECORDS, {DELETE_TOPIC}),
    (ApiKey.CREATE_PARTITIONS, {ALTER_TOPIC}),
    (ApiKey.DESCRIBE_CONFIGS, {DESCRIBE_CONFIGS}),
    (ApiKey.ALTER_CONFIGS, {ALTER_CONFIGS}),
    (ApiKey.INCREMENTAL_ALTER_CONFIGS, {ALTER_CONFIGS}),
    (ApiKey.INIT_PRODUCER_ID, {WRITE_TRANSACTION}),
    (ApiKey.ADD_PARTITIONS_TO_TXN, {WRITE_TRANSACTION, WRITE_TOPIC}),
    (ApiKey.ADD_OFFSETS_TO_TXN, {WRITE_TRANSACTION, READ_GROUP}),
    (ApiKey.END_TXN, {WRITE_TRANSACTION}),
    (ApiKey.TXN_OFFSET_COMMIT, {WRITE_TRANSACTION, READ_GROUP, READ_TOPIC}),
]
"""What Kafka documents as demanded: https://kafka.apache.org/documentation/#operations_resources_and_protocols"""
EVERY_OPERATION = {(kind, operation) for kind in ResourceType for operation in Operation}
ALTERNATIVES = {CLUSTER_ACTION, CREATE_CLUSTER}
"""Operations on the cluster that stand for one on each topic."""


@pytest.mark.parametrize(
    ("api", "demands"),
    DEMANDS,
    ids=lambda value: value.name.lower() if isinstance(value, ApiKey) else "",
)
def test_each_request_demands_its_operations(sample_request, api, demands):
    """A request passes with exactly the operations it demands, and with none of them missing."""
    request = sample_request(api, GUARDS[api][0].maximum)
    guard = GUARDS[api][1]
    assert not guard(request, Granted(*demands)).refused
    for missing in demands:
        assert guard(request, Granted(*(demands - {missing}))).refused
        others = EVERY_OPERATION - {missing} - ALTERNATIVES
        assert guard(request, Granted(*others)).refused or demands & ALTERNATIVES


def test_every_guard_is_in_the_table():
    """What a request demands is written down for each one that can be refused as a whole."""
    assert GUARDS.keys() - {api for api, _ in DEMANDS} == OPEN_TO_ALL | FILTERED


@pytest.mark.parametrize(
    "granted", [(ResourceType.CLUSTER, Operation.IDEMPOTENT_WRITE), "some TOPIC WRITE"], ids=str
)
def test_an_idempotent_producer_needs_to_write_somewhere(sample_request, granted):
    """Who may write any topic may do it idempotently; so may who is allowed just that."""
    request = sample_request(ApiKey.INIT_PRODUCER_ID, 4)
    request = replace(request, body=replace(request.body, transactional_id=None))
    guard = GUARDS[ApiKey.INIT_PRODUCER_ID][1]
    assert not guard(request, Granted(granted)).refused
    refused = guard(request, Granted(WRITE_TRANSACTION))
    assert errors_in(refused.answer) == {ErrorCode.cluster_authorization_failed}


def test_who_says_to_be_a_broker_must_be_allowed_to(sample_request):
    """A fetch in a broker's name demands what only brokers have."""
    request = sample_request(ApiKey.FETCH, 12)
    request = replace(request, body=replace(request.body, replica_id=1))
    guard = GUARDS[ApiKey.FETCH][1]
    assert guard(request, Granted(READ_TOPIC)).refused
    assert not guard(request, Granted(CLUSTER_ACTION)).refused


def test_fetch_sessions_end_at_the_door(sample_request):
    """A session would outlive a permission, so the broker never opens one."""
    outcome = GUARDS[ApiKey.FETCH][1](sample_request(ApiKey.FETCH, 12), Everything())
    assert (outcome.forward.session_id, outcome.forward.session_epoch) == (0, -1)
