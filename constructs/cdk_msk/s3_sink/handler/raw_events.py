"""Events as the runtime receives them, before it decodes them.

Lambda's runtime decodes an event into dictionaries, for half of the time that the whole call takes.
Its client says that a function's author may replace what does so. `take_raw_events` does, if the
client is the one that is known; otherwise events arrive decoded, and `read` takes them as well.

https://github.com/aws/aws-lambda-python-runtime-interface-client (`lambda_runtime_client.py`)
"""

import importlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, Protocol, cast

from envelope import Record, from_lambda, unsigned
from packages import msgspec

_CLIENT = "awslambdaric.lambda_runtime_client"


class Marshaller(Protocol):
    """What the runtime's client asks to decode an event and to encode an answer."""

    def unmarshal_request(self, request: Any, content_type: str | None = ...) -> Any:
        """The event of an invocation."""

    def marshal_response(self, response: Any) -> Any:
        """The answer to an invocation, and its content type."""


class RawMarshaller:
    """Leaves events as they are, and answers to whoever did both before."""

    def __init__(self, before: Marshaller) -> None:
        self._before = before

    def unmarshal_request(self, request: Any, content_type: str | None = "application/json") -> Any:
        """The bytes of the event."""
        if isinstance(request, bytes | bytearray) and content_type == "application/json":
            return bytes(request)
        return self._before.unmarshal_request(request, content_type)

    def marshal_response(self, response: Any) -> Any:
        """As before."""
        return self._before.marshal_response(response)


def take_raw_events() -> bool:
    """Have the runtime hand over events undecoded from now on; whether it will."""
    try:
        module = importlib.import_module(_CLIENT)
    except ImportError:
        return False
    # The class that has the attribute was renamed once and is the other's base since.
    for name in ("BaseLambdaRuntimeClient", "LambdaRuntimeClient"):
        client: Any = getattr(module, name, None)
        marshaller: Any = vars(client).get("marshaller") if client else None
        if hasattr(marshaller, "unmarshal_request") and hasattr(marshaller, "marshal_response"):
            client.marshaller = RawMarshaller(marshaller)
            return True
    return False


def read(event: Mapping[str, Any] | bytes) -> tuple[str, list[list[Record]]]:
    """The ARN of the cluster and the records of each partition."""
    if isinstance(event, bytes):
        if _decode:
            try:
                raw = _decode(event)
            except (msgspec.DecodeError, RecursionError):
                pass  # nothing Lambda has sent yet; the standard library is less particular
            else:
                return raw.eventSourceArn, list(map(_records, raw.records.values()))
        event = cast("Mapping[str, Any]", json.loads(event))
    return event["eventSourceArn"], list(map(from_lambda, event["records"].values()))


def _decoder() -> Any:
    """What decodes the fields of an event that records need, and skips all others."""
    entry = msgspec.defstruct(
        "Entry",
        [
            ("topic", str),
            ("partition", int),
            ("offset", int),
            ("timestamp", int),
            ("key", bytes | None, None),
            ("value", bytes | None, None),
            ("headers", list[dict[str, list[int] | None]] | None, None),
        ],
        gc=False,
    )
    fields = [("eventSourceArn", str), ("records", dict[str, list[entry]])]  # type: ignore[valid-type]
    return msgspec.json.Decoder(msgspec.defstruct("Event", fields, gc=False)).decode


_decode: Any = _decoder() if msgspec else None
_new = tuple.__new__


def _records(entries: Iterable[Any]) -> list[Record]:
    return [
        _new(
            Record,
            (
                entry.topic,
                entry.partition,
                entry.offset,
                entry.timestamp,
                entry.key,
                tuple(
                    [
                        (name, None if signed is None else unsigned(signed))
                        for header in headers
                        for name, signed in header.items()
                    ]
                )
                if (headers := entry.headers)
                else (),
                entry.value,
            ),
        )
        for entry in entries
    ]
