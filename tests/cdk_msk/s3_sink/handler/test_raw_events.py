"""What has the runtime hand over events undecoded."""

import sys
import types
from typing import Any

import pytest
from raw_events import take_raw_events


class _Before:
    def unmarshal_request(self, request: Any, content_type: str = "") -> Any:
        return "decoded", request, content_type

    def marshal_response(self, response: Any) -> Any:
        return "encoded", response


def _runtime(monkeypatch: pytest.MonkeyPatch, **names: Any) -> None:
    module = types.ModuleType("awslambdaric.lambda_runtime_client")
    vars(module).update(names)
    monkeypatch.setitem(sys.modules, "awslambdaric", types.ModuleType("awslambdaric"))
    monkeypatch.setitem(sys.modules, module.__name__, module)


@pytest.mark.parametrize("name", ["BaseLambdaRuntimeClient", "LambdaRuntimeClient"])
def test_known_runtime(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The runtime's client hands over bytes of JSON, and does all else as before."""

    class Client:
        marshaller: Any = _Before()

    _runtime(monkeypatch, **{name: Client})

    assert take_raw_events()
    assert Client.marshaller.unmarshal_request(b"{}", "application/json") == b"{}"
    assert Client.marshaller.unmarshal_request(b"a", "text/plain") == (
        "decoded",
        b"a",
        "text/plain",
    )
    assert Client.marshaller.marshal_response(None) == ("encoded", None)


def test_unknown_runtime(monkeypatch: pytest.MonkeyPatch) -> None:
    """A runtime that has changed, or none at all, goes on decoding."""
    _runtime(monkeypatch, LambdaRuntimeClient=object)
    assert not take_raw_events()

    monkeypatch.setitem(sys.modules, "awslambdaric.lambda_runtime_client", None)
    assert not take_raw_events()
