"""Records in, records out, and their offsets."""

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Any

from kio.schema.errors import ErrorCode

from msk_local.kafka.broker.embedded.batches import (
    Batch,
    CorruptBatchError,
    InvalidBatchError,
    parse_batch,
)
from msk_local.kafka.broker.embedded.node import Node
from msk_local.kafka.broker.embedded.topics import Partition, Topic
from msk_local.kafka.protocol import Request

_EARLIEST, _LATEST, _GREATEST_TIMESTAMP = -2, -1, -3
_UNKNOWN = {"error_code": ErrorCode.unknown_topic_or_partition}
_READ_COMMITTED = 1
_EPOCH = 0
"""Leaders never change, so this is every partition's leader epoch."""


async def produce(node: Node, request: Request) -> Mapping[str, Any]:
    """Append one batch to each partition named."""
    return {
        "responses": [
            {
                "name": topic.name,
                "partition_responses": [
                    _append(node, topic.name, part) for part in topic.partition_data
                ],
            }
            for topic in request.body.topic_data
        ]
    }


async def fetch(node: Node, request: Request) -> Mapping[str, Any]:
    """Read from each partition named, and wait a while when there is not enough yet."""
    body = request.body
    deadline = time.monotonic() + body.max_wait.total_seconds()
    arrival = asyncio.Event()
    found = [node.topics.partition(t.topic, p.partition) for t in body.topics for p in t.partitions]
    logs = [partition.log for _, partition in filter(None, found)]
    for log in logs:
        log.wake(arrival)
    try:
        while True:
            arrival.clear()
            answer, size, failed = _read(node, body)
            remaining = deadline - time.monotonic()
            if failed or size >= body.min_bytes or remaining <= 0:
                return {"error_code": ErrorCode.none, "session_id": 0, "responses": answer}
            try:
                await asyncio.wait_for(arrival.wait(), remaining)
            except TimeoutError:
                continue
    finally:
        for log in logs:
            log.forget(arrival)


async def list_offsets(node: Node, request: Request) -> Mapping[str, Any]:
    """First, last, and by time."""
    committed = getattr(request.body, "isolation_level", 0) == _READ_COMMITTED

    def offset(topic: Topic, partition: Partition, asked: Any) -> Mapping[str, Any]:
        if asked.timestamp == _LATEST and committed:
            end = partition.log.last_stable_offset
            return {"timestamp": -1, "offset": end, "leader_epoch": _EPOCH}
        return _offset(topic, partition, asked)

    return _per_partition(node, request, "name", "partition_index", offset)


async def offset_for_leader_epoch(node: Node, request: Request) -> Mapping[str, Any]:
    """The end of every log: there was only ever one epoch."""

    def end(_: Topic, partition: Partition, __: Any) -> Mapping[str, Any]:
        return {"leader_epoch": _EPOCH, "end_offset": partition.log.end_offset}

    return _per_partition(
        node, request, "topic", "partition", end, otherwise={"leader_epoch": -1, "end_offset": -1}
    )


async def delete_records(node: Node, request: Request) -> Mapping[str, Any]:
    """Move the start of logs."""

    def delete(_: Topic, partition: Partition, asked: Any) -> Mapping[str, Any]:
        log = partition.log
        offset = log.end_offset if asked.offset == -1 else asked.offset
        if not log.start_offset <= offset <= log.end_offset:
            return {"error_code": ErrorCode.offset_out_of_range, "low_watermark": -1}
        log.truncate_before(offset)
        return {"low_watermark": log.start_offset}

    return _per_partition(
        node, request, "name", "partition_index", delete, otherwise={"low_watermark": -1}
    )


def _append(node: Node, name: str, part: Any) -> Mapping[str, Any]:
    answer: dict[str, Any] = {"index": part.index, "base_offset": -1, "log_append_time": None}
    place = node.topics.partition(name, part.index)
    if place is None:
        return {**answer, **_UNKNOWN}
    topic, partition = place
    try:
        batch = parse_batch(part.records or b"")
    except CorruptBatchError as error:
        return {**answer, "error_code": ErrorCode.corrupt_message, "error_message": str(error)}
    except InvalidBatchError as error:
        return {**answer, "error_code": ErrorCode.invalid_record, "error_message": str(error)}
    log = partition.log
    verdict = _refusal(node, (topic, part.index), batch) or log.sequences.check(batch)
    if isinstance(verdict, ErrorCode):
        return {**answer, "error_code": verdict}
    stamps = topic.setting("message.timestamp.type") == "LogAppendTime"
    append_time = int(time.time() * 1000) if stamps else None
    if verdict is None:
        verdict = log.append(batch, append_time=append_time)
        topic.retain(partition)
    answer |= {"base_offset": verdict, "log_append_time": append_time}
    return {**answer, "error_code": ErrorCode.none, "log_start_offset": log.start_offset}


