"""Clients of limited rights, and requests that travel as bytes."""

import pytest
from kio.index import load_request_schema

from msk_local.kafka.access.acl import ResourceType
from msk_local.kafka.front_door.answers import ANSWERS
from msk_local.kafka.front_door.permissions import Permissions
from msk_local.kafka.protocol import Request, compose, parse_response, response_frame


class OnCluster(Permissions):
    """Allows operations on the cluster."""

    def __init__(self, operations):
        self.operations = operations

    async def refresh(self):
        """Nothing to learn."""

    def allows(self, operation, resource_type, name, /):
        cluster = (resource_type, name) == (ResourceType.CLUSTER, "kafka-cluster")
        return cluster and operation in self.operations

    def allows_some(self, operation, resource_type, /):
        return False


@pytest.fixture
def ask(gate):
    """Gives the response to a request of who may do operations on the cluster."""

    def make(api, values, *, version, may):
        body = compose(load_request_schema(api, version), values)
        request = Request(int(api), version, 7, "test", body, b"")
        outcome = ANSWERS[api][1](request, OnCluster(may), gate)
        assert outcome.forward is None
        return parse_response(api, version, response_frame(7, outcome.answer))

    return make
