"""Kafka's wire protocol: frames and typed messages, over the schemas of `kio`."""

from msk_local.kafka.protocol.api import ApiKey, VersionRange
from msk_local.kafka.protocol.frames import (
    MalformedFrameError,
    Request,
    parse_request,
    parse_response,
    read_frame,
    request_frame,
    response_frame,
    write_frame,
)
from msk_local.kafka.protocol.messages import amended, compose, compose_response

__all__ = [
    "ApiKey",
    "MalformedFrameError",
    "Request",
    "VersionRange",
    "amended",
    "compose",
    "compose_response",
    "parse_request",
    "parse_response",
    "read_frame",
    "request_frame",
    "response_frame",
    "write_frame",
]