def _refusal(node: Node, place: tuple[Topic, int], batch: Batch) -> ErrorCode | None:
    topic, index = place
    if batch.transactional and (code := node.transactions.refusal((topic.name, index), batch)):
        return code
    if len(batch.data) > topic.number("max.message.bytes"):
        return ErrorCode.message_too_large
    return None


def _read(node: Node, body: Any) -> tuple[list[Mapping[str, Any]], int, bool]:
    """The answer of a fetch, how many bytes of records are in it, whether any part failed."""
    size, failed = 0, False
    topics: list[Mapping[str, Any]] = []
    for asked in body.topics:
        partitions = []
        for part in asked.partitions:
            allowed = max(0, min(part.partition_max_bytes, body.max_bytes - size))
            answer = _read_one(
                node,
                asked.topic,
                part,
                allowed,
                nothing_yet=size == 0,
                committed=body.isolation_level == _READ_COMMITTED,
            )
            size += len(answer["records"])
            failed = failed or answer["error_code"] is not ErrorCode.none
            partitions.append(answer)
        topics.append({"topic": asked.topic, "partitions": partitions})
    return topics, size, failed


def _read_one(
    node: Node, name: str, part: Any, max_bytes: int, *, nothing_yet: bool, committed: bool
) -> Mapping[str, Any]:
    place = node.topics.partition(name, part.partition)
    if place is None:
        return _fetched(part, error_code=ErrorCode.unknown_topic_or_partition)
    topic, partition = place
    topic.retain(partition)
    log = partition.log
    known: dict[str, Any] = {
        "high_watermark": log.end_offset,
        "last_stable_offset": log.last_stable_offset,
        "log_start_offset": log.start_offset,
    }
    if not log.start_offset <= part.fetch_offset <= log.end_offset:
        return _fetched(part, error_code=ErrorCode.offset_out_of_range, **known)
    end = log.last_stable_offset if committed else log.end_offset
    data = log.read(part.fetch_offset, max_bytes, at_least_one=nothing_yet, end=end)
    if committed:
        aborted = log.aborted(part.fetch_offset, end)
        known["aborted_transactions"] = [
            {"producer_id": one.producer_id, "first_offset": one.first_offset} for one in aborted
        ]
    return _fetched(part, error_code=ErrorCode.none, records=data, **known)


def _fetched(part: Any, **values: Any) -> Mapping[str, Any]:
    nothing = {"high_watermark": -1, "aborted_transactions": None, "records": b""}
    return {**nothing, "partition_index": part.partition, **values}


def _offset(topic: Topic, partition: Partition, asked: Any) -> Mapping[str, Any]:
    topic.retain(partition)
    log = partition.log
    if asked.timestamp == _LATEST:
        return {"timestamp": -1, "offset": log.end_offset, "leader_epoch": _EPOCH}
    if asked.timestamp == _EARLIEST:
        return {"timestamp": -1, "offset": log.start_offset, "leader_epoch": _EPOCH}
    greatest = asked.timestamp == _GREATEST_TIMESTAMP
    found = log.latest() if greatest else log.offset_at(asked.timestamp)
    if found is None:
        return {"timestamp": -1, "offset": -1, "leader_epoch": -1}
    return {"timestamp": found[1], "offset": found[0], "leader_epoch": _EPOCH}


def _per_partition(
    node: Node,
    request: Request,
    name: str,
    index: str,
    answer: Callable[[Topic, Partition, Any], Mapping[str, Any]],
    *,
    otherwise: Mapping[str, Any] | None = None,
) -> Mapping[str, Any]:
    """One answer for each partition of a request.

    Args:
        node: The brokers.
        request: What was asked.
        name: What request and response call the name of a topic.
        index: What they call the number of a partition.
        answer: The answer for a partition that exists.
        otherwise: What else the answer for one that does not exist must have.
    """
    topics = []
    for asked in request.body.topics:
        partitions = []
        for part in asked.partitions:
            place = node.topics.partition(getattr(asked, name), getattr(part, index))
            values = (
                {"error_code": ErrorCode.none, **answer(*place, part)}
                if place
                else {**(otherwise or {"timestamp": -1, "offset": -1}), **_UNKNOWN}
            )
            partitions.append({index: getattr(part, index), **values})
        topics.append({name: getattr(asked, name), "partitions": partitions})
    return {"topics": topics}
