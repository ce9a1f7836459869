"""Responses written once fit every version."""

import datetime as dt

import pytest
from kio.schema.errors import ErrorCode

from msk_local.kafka.protocol import ApiKey, amended, compose_response


def test_a_field_that_a_version_lacks_is_left_out():
    """Old versions of a response take the same values as new ones."""
    values = {"error_code": ErrorCode.none, "member_id": "m", "generation_id": 1}
    values |= {"leader": "m", "protocol_name": "range", "protocol_type": "consumer"}
    assert not hasattr(compose_response(ApiKey.JOIN_GROUP, 0, values), "protocol_type")
    assert compose_response(ApiKey.JOIN_GROUP, 9, values).protocol_type == "consumer"


def test_a_field_that_no_version_has_is_a_mistake():
    """A misspelt name is an error, not silently dropped."""
    with pytest.raises(TypeError, match="no field 'eror_code' in any version"):
        compose_response(ApiKey.HEARTBEAT, 4, {"eror_code": 0})


def test_values_become_what_the_protocol_has():
    """Numbers become errors, milliseconds become durations and times, mappings structures."""
    part = {"index": 0, "error_code": 0, "base_offset": 5, "log_append_time": 1_700_000_000_123}
    topic = {"name": "t", "partition_responses": [part]}
    response = compose_response(ApiKey.PRODUCE, 9, {"responses": [topic], "throttle_time": 7})
    (answer,) = response.responses[0].partition_responses
    assert answer.error_code is ErrorCode.none
    assert answer.log_append_time.timestamp() == 1_700_000_000.123
    assert response.throttle_time == dt.timedelta(milliseconds=7)


def test_amended_mixes_old_structures_and_new_values():
    """A list can keep the structures it had and get further ones as plain values."""
    response = compose_response(
        ApiKey.DELETE_GROUPS, 2, {"results": [{"group_id": "a", "error_code": 0}]}
    )
    more = amended(response, results=[*response.results, {"group_id": "b", "error_code": 30}])
    assert [result.group_id for result in more.results] == ["a", "b"]
