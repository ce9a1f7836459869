"""Guards of the requests that carry records or ask for their offsets."""

from dataclasses import replace
from typing import Any

from kio.schema.errors import ErrorCode

from msk_local.kafka.access.acl import Operation
from msk_local.kafka.front_door.guards.listed import each, refused_partitions
from msk_local.kafka.front_door.outcome import Outcome
from msk_local.kafka.front_door.permissions import Permissions
from msk_local.kafka.protocol import Request, amended

_TOPIC = ErrorCode.topic_authorization_failed
_SESSIONLESS_EPOCH = -1
_CONSUMER = -1
"""The broker id of who is none."""


def produce(request: Request, may: Permissions) -> Outcome:
    """WRITE on each topic; WRITE on the transactional id when there is one."""
    transactional_id = request.body.transactional_id
    in_order = transactional_id is None or may.on_transactional_id(
        Operation.WRITE, transactional_id
    )
    error = _TOPIC if in_order else ErrorCode.transactional_id_authorization_failed
    return each(
        request,
        within="topic_data",
        allowed=lambda topic: in_order and may.on_topic(Operation.WRITE, topic.name),
        answers="responses",
        refusal=lambda topic: {
            "name": topic.name,
            "partition_responses": [
                {"index": p.index, "error_code": error, "base_offset": -1, "log_append_time": None}
                for p in topic.partition_data
            ],
        },
    )


def fetch(request: Request, may: Permissions) -> Outcome:
    """READ on each topic; CLUSTER_ACTION on the cluster for who says it is a broker.

    Fetch sessions name a topic once and never again, so they would outlive a permission; every
    fetch is sent to the broker as one without a session, and clients then ask in full.
    """
    body = request.body
    if getattr(body, "session_epoch", _SESSIONLESS_EPOCH) != _SESSIONLESS_EPOCH:
        request = replace(
            request, body=amended(body, session_id=0, session_epoch=_SESSIONLESS_EPOCH)
        )

    def allowed(topic: Any) -> bool:
        if body.replica_id == _CONSUMER:
            return may.on_topic(Operation.READ, topic.topic)
        return may.on_cluster(Operation.CLUSTER_ACTION)

    return each(
        request,
        within="topics",
        allowed=allowed,
        answers="responses",
        refusal=lambda topic: {
            "topic": topic.topic,
            "partitions": [_unreadable(p) for p in topic.partitions],
        },
    )


def list_offsets(request: Request, may: Permissions) -> Outcome:
    """DESCRIBE on each topic."""
    return each(
        request,
        within="topics",
        allowed=lambda topic: may.on_topic(Operation.DESCRIBE, topic.name),
        answers="topics",
        refusal=lambda topic: {
            "name": topic.name,
            "partitions": refused_partitions(topic, _TOPIC, timestamp=-1, offset=-1),
        },
    )


def offset_for_leader_epoch(request: Request, may: Permissions) -> Outcome:
    """DESCRIBE on each topic, or CLUSTER_ACTION on the cluster."""
    anything = may.on_cluster(Operation.CLUSTER_ACTION)
    return each(
        request,
        within="topics",
        allowed=lambda topic: anything or may.on_topic(Operation.DESCRIBE, topic.topic),
        answers="topics",
        refusal=lambda topic: {
            "topic": topic.topic,
            "partitions": [
                {
                    "partition": p.partition,
                    "error_code": _TOPIC,
                    "leader_epoch": -1,
                    "end_offset": -1,
                }
                for p in topic.partitions
            ],
        },
    )


def _unreadable(partition: Any) -> dict[str, Any]:
    return {
        "partition_index": partition.partition,
        "error_code": _TOPIC,
        "high_watermark": -1,
        "last_stable_offset": -1,
        "log_start_offset": -1,
        "aborted_transactions": None,
        "preferred_read_replica": -1,
        "records": b"",
    }
