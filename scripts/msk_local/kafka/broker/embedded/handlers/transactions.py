"""Transactional producers, and the offsets they commit."""

from collections.abc import Mapping
from typing import Any

from kio.schema.errors import ErrorCode

from msk_local.kafka.broker.embedded.membership import Committed, GroupError
from msk_local.kafka.broker.embedded.node import Node
from msk_local.kafka.broker.embedded.transactions import TransactionError
from msk_local.kafka.protocol import ApiKey, Request

_LONGEST_SECONDS = 900.0
"""Kafka's default ``transaction.max.timeout.ms``."""
_FIRST_VERSION_OF_FENCING = {ApiKey.INIT_PRODUCER_ID: 4}
_OTHERWISE_FROM = 2
_NEITHER = (-1, -1)


async def init_producer_id(node: Node, request: Request) -> Mapping[str, Any]:
    """A new id for an idempotent producer; the next epoch of a transactional one."""
    body = request.body
    if body.transactional_id is None:
        return _producer(next(node.producer_ids), 0)
    timeout = body.transaction_timeout.total_seconds()
    if not 0 < timeout <= _LONGEST_SECONDS:
        return _no_producer(ErrorCode.invalid_transaction_timeout)
    former = (getattr(body, "producer_id", -1), getattr(body, "producer_epoch", -1))
    try:
        return _producer(
            *node.transactions.begin_producer(
                body.transactional_id, timeout, None if former == _NEITHER else former
            )
        )
    except TransactionError as error:
        return _no_producer(_code(error, request))


async def add_partitions(node: Node, request: Request) -> Mapping[str, Any]:
    """All partitions named, or none."""
    body = request.body
    asked = {
        topic.name: {index: node.topics.partition(topic.name, index) for index in topic.partitions}
        for topic in body.v3_and_below_topics
    }
    code = ErrorCode.none
    if not all(place for places in asked.values() for place in places.values()):
        code = ErrorCode.operation_not_attempted
    else:
        try:
            transaction = node.transactions.get(
                body.v3_and_below_transactional_id,
                body.v3_and_below_producer_id,
                body.v3_and_below_producer_epoch,
            )
            everywhere = {(name, index) for name, places in asked.items() for index in places}
            node.transactions.add(transaction, everywhere)
        except TransactionError as error:
            code = _code(error, request)
    missing = ErrorCode.unknown_topic_or_partition
    return {
        "results_by_topic_v3_and_below": [
            {
                "name": name,
                "results_by_partition": [
                    {"partition_index": index, "partition_error_code": code if place else missing}
                    for index, place in places.items()
                ],
            }
            for name, places in asked.items()
        ]
    }


async def add_offsets(node: Node, request: Request) -> Mapping[str, Any]:
    """The announcement of offsets of a group."""
    body = request.body
    try:
        transaction = node.transactions.get(
            body.transactional_id, body.producer_id, body.producer_epoch
        )
        node.transactions.add_offsets(transaction, body.group_id, {})
    except TransactionError as error:
        return {"error_code": _code(error, request)}
    return {"error_code": ErrorCode.none}


async def offset_commit(node: Node, request: Request) -> Mapping[str, Any]:
    """Offsets that count when the transaction is committed."""
    body = request.body
    offsets = {
        (topic.name, part.partition_index): Committed(
            part.committed_offset,
            getattr(part, "committed_leader_epoch", -1),
            part.committed_metadata,
        )
        for topic in body.topics
        for part in topic.partitions
        if node.topics.partition(topic.name, part.partition_index)
    }
    code = ErrorCode.none
    try:
        transaction = node.transactions.get(
            body.transactional_id, body.producer_id, body.producer_epoch
        )
        generation = getattr(body, "generation_id", -1)
        if generation >= 0:
            node.groups.get(body.group_id).check(body.member_id, generation)
        node.transactions.add_offsets(transaction, body.group_id, offsets)
    except (GroupError, TransactionError) as error:
        code = _code(error, request) if isinstance(error, TransactionError) else error.code
    missing = ErrorCode.unknown_topic_or_partition
    return {
        "topics": [
            {
                "name": topic.name,
                "partitions": [
                    {
                        "partition_index": part.partition_index,
                        "error_code": (
                            code if (topic.name, part.partition_index) in offsets else missing
                        ),
                    }
                    for part in topic.partitions
                ],
            }
            for topic in body.topics
        ]
    }


async def end(node: Node, request: Request) -> Mapping[str, Any]:
    """Commit or abort."""
    body = request.body
    try:
        transaction = node.transactions.get(
            body.transactional_id, body.producer_id, body.producer_epoch
        )
        node.transactions.end(transaction, committed=body.committed)
    except TransactionError as error:
        return {"error_code": _code(error, request)}
    return {"error_code": ErrorCode.none}


def _code(error: TransactionError, request: Request) -> ErrorCode:
    """The error by the name that clients of this version of the request know."""
    since = _FIRST_VERSION_OF_FENCING.get(ApiKey(request.api_key), _OTHERWISE_FROM)
    if error.code is ErrorCode.producer_fenced and request.version < since:
        return ErrorCode.invalid_producer_epoch
    return error.code


def _producer(producer_id: int, producer_epoch: int) -> Mapping[str, Any]:
    return {
        "error_code": ErrorCode.none,
        "producer_id": producer_id,
        "producer_epoch": producer_epoch,
    }


def _no_producer(code: ErrorCode) -> Mapping[str, Any]:
    return {"error_code": code, "producer_id": -1, "producer_epoch": -1}
