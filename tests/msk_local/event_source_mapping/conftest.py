"""Records and mappings as the parts of an event source mapping see them."""

import base64

import pytest

from msk_local.event_source_mapping.event import Record
from msk_local.event_source_mapping.mapping import Mapping

CLUSTER = "arn:aws:kafka:us-east-1:123456789012:cluster/orders/0-1"
FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:sink"


@pytest.fixture
def make_record():
    """A record of the topic ``orders``; its timestamp is in milliseconds."""

    def make(offset, *, partition=0, value=b"{}", key=None, timestamp=0, size=100):
        body = {"offset": offset, "value": base64.b64encode(value).decode()}
        return Record("orders", partition, offset, timestamp, body, size, key, value)

    return make


@pytest.fixture
def make_mapping():
    """A mapping of the topic ``orders`` to the function ``sink``."""

    def make(**settings):
        base = {"EventSourceArn": CLUSTER, "Topics": ["orders"], "StartingPosition": "LATEST"}
        return Mapping("11111111-2222-3333-4444-555555555555", FUNCTION, {**base, **settings})

    return make
