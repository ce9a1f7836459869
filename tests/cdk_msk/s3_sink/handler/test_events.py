"""Events as Lambda's poller sends them, decoded or not."""

import base64
import json
from typing import Any

import events
import pytest
from envelope import Record, decode, encode
from events import from_lambda, read
from hypothesis import given, settings
from hypothesis import strategies as st
from records import Records

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
        patch.setattr(events, "_decode", None)
        assert read(raw) == expected


def test_what_only_the_standard_library_takes() -> None:
    """An event that msgspec refuses is read all the same."""
    event = _event([{"topic": "t", "partition": 0, "offset": 1, "timestamp": 2, "key": None}])
    text = json.dumps(event).replace('"offset": 1', '"offset": 1, "odd": NaN')

    assert read(text.encode()) == ("arn", [Records.of([Record("t", 0, 1, 2, None, (), None)])])


def test_record_of_lambda() -> None:
    """Signed header bytes, repeated headers and missing fields arrive as Kafka had them."""
    entry = {
        "topic": "orders",
        "partition": 1,
        "offset": 15,
        "timestamp": 1545084650987,
        "timestampType": "CREATE_TIME",
        "value": base64.b64encode(b"v").decode(),
        "headers": [{"a": [104, 105]}, {"a": [-1, 127, -128]}, {"b": None}, {"c": []}],
    }
    headers = (("a", b"hi"), ("a", b"\xff\x7f\x80"), ("b", None), ("c", b""))

    assert [Record("orders", 1, 15, 1545084650987, None, headers, b"v")] == [*from_lambda([entry])]


@pytest.mark.parametrize(
    ("entry", "value"), [({}, None), ({"value": None}, None), ({"value": ""}, b"")]
)
def test_tombstones(entry: dict[str, str | None], value: bytes | None) -> None:
    """A missing or null value is a tombstone; an empty one is empty; both survive."""
    (record,) = from_lambda([{"topic": "t", "partition": 0, "offset": 0, "timestamp": 0, **entry}])

    assert value == record.value == decode(encode(record)).value


def test_signed_and_unsigned_header_bytes() -> None:
    """Each of the 256 bytes arrives, counted from -128 or from 0."""
    entry = {"topic": "t", "partition": 0, "offset": 0, "timestamp": 0}
    signed = [byte - 256 if byte > 127 else byte for byte in range(256)]
    headers = [{"s": signed}, {"u": list(range(256))}, {"m": [-1, 255]}, {"e": []}]
    (record,) = from_lambda([{**entry, "headers": headers}])

    every = bytes(range(256))
    assert record.headers == (("s", every), ("u", every), ("m", b"\xff\xff"), ("e", b""))
