"""Events as the runtime receives them, before it decodes them.

Lambda's runtime decodes an event into dictionaries, for half of the time that the whole call takes.
Its client says that a function's author may replace what does so. `take_raw_events` does, if the
client is the one that is known; otherwise events arrive decoded. `lambda_events.read` takes both.

https://github.com/aws/aws-lambda-python-runtime-interface-client (`lambda_runtime_client.py`)
"""

import importlib
from typing import Any, Protocol

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
