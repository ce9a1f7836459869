"""Lines made many at a time are the lines made one at a time, whatever the records hold."""

import contextlib
import gzip
import json
import sys
from collections.abc import Iterable, Iterator

import envelope
import lines
import pytest
import validity
from decoded_events import from_lambda
from envelope import Record, encode, ending, read_object
from hypothesis import given, settings
from hypothesis import strategies as st
from lines import write_object

_KEY = "k.ndjson.gz"

_HOSTILE = [
    None,
    b"",
    b" ",
    b"null",
    b" null",
    b"nul",
    b"{}",
    b"{} {}",
    b"1,2",
    b'{"a":1,}',
    b"{a:1}",
    b"{'a':1}",
    b"[1 /* one */]",
    b"0x10",
    b"+1",
    b"01",
    b"-",
    b".5",
    b"5.",
    b"1e5",
    b"NaN",
    b"-Infinity",
    b'{"a":NaN}',
    b"1e400",
    b"[1E+0400]",
    b"[ -2e999 ]",
    b'{"a":1.5e-999,"b":" e "}',
    b"9" * 400,
    b"9" * 5000,
    b'"' + b"9" * 5000 + b'"',
    b"1" * 400 + b".5",
    b"\x00",
    b'{"a":1}\x00',
    b'"\x00"',
    b'"\x01"',
    b'"\x7f"',
    b"\xef\xbb\xbf{}",
    "{}".encode("utf-16"),
    "{}".encode("utf-32"),
    b"\xff\xfe",
    b'"\xff"',
    b'"\xed\xa0\xbd"',
    b'"\xc0\x80"',
    b'"\xf0\x9f\x98"',
    '"grün 😀 \u2028"'.encode(),
    rb'"\ud83d\ude00"',
    rb'"\uD83D"',
    rb'"\\ud83d"',
    rb'"\u12"',
    rb'"\x41"',
    rb'"\'"',
    b'"\\\n"',
    b'{\n"a":1}',
    b'{"a":1}\r\n',
    b'\t{"a":1}\x0b',
    b'\xc2\xa0{"a":1}',
    b"[" * 500 + b"]" * 500,
    b"[" * 501 + b"]" * 501,
    b"[" * 1500 + b"]" * 1500,
    b'{"a":' * 1500 + b"1" + b"}" * 1500,
    b"[" * 100_000,
    b'","value":{}}\n{"topic":"forged"}',
    b"\x00\x00\x00\x00\x07{}",
]


def _records(values: Iterable[bytes | None]) -> list[Record]:
    return [Record("orders", 0, at, 2, None, (), value) for at, value in enumerate(values)]


MEANS = ["msgspec", "sqlite3", "neither"]


@contextlib.contextmanager
def _only(means: str) -> Iterator[None]:
    """With nothing else to tell JSON by."""
    with pytest.MonkeyPatch.context() as patch:
        for name in {"msgspec", "sqlite3"} - {means}:
            patch.setattr(validity, name, None)
        yield


def _in_bulk(records: list[Record]) -> set[bytes]:
    """The lines, by each means there may be; all the same, if all is well."""
    written = set()
    for means in MEANS:
        with _only(means):
            written.add(b"".join(lines.lines(records)))
    return written


def _one_by_one(records: list[Record]) -> bytes:
    return b"".join(encode(record) + b"\n" for record in records)


def _refuse(constant: str) -> None:
    raise AssertionError(constant)


@pytest.mark.parametrize("value", _HOSTILE, ids=lambda value: repr(value)[:30])
def test_hostile_value(value: bytes | None) -> None:
    """A value alone and one among others has the line that `encode` gives it, valid and lossless."""
    for records in _records([value]), _records([b"{}", value, b'{"b":[1.5e3,"x"]}']):
        (written,) = _in_bulk(records)

        assert written == _one_by_one(records)
        for line in written.splitlines():
            json.loads(line, parse_constant=_refuse)
        assert records == list(read_object(write_object(records, _KEY), _KEY))


def test_hostile_values_together() -> None:
    """Hundreds of odd values in one object do not disturb one another."""
    records = _records(_HOSTILE * 5)

    assert _in_bulk(records) == {_one_by_one(records)}
    assert records == list(read_object(write_object(records, _KEY), _KEY))


_ALMOST_JSON = st.text(
    st.sampled_from("[]{}:, \t\"\\e+-.0123459u/dDnulltrue'\x00\n\ud83dé"), max_size=40
)
_VALUE = (
    st.none()
    | st.binary(max_size=30)
    | _ALMOST_JSON.map(lambda text: text.encode("utf-8", "surrogatepass"))
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=6,
    ).map(lambda value: json.dumps(value).encode())
)


