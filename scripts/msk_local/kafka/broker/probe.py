"""A look at a broker from outside, past the front door."""

import socket
import struct
from collections.abc import Mapping
from typing import Any

from kio.serial.errors import SerialError

from msk_local.kafka.protocol import ApiKey, parse_response
from msk_local.kafka.protocol.frames import first_request_frame

_LENGTH = struct.Struct(">i")
_SECONDS = 5.0
_METADATA_VERSION = 12


def broker_ids(address: tuple[str, int]) -> set[int]:
    """The ids of the brokers that the one at this address knows; empty while it does not answer."""
    try:
        response = _metadata(address, topics=[])
    except (OSError, SerialError, struct.error):
        return set()
    return {broker.node_id for broker in response.brokers}


def replicas_on(address: tuple[str, int], broker_id: int) -> int:
    """How many replicas a broker holds, by the word of the one at this address.

    Raises:
        OSError: It cannot be reached.
    """
    response = _metadata(address, topics=None)
    return sum(
        broker_id in partition.replica_nodes
        for topic in response.topics
        for partition in topic.partitions
    )


def _metadata(address: tuple[str, int], *, topics: list[Any] | None) -> Any:
    values: Mapping[str, Any] = {
        "topics": topics,
        "allow_auto_topic_creation": False,
        "include_topic_authorized_operations": False,
    }
    frame = first_request_frame(ApiKey.METADATA, _METADATA_VERSION, values)
    with socket.create_connection(address, _SECONDS) as connection:
        connection.sendall(_LENGTH.pack(len(frame)) + frame)
        with connection.makefile("rb") as stream:
            (length,) = _LENGTH.unpack(stream.read(_LENGTH.size))
            return parse_response(ApiKey.METADATA, _METADATA_VERSION, stream.read(length))
