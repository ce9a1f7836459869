"""Events as Lambda's poller sends them, decoded or not."""

import base64
import json
from collections.abc import Callable
from typing import Any

import header_bytes
import pattern_events
import pytest
from decoded_events import from_lambda
from envelope import Record, decode, encode
from hypothesis import given, settings
from hypothesis import strategies as st
from lambda_events import read
from pattern_events import PatternEvents
from record_columns import Records
from struct_events import StructEvents

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


def _compact(event: dict[str, Any]) -> bytes:
    """As Lambda's poller writes it."""
    return json.dumps(event, separators=(",", ":")).encode()


READERS: list[Any] = [StructEvents, PatternEvents]


@pytest.mark.parametrize("reader", READERS)
@settings(deadline=None, max_examples=150)
@given(st.lists(st.lists(_ENTRY, max_size=5), min_size=1, max_size=3))
def test_same_records(reader: Any, contents: list[list[dict[str, Any]]]) -> None:
    """Whatever the events before were like, each holds the records that it holds when decoded."""
    reads = reader().read
    for entries in contents:
        event = _event(entries)

        assert reads(_compact(event)) == reads(json.dumps(event).encode()) == read(event)


_NAME = st.sampled_from(["traceparent", "région", "a", "", '"', "\\", "]", "}]},{", "%b", "\n"])


@st.composite
def _alike(draw: st.DrawFn) -> dict[str, Any]:
    """An event whose entries have the same fields and headers, in the same order."""
    names = draw(st.lists(_NAME, max_size=3))
    fields = draw(st.permutations(["topic", "partition", "offset", "timestamp"]))
    fields += draw(st.lists(st.sampled_from(["timestampType", "key", "value"]), unique=True))
    contents = {
        "topic": st.sampled_from(["orders", "a.b-c_d"]),
        "partition": st.integers(0, 99),
        "offset": st.integers(0, 2**63 - 1),
        "timestamp": st.integers(-(2**63), 2**63 - 1),
        "timestampType": st.just("CREATE_TIME"),
        "key": _BASE64,
        "value": _BASE64,
    }
    signed = st.lists(st.integers(32, 126) | st.integers(-128, 255))
    signed |= st.text(max_size=70).map(lambda text: [b - b // 128 * 256 for b in text.encode()])

    def entry() -> dict[str, Any]:
        headers = [{name: draw(signed)} for name in names]
        return {**{name: draw(contents[name]) for name in fields}, "headers": headers}

    partitions = {
        f"t-{at}": [entry() for _ in range(draw(st.integers(0, 4)))]
        for at in range(draw(st.integers(1, 3)))
    }
    return {"eventSourceArn": "arn", "records": partitions}


@pytest.mark.parametrize("reader", READERS)
@settings(deadline=None, max_examples=300)
@given(_alike())
def test_events_that_are_alike(reader: Any, event: dict[str, Any]) -> None:
    """A reader that knows what entries look like reads the same from them as one that does not."""
    reads = reader().read

    assert reads(_compact(event)) == reads(_compact(event)) == reads(_compact(event)) == read(event)


@pytest.mark.parametrize("reader", READERS)
@settings(deadline=None, max_examples=600)
@given(_alike(), st.data())
def test_changed_events(reader: Any, event: dict[str, Any], data: st.DataObject) -> None:
    """Any JSON that is nearly what a reader knows is read as what it is, or refused as it is."""
    reads = reader().read
    raw = _compact(event)
    reads(raw)
    start = data.draw(st.integers(0, len(raw)))
    end = start + data.draw(st.integers(0, 3))
    pieces = [
        "",
        "0",
        ",",
        "]",
        "[",
        "{",
        "}",
        '"',
        "\\",
        "-",
        "null",
        "1e5",
        "\\/",
        " ",
        "é",
        "[]",
        '"a":',
    ]
    changed = raw[:start] + data.draw(st.sampled_from(pieces)).encode() + raw[end:]
    expected, found = _outcome(lambda: read(json.loads(changed))), _outcome(lambda: reads(changed))

    # What msgspec does not take is left to the standard library.
    assert found == expected or (reader is StructEvents and found is None)


def _outcome(act: Callable[[], Any]) -> Any:
    """What is returned, or that something is raised."""
    try:
        return act()
    except Exception:  # noqa: BLE001 - whatever it is
        return "refused"


def _hundred(value: Callable[[int], list[int]]) -> dict[str, Any]:
    """An event of records that are alike but for their offsets and one of their headers."""
    entry = {"topic": "t", "partition": 0, "timestamp": 2, "key": None, "value": "AAEC" * 50}
    headers = [{"b": [-61, 12]}]
    return _event(
        [{**entry, "offset": at, "headers": [{"a": value(at)}, *headers]} for at in range(100)]
    )


def _no_mappings(_: Any) -> Any:
    raise AssertionError("headers became mappings")


def test_known_events_are_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once entries are known, the parser gets a fraction of an event; that makes the sink fast."""
    patterns, event = PatternEvents(), _hundred(lambda at: [*f"{at:032x} hi|}}\x7f".encode()])
    raw, expected = _compact(event), read(event)
    patterns.read(raw)
    parsed: list[bytes] = []
    loads = json.loads
    monkeypatch.setattr(json, "loads", lambda text: parsed.append(text) or loads(text))

    assert patterns.read(raw) == expected
    assert sum(map(len, parsed)) < len(raw) / 40


def test_known_headers_are_no_mappings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once the names of headers are known, msgspec makes no mappings of them."""
    structs, event = StructEvents(), _hundred(lambda at: [at])
    raw, expected = _compact(event), read(event)
    structs.read(raw)
    monkeypatch.setattr(header_bytes, "from_mappings", _no_mappings)

    assert structs.read(raw) == expected


def test_a_pattern_that_does_not_fit_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Events that look alike to the parser, but not to the pattern, are not tried each time."""
    tried: list[bytes] = []
    take_apart = pattern_events._read
    monkeypatch.setattr(
        pattern_events, "_read", lambda raw, layout: tried.append(raw) or take_apart(raw, layout)
    )
    patterns, event = PatternEvents(), _hundred(lambda at: [at])
    raw, expected = json.dumps(event).encode(), read(event)  # with spaces

    assert [patterns.read(raw) for _ in range(6)] == [expected] * 6
    assert len(tried) == 3


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("names", [["h"] * 100_000, ["n" * 100_000], [str(at) for at in range(99)]])
def test_headers_that_are_not_remembered(reader: Any, names: list[str]) -> None:
    """Headers without measure are read, and cost no memory afterwards."""
    entry = {"topic": "t", "partition": 0, "offset": 0, "timestamp": 0}
    event = _event([{**entry, "headers": [{name: [-1, 104]} for name in names]}])
    one = reader()

    assert one.read(_compact(event)) == one.read(_compact(event)) == read(event)
    assert not any(vars(one).values())


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
