"""Guards of the requests of idempotent and transactional producers."""

from typing import Any

from kio.schema.errors import ErrorCode

from msk_local.kafka.access.acl import Operation, ResourceType
from msk_local.kafka.front_door.guards.listed import each, refused_partitions
from msk_local.kafka.front_door.outcome import Outcome
from msk_local.kafka.front_door.permissions import Permissions
from msk_local.kafka.protocol import Request

_TRANSACTIONAL_ID = ErrorCode.transactional_id_authorization_failed


def init_producer_id(request: Request, may: Permissions) -> Outcome:
    """IDEMPOTENT_WRITE on the cluster or WRITE on some topic; for transactions, WRITE on the id."""
    transactional_id = request.body.transactional_id
    if transactional_id is None:
        allowed = may.on_cluster(Operation.IDEMPOTENT_WRITE) or may.allows_some(
            Operation.WRITE, ResourceType.TOPIC
        )
        error = ErrorCode.cluster_authorization_failed
    else:
        allowed = may.on_transactional_id(Operation.WRITE, transactional_id)
        error = _TRANSACTIONAL_ID
    if allowed:
        return Outcome.passes(request)
    refusal = {"error_code": error, "producer_id": -1, "producer_epoch": -1}
    return Outcome.refuses(request, refusal)


def add_partitions(request: Request, may: Permissions) -> Outcome:
    """WRITE on the transactional id, WRITE on each topic: all of them or none."""
    body = request.body
    own = may.on_transactional_id(Operation.WRITE, body.v3_and_below_transactional_id)
    writable = {
        topic.name: own and may.on_topic(Operation.WRITE, topic.name)
        for topic in body.v3_and_below_topics
    }
    if all(writable.values()):
        return Outcome.passes(request)

    def error(topic: Any) -> ErrorCode:
        if not own:
            return _TRANSACTIONAL_ID
        if writable[topic.name]:
            return ErrorCode.operation_not_attempted
        return ErrorCode.topic_authorization_failed

    results = [
        {
            "name": topic.name,
            "results_by_partition": [
                {"partition_index": index, "partition_error_code": error(topic)}
                for index in topic.partitions
            ],
        }
        for topic in body.v3_and_below_topics
    ]
    return Outcome.refuses(request, {"results_by_topic_v3_and_below": results})


def add_offsets(request: Request, may: Permissions) -> Outcome:
    """WRITE on the transactional id, READ on the group."""
    body = request.body
    if not may.on_transactional_id(Operation.WRITE, body.transactional_id):
        return Outcome.refuses(request, {"error_code": _TRANSACTIONAL_ID})
    if not may.on_group(Operation.READ, body.group_id):
        return Outcome.refuses(request, {"error_code": ErrorCode.group_authorization_failed})
    return Outcome.passes(request)


def end(request: Request, may: Permissions) -> Outcome:
    """WRITE on the transactional id."""
    if may.on_transactional_id(Operation.WRITE, request.body.transactional_id):
        return Outcome.passes(request)
    return Outcome.refuses(request, {"error_code": _TRANSACTIONAL_ID})


def offset_commit(request: Request, may: Permissions) -> Outcome:
    """WRITE on the transactional id, READ on the group, READ on each topic."""
    body = request.body
    error = ErrorCode.topic_authorization_failed
    if not may.on_transactional_id(Operation.WRITE, body.transactional_id):
        error = _TRANSACTIONAL_ID
    elif not may.on_group(Operation.READ, body.group_id):
        error = ErrorCode.group_authorization_failed
    own = error is ErrorCode.topic_authorization_failed
    return each(
        request,
        within="topics",
        allowed=lambda topic: own and may.on_topic(Operation.READ, topic.name),
        answers="topics",
        refusal=lambda topic: {
            "name": topic.name,
            "partitions": refused_partitions(topic, error),
        },
    )