@settings(deadline=None, max_examples=500)
@given(st.lists(_VALUE, max_size=130))
def test_any_values(values: list[bytes | None]) -> None:
    """In bulk or one by one, the lines are the same bytes."""
    records = _records(values)

    assert _in_bulk(records) == {_one_by_one(records)}


@settings(deadline=None, max_examples=300)
@given(st.integers(0, 90), st.sampled_from(["", "-"]), st.sampled_from(["", ".5"]), st.data())
def test_large_numbers(before: int, sign: str, fraction: str, data: st.DataObject) -> None:
    """Wherever a number stands that is too large for a double, it is noticed."""
    exponent = data.draw(st.sampled_from(["e400", "E+309", "e0999", "9" * 400, "9" * 250 + "e99"]))
    around = data.draw(st.sampled_from(["[%s]", '{"a":%s}', "[1, %s ,2]", "%s", " %s\t"]))
    records = _records([b"1" * before, (around % f"{sign}1{fraction}{exponent}").encode()])

    assert _in_bulk(records) == {_one_by_one(records)}


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 70), st.integers(200, 380))
def test_long_runs_of_digits(before: int, digits: int) -> None:
    """Two hundred digits are found wherever they begin."""
    text = b"x" * before + b"7" * digits

    assert validity._may_hold_large_numbers(text)


@pytest.mark.parametrize("means", ["msgspec", "sqlite3"])
def test_ordinary_json_is_not_parsed_in_python(monkeypatch: pytest.MonkeyPatch, means: str) -> None:
    """What is plainly JSON never reaches Python's parser; that is what makes the sink fast."""
    monkeypatch.setattr(envelope, "_value", _refuse)
    values = [{"id": "3e0e1234-5e00", "sum": 1.5, "text": "two everyone e1"}, [1, -2.5], "grün", 7]
    records = _records([json.dumps(v, ensure_ascii=False).encode() for v in values] * 50)

    with _only(means):
        assert b"".join(lines.lines(records)).count(b"\n") == 200


