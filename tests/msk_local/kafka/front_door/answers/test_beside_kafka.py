"""Apache Kafka itself, with its own authorizer, asked the same about ACLs and quotas."""

import socket
import struct
import time

import pytest
from kio.index import load_request_schema

from msk_local.kafka.access.acl_store import AclStore
from msk_local.kafka.access.quotas import QuotaStore
from msk_local.kafka.broker.apache import ApacheKafka
from msk_local.kafka.front_door.answers import ANSWERS
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
from msk_local.kafka.protocol.frames import first_request_frame

SECONDS = 180
CLOSED = "closed the connection"
DESCRIBING = {ApiKey.DESCRIBE_ACLS: 3, ApiKey.DESCRIBE_CLIENT_QUOTAS: 1}
VERSIONS = {
    ApiKey.CREATE_ACLS: 3,
    ApiKey.DELETE_ACLS: 3,
    ApiKey.ALTER_CLIENT_QUOTAS: 1,
    **DESCRIBING,
}
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
CLUSTER = {"resource_type": 4, "resource_name": "kafka-cluster"}
USER_A, RATE = [("user", "a")], "producer_byte_rate"
CONNECTIONS = "connection_creation_rate"


def create(*entries):
    """A request for entries."""
    return ApiKey.CREATE_ACLS, {"creations": [{**ENTRY, **entry} for entry in entries]}


def find(**narrowed):
    """A request to see entries."""
    return ApiKey.DESCRIBE_ACLS, {**ANYTHING, **narrowed}


def delete(*filters):
    """A request to delete entries."""
    return ApiKey.DELETE_ACLS, {"filters": [{**ANYTHING, **narrowed} for narrowed in filters]}


def alter(entity, *changes, validate_only=False):
    """A request to change quotas; no value removes one."""
    parts = [{"entity_type": kind, "entity_name": name} for kind, name in entity]
    ops = [{"key": k, "value": v or 0.0, "remove": v is None} for k, v in changes]
    values = {"entries": [{"entity": parts, "ops": ops}], "validate_only": validate_only}
    return ApiKey.ALTER_CLIENT_QUOTAS, values


def quotas(*components, strict=False):
    """A request to see quotas."""
    named = [{"entity_type": k, "match_type": how, "match": m} for k, how, m in components]
    return ApiKey.DESCRIBE_CLIENT_QUOTAS, {"components": named, "strict": strict}


STRANGE_ENTRIES = [
    {field: number}
    for number in (-1, 0, 1, 99)
    for field in ("resource_type", "resource_pattern_type", "operation", "permission_type")
]
STRANGE_FILTERS = [
    {field: number}
    for number in (-1, 0, 99)
    for field in ("resource_type_filter", "pattern_type_filter", "operation", "permission_type")
]
CONVERSATION = [
    create({}, {}),
    *(create({field: value}) for field in ("principal", "host") for value in ("", "x", ":x")),
    create({"resource_name": ""}, {}),
    create({"resource_type": 4}, {"principal": "alice"}, {"resource_name": "b"}),
    create(CLUSTER, {**CLUSTER, "resource_pattern_type": 4}, {**CLUSTER, "operation": 12}),
    create({"resource_name": "*"}, {"resource_name": "*", "resource_pattern_type": 4}),
    create({"resource_type": 7, "operation": 13}, {"resource_type": 6}, {"operation": 15}),
    create({"resource_pattern_type": 2}, {}),
    *(create(strange, {"resource_name": "beside"}) for strange in STRANGE_ENTRIES),
    find(),
    *(find(resource_name_filter="orders", pattern_type_filter=how) for how in (1, 2, 3, 4)),
    *(find(resource_name_filter=name, pattern_type_filter=2) for name in ("*", "", "other")),
    find(principal_filter=""),
    find(host_filter="x"),
    *(find(**strange) for strange in STRANGE_FILTERS),
    *(delete(strange, {"resource_name_filter": "b"}) for strange in STRANGE_FILTERS),
    delete({"operation": 12}, {"operation": 12}),
    delete({"resource_name_filter": "orders", "pattern_type_filter": 2}),
    find(),
    delete({}),
    find(),
    *(alter(USER_A, (RATE, value)) for value in (1.0, 0.0, -1.0, 1.5, 2.0**63, 1e19, None)),
    alter(USER_A, (RATE, 5.0), ("consumer_byte_rate", -1.0)),
    alter(USER_A, ("consumer_byte_rate", 7.0), ("request_percentage", 0.5)),
    alter(USER_A, ("controller_mutation_rate", 0.5), (RATE, None), ("no_such", None)),
    *(alter(USER_A, (key, 1.0)) for key in ("no_such", CONNECTIONS)),
    alter(USER_A),
    alter(USER_A, (RATE, 9.0), validate_only=True),
    *(alter(entity, (RATE, 1.0)) for entity in ([], [("group", "x")], [("user", "")])),
    alter([("user", None)], (RATE, 2.0)),
    alter([("user", "a"), ("client-id", "c")], (RATE, 2.0)),
    alter([("client-id", "c"), ("user", "a")], (RATE, 3.0)),
    alter([("user", "b"), ("user", "d")], (RATE, 4.0)),
    *(alter([("ip", "1.2.3.4")], (CONNECTIONS, value)) for value in (1.0, 1.5, 3e9)),
    alter([("ip", "1.2.3.4")], (RATE, 1.0)),
    alter([("ip", "1.2.3.4"), ("user", "a")], (RATE, 1.0)),
    quotas(),
    quotas(strict=True),
    *(quotas(("user", 0, "a"), strict=strict) for strict in (True, False)),
    *(quotas(("user", how, match)) for how in (0, 1, 2, 9) for match in (None, "a")),
    quotas(("", 0, "x")),
    quotas(("group", 0, "x")),
    quotas(("user", 0, "a"), ("user", 0, "b")),
    quotas(("ip", 1, None), ("user", 0, "a")),
    quotas(("ip", 2, None)),
]
"""Requests in order: what some change, others see."""


