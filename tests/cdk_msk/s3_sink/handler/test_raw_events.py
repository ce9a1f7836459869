"""Events as the runtime receives them."""

import json
import sys
import types
from typing import Any

import pytest
import raw_events
from envelope import Record
from hypothesis import given, settings
from hypothesis import strategies as st
from raw_events import read, take_raw_events

_BASE64 = st.none() | st.sampled_from(["", "eyJhIjoxfQ==", "/w==", "AAECAw=="])
_ENTRY = st.fixed_dictionaries(
    {
        "topic": st.sampled_from(["orders", "a.b-c_d"]),
        "partition": st.integers(0, 99),
        "offset": st.integers(0, 2**63 - 1),
        "timestamp": st.integers(-(2**63), 2**63 - 1),
    },
    optional={
        "timestampType": st.just("CREATE_TIME"),
        "key": _BASE64,
        "value": _BASE64,
        "headers": st.lists(
            st.dictionaries(
                st.text(st.characters(exclude_categories=["Cs"])),
                st.none() | st.lists(st.integers(-128, 255)),
                max_size=2,
            )
        ),
    },
)


def _event(entries: list[dict[str, Any]]) -> dict[str, Any]:
    return {"eventSource": "aws:kafka", "eventSourceArn": "arn", "records": {"t-0": entries}}


@settings(deadline=None, max_examples=150)
@given(st.lists(_ENTRY, max_size=5))
def test_same_records(entries: list[dict[str, Any]]) -> None:
    """Undecoded or decoded, by msgspec or the standard library, an event holds the same records."""
    event = _event(entries)
    raw = json.dumps(event).encode()

    expected = read(event)
    assert read(raw) == expected
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(raw_events, "_decode", None)
        assert read(raw) == expected


def test_what_only_the_standard_library_takes() -> None:
    """An event that msgspec refuses is read all the same."""
    event = _event([{"topic": "t", "partition": 0, "offset": 1, "timestamp": 2, "key": None}])
    text = json.dumps(event).replace('"offset": 1', '"offset": 1, "odd": NaN')

    assert read(text.encode()) == ("arn", [[Record("t", 0, 1, 2, None, (), None)]])


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