def test_ordinary_records_are_written_in_bulk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Records with text in keys and headers are not encoded one by one."""
    headers = (("trace", b"00-4b"), ("région", "zürich".encode()))
    records = [Record("orders", 0, at, 2, b"k-%d" % at, headers, b"{}") for at in range(200)]
    expected = _one_by_one(records)
    monkeypatch.setattr(lines, "encode", lambda *_, **__: pytest.fail("one by one"))

    assert b"".join(lines.lines(records)) == expected


def test_keys_and_headers() -> None:
    """Missing, empty, binary and repeated keys and headers come back as they were."""
    odd = [None, b"", b"\xff", b"\x00", b'"\n', "ü".encode("utf-16"), b"\xef\xbb\xbf", b"null"]
    headers = tuple((name, value) for name in ("", "a", "A", '"', "\n", "\x00") for value in odd)
    records = [Record("a.b-c_d", 0, at, 0, key, headers, b"{}") for at, key in enumerate(odd)]

    assert _in_bulk(records) == {_one_by_one(records)}
    assert records == list(read_object(write_object(records, _KEY), _KEY))


def test_names_of_headers_that_look_like_places() -> None:
    """A percent sign in a name is a percent sign, with headers alike in all records or not."""
    headers = (("100%", b"%d"), ("%b%%", b"%"), ("%(name)s", None))
    records = [Record("orders", 0, at, 0, b"%b", headers, b'{"%d":1}') for at in range(9)]
    unlike = [record._replace(headers=headers[record.offset % 3 :]) for record in records]

    for each in records, unlike:
        assert _in_bulk(each) == {_one_by_one(each)}


def test_records_of_two_partitions() -> None:
    """Each line says where its own record was."""
    records = [
        Record(topic, partition, 7, 0, b"k", (), b"{}")
        for topic, partition in [("a", 0), ("a", 1), ("b", 1)]
    ]

    assert _in_bulk(records * 30) == {_one_by_one(records * 30)}


def test_headers_that_share_a_character() -> None:
    """What is text only together with the header after it is not text."""
    headers = (("a", "ü".encode()[:1]), ("b", "ü".encode()[1:]))
    records = [Record("orders", 0, at, 0, b"k", headers, b"{}") for at in range(3)]

    assert _in_bulk(records) == {_one_by_one(records)}
    assert records == list(read_object(write_object(records, _KEY), _KEY))


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.tuples(
            st.none() | st.binary(max_size=4) | st.text(max_size=4).map(str.encode),
            st.lists(
                st.tuples(
                    st.text(st.characters(exclude_categories=["Cs"]), max_size=3),
                    st.binary(max_size=4) | st.text(max_size=4).map(str.encode) | st.none(),
                ),
                max_size=3,
            ),
        ),
        max_size=70,
    )
)
def test_any_keys_and_headers(
    contents: list[tuple[bytes | None, list[tuple[str, bytes | None]]]],
) -> None:
    """In bulk or one by one, the lines are the same bytes, whatever the headers hold."""
    records = [
        Record("orders", 0, at, 0, key, tuple(headers), b"{}")
        for at, (key, headers) in enumerate(contents)
    ]

    assert _in_bulk(records) == {_one_by_one(records)}


@pytest.mark.parametrize("number", ["1e2345e678", "12e345", "-1E+999", "0.5e-400", "1e000000123"])
def test_exponents_beside_hexadecimal(number: str) -> None:
    """A large exponent is noticed among text that looks alike, which alone is not taken for one."""
    alike = b'{"id":"3e0e1234-5e00-1e2345e678","a":"c1e000"}'
    records = _records([alike, b"[" + number.encode() + b"]", alike])

    assert _in_bulk(records) == {_one_by_one(records)}
    assert not validity._may_hold_large_numbers(b"," + alike + b",")


def test_a_million_headers() -> None:
    """A record may have as many headers as it likes."""
    entry = {
        "topic": "t",
        "partition": 0,
        "offset": 0,
        "timestamp": 0,
        "headers": [{"h": [-1]}, {"h": [104]}] * 500_000,
    }
    (record,) = from_lambda([entry])

    assert [record] == list(read_object(write_object([record], _KEY), _KEY))
    assert len(record.headers) == 1_000_000


@pytest.mark.parametrize(
    "value",
    [
        b'"' + b"a" * 6_000_000 + b'"',
        b'["' + rb"\"[" * 2_000_000 + b'"' + b",[]" * 501 + b"]",
        b"[" + b"[]," * 1_000_000 + b"1]",
        b"\xff" * 6_000_000,
        b"x" * 6_000_000,
        b"9" * 6_000_000,
    ],
    ids=["string", "escapes", "arrays", "binary", "text", "digits"],
)
def test_six_megabytes(value: bytes) -> None:
    """The largest value Lambda can deliver is delivered."""
    records = _records([value, b"{}"])

    assert records == list(read_object(write_object(records, _KEY), _KEY))


def test_object_with_gzip() -> None:
    """An object is lines under gzip, the same bytes each time."""
    records = _records([b"{}", b"\xff"])
    body = write_object(records, _KEY)

    assert body == write_object(records, _KEY)
    assert gzip.decompress(body).count(b"\n") == 2
    assert records == list(read_object(body, _KEY))


def test_small_objects_with_gzip(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who wants small objects gets them from zlib, which isal is faster than and larger."""
    records = _records(json.dumps({"at": at, "text": "grün" * 9}).encode() for at in range(500))
    fast, small = write_object(records, _KEY), write_object(records, _KEY, small=True)
    assert len(small) < len(fast)

    monkeypatch.setattr(envelope, "isal_zlib", None)
    assert write_object(records, _KEY, small=True) == small


def test_empty_object() -> None:
    """An object that only ends an epoch holds no line."""
    assert list(read_object(write_object([], _KEY), _KEY)) == []


def test_object_with_zstd(monkeypatch: pytest.MonkeyPatch) -> None:
    """With zstd in the runtime objects are compressed with it, and say so in their key."""

    class Compressor:
        def __init__(self, level: int) -> None:
            self._start = b"zstd%d" % level

        def compress(self, piece: bytes) -> bytes:
            self._start, start = b"", self._start
            return start + piece

        def flush(self) -> bytes:
            return b"."

    class Zstd:
        ZstdCompressor = Compressor
        decompress = staticmethod(lambda data: data.removeprefix(b"zstd1").removesuffix(b"."))

    monkeypatch.setattr(envelope, "zstd", Zstd)
    records, key = _records([b"{}"] * 200), "k" + ending("zstd")

    assert key == "k.ndjson.zst"
    assert records == list(read_object(write_object(records, key), key))


@pytest.mark.skipif(sys.version_info < (3, 14), reason="zstd came with Python 3.14")
def test_object_with_real_zstd() -> None:
    """The runtime's own zstd reads back what it wrote."""
    for records in _records(_HOSTILE * 3), []:
        key = "k" + ending("zstd")

        assert records == list(read_object(write_object(records, key), key))
