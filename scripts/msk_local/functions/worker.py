"""The inside of a function's process: a script, started by `FunctionProcess`, never imported.

Reads one JSON request per line from standard input and writes one JSON answer per line to the
original standard output, after a first line which says that it has begun. What the function itself
prints goes to standard error, which ends each invocation with an end marker. Ends when standard
input does, even in the middle of an invocation.
"""

import importlib
import io
import json
import logging
import os
import queue
import sys
import threading
import time
import traceback
from contextlib import suppress
from types import SimpleNamespace
from typing import Any, TextIO


class Context:
    """What Lambda hands to a function beside its event."""

    identity = None
    client_context = None

    def __init__(self, request: dict[str, Any]) -> None:
        self.aws_request_id = request["request_id"]
        self.invoked_function_arn = request["function_arn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self._deadline = time.monotonic() + request["timeout_seconds"]

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until the invocation is cut off."""
        return max(0, int((self._deadline - time.monotonic()) * 1000))


def load_handler(name: str) -> Any:
    """The function a handler string such as ``pkg/module.function`` names."""
    module, _, attribute = name.rpartition(".")
    return getattr(importlib.import_module(module.replace("/", ".")), attribute)


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Runs the handler once."""
    handler = os.environ["_HANDLER"]
    try:
        function = load_handler(handler)
    except ImportError as error:
        module = handler.rpartition(".")[0]
        return failure("Runtime.ImportModuleError", f"Unable to import module '{module}': {error}")
    except AttributeError:
        missing = f"Handler '{handler.rpartition('.')[2]}' missing on module"
        return failure("Runtime.HandlerNotFound", missing)
    except BaseException as error:  # noqa: BLE001 whatever it is, the caller has to see it
        return raised(error)
    try:
        result = function(request["event"], Context(request))
    except BaseException as error:  # noqa: BLE001 whatever it is, the caller has to see it
        return raised(error)
    try:
        return {"payload": json.loads(json.dumps(result)), "error": None}
    except (TypeError, ValueError) as error:
        return failure("Runtime.MarshalError", f"Unable to marshal response: {error}")


def raised(error: BaseException) -> dict[str, Any]:
    """Lambda's error object for an exception, without the frames of this script."""
    traceback.print_exception(error)
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename != __file__]
    return failure(type(error).__name__, str(error), traceback.format_list(own))


def failure(kind: str, message: str, trace: list[str] | None = None) -> dict[str, Any]:
    """An answer that says the invocation failed."""
    payload = {"errorMessage": message, "errorType": kind, "stackTrace": trace or []}
    return {"payload": payload, "error": "Unhandled"}


def take_over_streams() -> tuple[TextIO, TextIO]:
    """Keeps standard input and output for the protocol and gives the function others."""
    requests, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    error = sys.stderr
    assert isinstance(error, io.TextIOWrapper)  # noqa: S101 the interpreter made it
    error.reconfigure(line_buffering=True)
    sys.stdout = error
    return requests, answers


def read_requests(stream: TextIO, waiting: "queue.Queue[str]") -> None:
    """Passes requests on and ends the process when there can be no more."""
    for line in stream:
        waiting.put(line)
    os._exit(0)


def begin(answers: TextIO) -> None:
    """Imports the function ahead of its first invocation; whatever fails there fails then again."""
    with suppress(BaseException):
        load_handler(os.environ["_HANDLER"])
    print(json.dumps({"begun": True}), file=answers, flush=True)


def main() -> None:
    """Answers requests until standard input ends."""
    options = SimpleNamespace(**json.loads(sys.argv[1]))
    sys.path = [options.code, options.runtime, *sys.path]
    requests, answers = take_over_streams()
    logging.basicConfig(format="[%(levelname)s]\t%(asctime)s\t%(message)s")
    waiting: queue.Queue[str] = queue.Queue()
    threading.Thread(target=read_requests, args=(requests, waiting), daemon=True).start()
    begin(answers)
    while True:
        request = json.loads(waiting.get())
        result = answer(request)
        sys.stdout.flush()
        print(f"{options.end_marker} {request['request_id']}", file=sys.stderr, flush=True)
        print(json.dumps(result), file=answers, flush=True)


if __name__ == "__main__":
    main()
