"""Dead letters say why they are, and are the records that they were."""

import pytest
from dead_letters import why_not, write_dead_letters
from envelope import Record, read_object


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, "no value"),
        (b"", "no JSON"),
        (b"hello", "no JSON"),
        (b'{"a":NaN}', "no JSON"),
        (b"\xef\xbb\xbf{}", "no JSON"),
        (b"\xff", "not UTF-8"),
        (b"null", "JSON, but no object"),
        (b"[1]", "JSON, but no object"),
        (b'{\n"a":1}', "more than one line"),
        (b'{"a":1e400}', "JSON that not every parser takes"),
        (b'{"a":"\\ud800"}', "JSON that not every parser takes"),
        (b'{"a":' + b"[" * 600 + b"]" * 600 + b"}", "nested too deep"),
        (b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested too deep"),
    ],
    ids=lambda one: repr(one)[:20],
)
def test_reasons(value: bytes | None, reason: str) -> None:
    """The reason is of the value alone, and the bytes come back."""
    record = Record("orders", 0, 4, 0, b"k", (("h", None),), value)
    body = write_dead_letters([record], "k.dead-letters.ndjson.gz")

    assert why_not(value) == reason
    assert list(read_object(body, "k.dead-letters.ndjson.gz")) == [record]
