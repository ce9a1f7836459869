"""Lambda's own runtime, as AWS publishes it, between the runtime API and the reader of events."""

import json
import os
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import raw_events

_HANDLER = """
import lambda_events
import raw_events

TAKEN = raw_events.take_raw_events()

def handler(event, context):
    arn, (records,) = lambda_events.read(event)
    came_as = type(event).__name__
    return {"taken": TAKEN, "came_as": came_as, "offsets": records.offsets}
"""
_RECORDS = [{"topic": "t", "partition": 0, "offset": at, "timestamp": 0} for at in (4, 5)]
_EVENT = json.dumps({"eventSourceArn": "arn", "records": {"t-0": _RECORDS}}).encode()


class _RuntimeApi(ThreadingHTTPServer):
    """One event, and nothing after it; https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.invocations = 0
        self.answers: dict[str, object] = {}


class _Conversation(BaseHTTPRequestHandler):
    server: _RuntimeApi

    def do_GET(self) -> None:
        self.server.invocations += 1
        headers = {
            "Content-Type": "application/json",
            "Lambda-Runtime-Aws-Request-Id": "1",
            "Lambda-Runtime-Deadline-Ms": "32503680000000",
            "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:us-east-1:1:function:sink",
        }
        if self.server.invocations == 1:
            self._answer(200, _EVENT, headers)
        else:
            self._answer(410, b"", {})  # which ends the runtime

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.answers[self.path] = json.loads(body)
        self._answer(202, b"", {})

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def test_events_come_undecoded(tmp_path: Path) -> None:
    """The runtime's client lets a function have the bytes of an event, as its source promises."""
    pytest.importorskip("awslambdaric", reason="AWS builds it for Linux only")
    (tmp_path / "probe.py").write_text(_HANDLER)
    with _RuntimeApi() as api:
        Thread(target=api.serve_forever, daemon=True).start()
        paths = [str(tmp_path), str(Path(raw_events.__file__).parent)]
        done = subprocess.run(
            [sys.executable, "-m", "awslambdaric", "probe.handler"],
            env=os.environ
            | {
                "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{api.server_port}",
                "LAMBDA_TASK_ROOT": str(tmp_path),
                "PYTHONPATH": os.pathsep.join([*paths, *filter(None, sys.path)]),
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        api.shutdown()

    assert api.answers == {
        "/2018-06-01/runtime/invocation/1/response": {
            "taken": True,
            "came_as": "bytes",
            "offsets": [4, 5],
        }
    }, done.stderr
