"""The handlers as Lambda loads them, and loopback stand-ins for what they talk to."""

import json
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

import cdk_msk

_PACKAGE = "custom_resource_handler"
_FOLDER = Path(cdk_msk.__file__).parent / "custom_resource" / "asset" / "handler"


@pytest.fixture(scope="session")
def load() -> Callable[[str], ModuleType]:
    """Loads a module of the asset, from its file and without the library around it."""
    spec = spec_from_file_location(
        _PACKAGE, _FOLDER / "__init__.py", submodule_search_locations=[str(_FOLDER)]
    )
    package = module_from_spec(spec)
    sys.modules[_PACKAGE] = package
    spec.loader.exec_module(package)
    return lambda name: import_module(f"{_PACKAGE}.{name}")


@dataclass
class Context:
    """Lambda's context, whose time only passes while the function sleeps."""

    remaining_seconds: float = 300
    log_stream_name: str = "2026/11/23/[$LATEST]0a1b"

    def get_remaining_time_in_millis(self) -> int:
        return int(self.remaining_seconds * 1000)

    def sleep(self, seconds: float) -> None:
        self.remaining_seconds -= seconds


@pytest.fixture
def context(monkeypatch) -> Context:
    """Five minutes, of which sleeping takes none in earnest."""
    context = Context()
    monkeypatch.setattr("time.sleep", context.sleep)
    return context


@dataclass
class Loopback:
    """What was sent to the server, and what it is to say next."""

    url: str
    answers: list[dict] = field(default_factory=list)
    headers: list[dict] = field(default_factory=list)
    script: list[tuple[int, dict]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    @property
    def answer(self) -> dict:
        """The one answer CloudFormation got."""
        (answer,) = self.answers
        return answer


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    """Takes answers to CloudFormation by PUT, and replies to GET from a script."""

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            state.answers.append(json.loads(body))
            state.headers.append(dict(self.headers))
            self._reply(200, {})

        def do_GET(self) -> None:
            state.asked.append(self.path)
            # The last reply is repeated.
            status, body = state.script.pop(0) if len(state.script) > 1 else state.script[0]
            self._reply(status, body)

        def _reply(self, status: int, body: dict) -> None:
            text = json.dumps(body).encode()
            self.send_response(status)
            if "__type" in body:
                self.send_header("x-amzn-errortype", body["__type"])
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *arguments: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state = Loopback(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield state
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def request_of(loopback) -> Callable[..., dict]:
    """A request of CloudFormation."""

    def make(request_type: str, properties: dict, physical_id: str | None = None) -> dict:
        event = {
            "RequestType": request_type,
            "ResponseURL": f"{loopback.url}/answer?signature=secret",
            "StackId": "arn:aws:cloudformation:eu-west-1:123456789012:stack/Stack/0a1b",
            "RequestId": "0a1b2c3d",
            "LogicalResourceId": "Resource",
            "ResourceType": "Custom::Thing",
            "ResourceProperties": {"ServiceToken": "arn:aws:lambda:x", **properties},
        }
        return event | ({"PhysicalResourceId": physical_id} if physical_id else {})

    return make


@pytest.fixture(autouse=True)
def credentials(monkeypatch) -> None:
    """Credentials of nobody, in a region."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")


@pytest.fixture
def answers(monkeypatch):
    """What CloudFormation was told."""
    told = []

    def take(request, timeout):
        told.append(json.loads(request.data))
        return nullcontext()

    monkeypatch.setattr("urllib.request.urlopen", take)
    return told


@pytest.fixture
def within(load, monkeypatch):
    """Puts the handler into the world of an MSK."""
    module = load("connectivity")

    def enter(msk):
        monkeypatch.setattr(module, "time", msk.clock)
        monkeypatch.setattr(load("cloudformation"), "time", msk.clock)
        monkeypatch.setattr(module, "boto3", msk)
        return module

    return enter