class Everything(Permissions):
    """All is allowed."""

    async def refresh(self):
        """Nothing to learn."""

    def allows(self, operation, resource_type, name, /):
        return True

    def allows_some(self, operation, resource_type, /):
        return True


def plain(message):
    """A response as values that compare, whatever the order of what is listed."""
    if hasattr(message, "__dataclass_fields__"):
        return {name: plain(getattr(message, name)) for name in message.__dataclass_fields__}
    return sorted(map(plain, message), key=repr) if isinstance(message, tuple) else message


def door(gate, api, values):
    """What the front door answers."""
    body = compose(load_request_schema(api, VERSIONS[api]), values)
    try:
        outcome = ANSWERS[api][1](
            Request(int(api), VERSIONS[api], 7, "test", body, b""), Everything(), gate
        )
    except MalformedFrameError:
        return CLOSED
    return plain(parse_response(api, VERSIONS[api], response_frame(7, outcome.answer)))


def kafka(address, api, values):
    """What Apache Kafka answers."""
    frame = first_request_frame(api, VERSIONS[api], values)
    with socket.create_connection(address, SECONDS) as connection:
        connection.sendall(struct.pack(">i", len(frame)) + frame)
        with connection.makefile("rb") as stream:
            prefix = stream.read(4)
            if len(prefix) < 4:
                return CLOSED
            answer = stream.read(struct.unpack(">i", prefix)[0])
    return plain(parse_response(api, VERSIONS[api], answer))


@pytest.fixture
def brokers(apache_jars, tmp_path):
    """The address of a broker with Kafka's authorizer, to which everyone is a super-user."""
    authorizer = "org.apache.kafka.metadata.authorizer.StandardAuthorizer"
    broker = ApacheKafka(tmp_path)
    broker.start(1, {"authorizer.class.name": authorizer, "super.users": "User:ANONYMOUS"})
    yield broker.addresses[1]
    broker.stop()


@pytest.mark.apache_kafka
def test_answers_are_those_of_apache_kafka(brokers, account, tmp_path):
    """A long conversation about ACLs and quotas goes the same way with both."""
    gate = Gate(
        "arn:aws:kafka:us-east-1:123456789012:cluster/demo/1",
        account,
        AclStore(tmp_path / "acls.json"),
        QuotaStore(tmp_path / "quotas.json"),
    )
    for number, (api, values) in enumerate(CONVERSATION):
        ours = door(gate, api, values)
        theirs = kafka(brokers, api, values)
        deadline = time.monotonic() + SECONDS
        # A broker learns from its controller, a moment later, what was changed there.
        while api in DESCRIBING and theirs != ours and time.monotonic() < deadline:
            theirs = kafka(brokers, api, values)
        assert (number, values, ours) == (number, values, theirs)
