"""The work of clients as a Lambda function; `main_job.workers.FunctionWorker` calls it."""

from typing import Any

import boto3

from main_job.events import orders
from main_job.work import (
    Access,
    consume,
    partition_count,
    produce,
    read_refusal,
    write_refusal,
)


def handler(request: dict[str, Any], _context: object) -> Any:
    """Does one task and returns its result as JSON-like data."""
    session = boto3.Session()
    access, topic = Access(**request["access"]), request["topic"]
    match request["task"]:
        case "produce":
            events = orders(request["seed"], request["count"])
            return produce(session, access, topic, events).to_dict()
        case "consume":
            return consume(
                session, access, topic, request["group"], count=request["count"]
            ).to_dict()
        case "write_refusal":
            return write_refusal(session, access, topic)
        case "read_refusal":
            return read_refusal(session, access, topic, request["group"])
        case "partition_count":
            return partition_count(session, access, topic)
        case unknown:
            raise ValueError(f"no such task: {unknown!r}")
