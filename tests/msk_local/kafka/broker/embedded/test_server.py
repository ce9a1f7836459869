"""The embedded broker answers every version of every request it announces."""

import asyncio
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msk_local.kafka.broker.embedded.handlers import HANDLERS
from msk_local.kafka.broker.embedded.node import Node
from msk_local.kafka.broker.embedded.server import answer_to
from msk_local.kafka.protocol import ApiKey, MalformedFrameError, parse_response

VERSIONS = [
    pytest.param(api, version, id=f"{ApiKey(api).name.lower()}-{version}")
    for api, (versions, _) in HANDLERS.items()
    for version in range(versions.minimum, versions.maximum + 1)
]


def new_node():
    node = Node(host="127.0.0.1", broker_count=3, server_properties={})
    node.topics.create("sample", partition_count=2, replication_factor=3, configs={})
    return node


@pytest.mark.parametrize(("api", "version"), VERSIONS)
@pytest.mark.parametrize("known", [True, False], ids=["known", "unknown"])
def test_answers_every_version(sample_request, api, version, known):
    """Whether what is asked about exists or not, the answer is a well-formed response."""
    node = new_node()
    if not known:
        node.topics.by_name.clear()
    frame = asyncio.run(answer_to(node, sample_request(api, version).frame))
    assert parse_response(api, version, frame)


frames = st.builds(
    lambda api, version, body: struct.pack(">hhih", api, version, 1, -1) + body,
    st.sampled_from(sorted(HANDLERS)),
    st.integers(0, 12),
    st.binary(max_size=60),
)


@given(frames)
@settings(deadline=None, max_examples=500)
def test_any_frame_is_answered_or_malformed(frame):
    """No frame makes a handler fail."""
    try:
        answer = asyncio.run(asyncio.wait_for(answer_to(new_node(), frame), 0.2))
    except (MalformedFrameError, TimeoutError):
        return
    assert answer is None or isinstance(answer, bytes)
