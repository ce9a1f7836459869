"""Where topics, coordinators and brokers are."""

from collections.abc import Mapping
from typing import Any

from kio.schema.errors import ErrorCode

from msk_local.kafka.broker.embedded.node import CONTROLLER_ID, Node
from msk_local.kafka.broker.embedded.topics import Topic, TopicError
from msk_local.kafka.protocol import Request

_DEFAULT = -1


async def metadata(node: Node, request: Request) -> Mapping[str, Any]:
    """Brokers and topics; a topic that is missing is made where the brokers are set to do so."""
    body = request.body
    all_topics = body.topics is None or (request.version == 0 and not body.topics)
    if all_topics:
        topics = [_described(topic) for topic in node.topics.by_name.values()]
    else:
        create = getattr(body, "allow_auto_topic_creation", True)
        topics = [_found(node, asked, may_create=create) for asked in body.topics]
    return {
        "brokers": [_address(node, "node_id", broker) for broker in node.broker_ids],
        "cluster_id": node.cluster_id,
        "controller_id": CONTROLLER_ID,
        "topics": topics,
    }


async def find_coordinator(node: Node, request: Request) -> Mapping[str, Any]:
    """The broker that coordinates a group, or a transactional id."""
    body = request.body

    def coordinator(key: str) -> dict[str, Any]:
        address = _address(node, "node_id", node.coordinator_of(key))
        return {"error_code": ErrorCode.none, "error_message": None, **address}

    if hasattr(body, "coordinator_keys"):
        found = [{"key": key, **coordinator(key)} for key in body.coordinator_keys]
        for one in found:
            one.pop("rack", None)
        return {"coordinators": found}
    return coordinator(body.key)


async def describe_cluster(node: Node, request: Request) -> Mapping[str, Any]:  # noqa: ARG001
    """The brokers."""
    return {
        "error_code": ErrorCode.none,
        "cluster_id": node.cluster_id,
        "controller_id": CONTROLLER_ID,
        "brokers": [_address(node, "broker_id", broker) for broker in node.broker_ids],
    }


def _address(node: Node, id_field: str, broker: int) -> dict[str, Any]:
    return {id_field: broker, "host": node.host, "port": node.port}


def _found(node: Node, asked: Any, *, may_create: bool) -> Mapping[str, Any]:
    if asked.name is None:
        by_id = {topic.topic_id: topic for topic in node.topics.by_name.values()}
        if asked.topic_id in by_id:
            return _described(by_id[asked.topic_id])
        return _missing(asked, ErrorCode.unknown_topic_id)
    try:
        return _described(node.topics.get(asked.name))
    except TopicError as missing:
        enabled = node.topics.server_properties.get("auto.create.topics.enable") == "true"
        if not (may_create and enabled):
            return _missing(asked, missing.code)
    try:
        topic = node.topics.create(
            asked.name, partition_count=_DEFAULT, replication_factor=_DEFAULT, configs={}
        )
    except TopicError as refused:
        return _missing(asked, refused.code)
    return _described(topic)


def _missing(asked: Any, code: ErrorCode) -> Mapping[str, Any]:
    topic_id = getattr(asked, "topic_id", None)
    return {"error_code": code, "name": asked.name, "topic_id": topic_id, "partitions": []}


def _described(topic: Topic) -> Mapping[str, Any]:
    return {
        "error_code": ErrorCode.none,
        "name": topic.name,
        "topic_id": topic.topic_id,
        "is_internal": False,
        "partitions": [
            {
                "error_code": ErrorCode.none,
                "partition_index": index,
                "leader_id": partition.replicas[0],
                "leader_epoch": 0,
                "replica_nodes": partition.replicas,
                "isr_nodes": partition.replicas,
                "offline_replicas": [],
            }
            for index, partition in enumerate(topic.partitions)
        ],
    }
