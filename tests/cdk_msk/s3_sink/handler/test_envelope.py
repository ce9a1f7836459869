"""Every record becomes one line of valid JSON and comes back byte for byte."""

import json

import envelope
import pytest
from envelope import Record, decode, encode, ending, read_object
from hypothesis import given, settings
from hypothesis import strategies as st

_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
_bytes = (
    st.none()
    | st.binary()
    | st.text().map(lambda text: text.encode("utf-8", "replace"))
    | _json.map(lambda value: json.dumps(value).encode())
)
_record = st.builds(
    Record,
    topic=st.from_regex(r"[a-zA-Z0-9._-]{1,20}", fullmatch=True),
    partition=st.integers(0, 2**31 - 1),
    offset=st.integers(0, 2**63 - 1),
    timestamp=st.integers(-(2**63), 2**63 - 1),
    key=_bytes,
    headers=st.lists(
        st.tuples(st.text(st.characters(exclude_categories=["Cs"])), _bytes), max_size=4
    ).map(tuple),
    value=_bytes,
)


def _no_constants(name: str) -> None:
    raise AssertionError(name)


def _with_value(value: bytes | None) -> Record:
    return Record("orders", 0, 1, 2, None, (), value)


@settings(deadline=None, max_examples=300)
@given(_record)
def test_lossless(record: Record) -> None:
    """Whatever a record holds, its line is one line of JSON and decodes to the same record."""
    line = encode(record)

    assert b"\n" not in line
    json.loads(line, parse_constant=_no_constants)
    assert record == decode(line)


@pytest.mark.parametrize(
    ("value", "encoding"),
    [
        (b'{"a": 1.50,  "a": 2}', None),
        (b"12345678901234567890123", None),
        ('"grün"'.encode(), None),
        (rb'"\ud83d\ude00"', None),
        (b"1e300", None),
        (b'"a1e400"', None),
        (b' {"padded":true} ', None),
        (b'{"value":1,"value":2}', None),
        (None, None),
        (b"null", "text"),
        (b"", "text"),
        (b"plain text", "text"),
        (b'{\n  "pretty": true\n}', "text"),
        (b"NaN", "text"),
        (b'{"a":-Infinity}', "text"),
        (b"1e400", "text"),
        (b'{"a":[1,-2E+999]}', "text"),
        (b"1" * 400 + b".5", "text"),
        (b"1" * 250 + b"e99", "text"),
        (b"1" * 200 + b"e99", None),
        (b"9" * 5000, "text"),
        (rb'"\ud83d"', "text"),
        (b"\x00", "text"),
        (b'"\x00"', "text"),
        (b"\xef\xbb\xbf{}", "text"),
        (b"[" * 500 + b"]" * 500, None),
        (b"[" * 501 + b"]" * 501, "text"),
        (b'{"a":' * 501 + b"1" + b"}" * 501, "text"),
        (b"[" * 200_000 + b"]" * 200_000, "text"),
        (b"[" + b'["[{\\""],{},' * 5000 + b"1]", None),
        ("{}".encode("utf-16"), "base64"),
        (b"\x00\x00\x00\x00\x07\xff", "base64"),
    ],
)
def test_value_encoding(value: bytes | None, encoding: str | None) -> None:
    """JSON stands in the line as it is; everything else says how it is encoded."""
    line = encode(_with_value(value))

    assert encoding == json.loads(line, parse_constant=_no_constants).get("value_encoding")
    assert value == decode(line).value
    if encoding is None and value is not None:
        assert line.endswith(b'"value":' + value + b"}")


def test_line() -> None:
    """A plain record is a line that reads as what was sent."""
    headers = (("trace", b"00-4b"), ("trace", b"again"), ("flag", None))
    record = Record("orders", 3, 41, 1763856000000, b"k-1", headers, b'{"total":12.50}')

    assert encode(record).decode() == (
        '{"topic":"orders","partition":3,"offset":41,"timestamp":1763856000000,"key":"k-1",'
        '"headers":[["trace","00-4b"],["trace","again"],["flag",null]],"value":{"total":12.50}}'
    )


def test_data_that_looks_like_an_envelope() -> None:
    """Keys and headers that spell the envelope's own fields do not confuse the way back."""
    spell = b'","value":{"x":1},"value_encoding":"base64'
    record = Record("t", 0, 0, 0, spell, (("value", spell), ("x", b"\xff")), spell)

    assert record == decode(encode(record))


def test_zstd_on_an_older_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without zstd objects are gzip, and one that is not is refused with the reason."""
    monkeypatch.setattr(envelope, "zstd", None)

    assert ending("zstd") == ending("gzip") == ".ndjson.gz"
    with pytest.raises(RuntimeError, match=r"k\.ndjson\.zst: zstd needs Python 3\.14"):
        read_object(b"", "k.ndjson.zst")
