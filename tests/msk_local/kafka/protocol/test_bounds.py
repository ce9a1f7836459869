"""Lengths are compared with the bytes that are there."""

import pytest
from kio.index import load_request_schema

from msk_local.kafka.protocol import ApiKey
from msk_local.kafka.protocol.bounds import OutOfBoundsError, check_bounds
from msk_local.kafka.protocol.frames import first_request_frame, parse_request

FETCH = {
    "cluster_id": "c",
    "max_wait": 500,
    "min_bytes": 1,
    "topics": [
        {
            "topic": "t",
            "partitions": [{"partition": 0, "fetch_offset": 0, "partition_max_bytes": 9}],
        }
    ],
}


def body_of(api, version, values):
    """The frame of a request, its schema, and where its body begins."""
    frame = first_request_frame(api, version, values)
    schema = load_request_schema(api, version)
    return frame, schema, check_bounds(schema.__header_schema__, frame, 0)


@pytest.mark.parametrize("version", range(4, 13))
def test_finds_the_end_of_every_version(version):
    """Old and compact forms, tagged fields among them, end where the frame does."""
    values = {name: value for name, value in FETCH.items() if version >= 12 or name != "cluster_id"}
    frame, schema, start = body_of(ApiKey.FETCH, version, values)
    assert check_bounds(schema, frame, start) == len(frame)
    assert parse_request(frame).body.topics[0].topic == "t"


def test_refuses_every_frame_that_was_cut():
    """A message that lost its tail is out of bounds wherever it was cut."""
    frame, schema, start = body_of(ApiKey.FETCH, 12, FETCH)
    for end in range(start, len(frame)):
        with pytest.raises(OutOfBoundsError):
            check_bounds(schema, frame[:end], start)


def test_refuses_an_array_longer_than_its_frame():
    """Two thousand million elements in a few bytes never reach the parser."""
    schema = load_request_schema(ApiKey.DELETE_GROUPS, 0)
    with pytest.raises(OutOfBoundsError, match="2147483647 elements"):
        check_bounds(schema, b"\x7f\xff\xff\xff" + b"\0" * 100, 0)


def test_refuses_lengths_without_end():
    """A varint of more than five bytes is no length."""
    schema = load_request_schema(ApiKey.DELETE_GROUPS, 2)
    with pytest.raises(OutOfBoundsError, match="more than five bytes"):
        check_bounds(schema, b"\xff" * 10, 0)
