"""Topics made, grown and deleted."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from kio.schema.errors import ErrorCode

from msk_local.kafka.broker.embedded.handlers.configs import topic_configs
from msk_local.kafka.broker.embedded.node import Node
from msk_local.kafka.broker.embedded.topics import TopicError
from msk_local.kafka.protocol import Request

_DONE = {"error_code": ErrorCode.none, "error_message": None}


async def create_topics(node: Node, request: Request) -> Mapping[str, Any]:
    """New topics; partitions can be counted, not placed by hand."""
    return {"topics": [_create(node, topic, request) for topic in request.body.topics]}


async def delete_topics(node: Node, request: Request) -> Mapping[str, Any]:
    """Topics with their records and the offsets committed for them."""

    def delete(name: str) -> None:
        node.topics.get(name)
        del node.topics.by_name[name]
        node.groups.forget_topic(name)

    return {
        "responses": [
            {"name": name, **_outcome(partial(delete, name))} for name in request.body.topic_names
        ]
    }


async def create_partitions(node: Node, request: Request) -> Mapping[str, Any]:
    """More partitions for topics."""
    validate_only = request.body.validate_only

    def grow(topic: Any) -> None:
        if topic.assignments is not None:
            raise TopicError(
                ErrorCode.invalid_replica_assignment, "replicas cannot be placed by hand"
            )
        node.topics.grow(topic.name, topic.count, validate_only=validate_only)

    return {
        "results": [
            {"name": topic.name, **_outcome(partial(grow, topic))} for topic in request.body.topics
        ]
    }


def _create(node: Node, asked: Any, request: Request) -> Mapping[str, Any]:
    try:
        if asked.assignments:
            raise TopicError(
                ErrorCode.invalid_replica_assignment, "replicas cannot be placed by hand"
            )
        topic = node.topics.create(
            asked.name,
            partition_count=asked.num_partitions,
            replication_factor=asked.replication_factor,
            configs={config.name: config.value for config in asked.configs},
            validate_only=request.body.validate_only,
        )
    except TopicError as error:
        refusal = {"error_code": error.code, "error_message": str(error)}
        return {"name": asked.name, "topic_id": None, "configs": None, **refusal}
    return {
        "name": topic.name,
        "topic_id": topic.topic_id,
        "num_partitions": len(topic.partitions),
        "replication_factor": topic.replication_factor,
        "configs": topic_configs(topic),
        **_DONE,
    }


def _outcome(action: Callable[[], None]) -> Mapping[str, Any]:
    try:
        action()
    except TopicError as error:
        return {"error_code": error.code, "error_message": str(error)}
    return _DONE
