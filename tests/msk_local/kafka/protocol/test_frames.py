"""Frames in, frames out, and what becomes of those that are none."""

import asyncio
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msk_local.kafka.front_door.guards import GUARDS
from msk_local.kafka.protocol import (
    ApiKey,
    MalformedFrameError,
    compose_response,
    parse_request,
    parse_response,
    read_frame,
    request_frame,
    response_frame,
)
from msk_local.kafka.protocol.frames import first_request_frame

METADATA = {
    "topics": [{"topic_id": None, "name": "orders"}],
    "allow_auto_topic_creation": True,
    "include_topic_authorized_operations": False,
}


def test_a_request_survives_the_way():
    """A request that is parsed and written again is the same bytes."""
    frame = first_request_frame(ApiKey.METADATA, 12, METADATA)
    request = parse_request(frame)
    assert request.body.topics[0].name == "orders"
    assert request_frame(request, request.body) == frame


def test_bytes_after_the_last_field_are_ignored():
    """Librdkafka sends more bytes with Metadata than it has; brokers do not mind."""
    frame = first_request_frame(ApiKey.METADATA, 12, METADATA)
    assert parse_request(frame + b"\0\0\0").body == parse_request(frame).body


def test_a_response_survives_the_way():
    """A response that is written and parsed is the same message."""
    response = compose_response(ApiKey.HEARTBEAT, 4, {"error_code": 27})
    assert parse_response(ApiKey.HEARTBEAT, 4, response_frame(9, response)) == response


def read(data, **limits):
    async def run():
        reader = asyncio.StreamReader()
        reader.feed_data(data)
        reader.feed_eof()
        return await read_frame(reader, **limits)

    return asyncio.run(run())


def test_reads_one_frame_and_then_the_end():
    """A frame is as long as its prefix says, and the end between frames is no fault."""
    assert read(b"\0\0\0\3abcd") == b"abc"
    assert read(b"") is None
    assert read(b"\0\0") is None


@pytest.mark.parametrize("data", [b"\0\0\0\5abc", b"\xff\xff\xff\xff", b"\0\0\0\x0b" + b"x" * 11])
def test_refuses_frames_of_wrong_length(data):
    """Too short, negative and above the limit are malformed."""
    with pytest.raises(MalformedFrameError):
        read(data, max_bytes=10)


@pytest.mark.parametrize("frame", [b"", b"\0\3\0\x0c", b"\x7f\xff\0\0\0\0\0\1\xff\xff"])
def test_refuses_what_has_no_known_header(frame):
    """Frames without a header, or of an unknown type, are malformed."""
    with pytest.raises(MalformedFrameError):
        parse_request(frame)


headers = st.sampled_from(sorted(GUARDS)).flatmap(
    lambda api: st.tuples(st.just(api), st.integers(0, 13), st.just(1), st.just(-1))
)
bodies = st.lists(
    st.one_of(
        st.binary(max_size=12),
        st.sampled_from([b"\0", b"\1", b"\x7f\xff\xff\xff", b"\xff\xff\xff\xff\x0f", b"\xff" * 4]),
    ),
    max_size=8,
).map(b"".join)


@given(headers, bodies)
@settings(deadline=None, max_examples=1500)
def test_any_bytes_are_a_request_or_malformed(header, body):
    """No body, whatever lengths it announces, does anything but parse or be refused."""
    frame = struct.pack(">hhih", *header) + body
    try:
        request = parse_request(frame)
    except MalformedFrameError:
        return
    assert request.api_key == header[0]
