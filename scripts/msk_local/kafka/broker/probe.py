"""A look at a broker from outside, past the front door."""

import socket
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kio.serial.errors import SerialError

from msk_local.kafka.protocol import ApiKey, parse_response
from msk_local.kafka.protocol.frames import first_request_frame

_LENGTH = struct.Struct(">i")
_SECONDS = 30.0
_METADATA_VERSION = 12
_DESCRIBE_CONFIGS_VERSION = 4
_TOPIC = 2
_SET_ON_THE_TOPIC = 1
_UNKNOWN_TOPIC = 3
_NO_LEADER = -1


@dataclass(frozen=True)
class TopicView:
    """A topic as one broker knows it.

    Attributes:
        partition_count: Partitions that have a leader.
        configs: The settings somebody gave the topic.
    """

    partition_count: int
    configs: Mapping[str, str]


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


def topic_view(address: tuple[str, int], name: str) -> TopicView | None:
    """A topic by the word of the broker at this address alone; absent when it knows none.

    Raises:
        OSError: The broker cannot be reached, or does not say.
    """
    (topic,) = _metadata(address, topics=[{"name": name, "topic_id": None}]).topics
    if topic.error_code == _UNKNOWN_TOPIC:
        return None
    leaders = [partition.leader_id for partition in topic.partitions]
    resource = {"resource_type": _TOPIC, "resource_name": name, "configuration_keys": None}
    values = {"resources": [resource], "include_synonyms": False, "include_documentation": False}
    answer = _ask(address, ApiKey.DESCRIBE_CONFIGS, _DESCRIBE_CONFIGS_VERSION, values)
    configs = {
        config.name: config.value
        for result in answer.results
        for config in result.configs
        if config.config_source == _SET_ON_THE_TOPIC
    }
    return TopicView(len(leaders) - leaders.count(_NO_LEADER), configs)


def _metadata(address: tuple[str, int], *, topics: list[Any] | None) -> Any:
    values: Mapping[str, Any] = {
        "topics": topics,
        "allow_auto_topic_creation": False,
        "include_topic_authorized_operations": False,
    }
    return _ask(address, ApiKey.METADATA, _METADATA_VERSION, values)


def _ask(address: tuple[str, int], api: ApiKey, version: int, values: Mapping[str, Any]) -> Any:
    frame = first_request_frame(api, version, values)
    with socket.create_connection(address, _SECONDS) as connection:
        connection.sendall(_LENGTH.pack(len(frame)) + frame)
        with connection.makefile("rb") as stream:
            (length,) = _LENGTH.unpack(stream.read(_LENGTH.size))
            return parse_response(api, version, stream.read(length))
