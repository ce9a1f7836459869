"""Records field by field are the records they were made of."""

import pytest
from envelope import Record
from hypothesis import given
from hypothesis import strategies as st
from record_columns import Records

_BYTES = st.none() | st.binary(max_size=3)
_RECORD = st.builds(
    Record,
    topic=st.sampled_from(["a", "b"]),
    partition=st.integers(0, 2),
    offset=st.integers(0, 9),
    timestamp=st.integers(-9, 9),
    key=_BYTES,
    headers=st.lists(st.tuples(st.sampled_from(["h", "i"]), _BYTES), max_size=3).map(tuple),
    value=_BYTES,
)
_RECORDS = st.lists(_RECORD, max_size=12)


@given(_RECORDS)
def test_same_records(records: list[Record]) -> None:
    """They come out in their order, each as it went in, as often as one looks."""
    by_field = Records.of(records)

    assert len(by_field) == len(records)
    assert [*by_field] == [*by_field] == records
    assert Records.of(by_field) is by_field


@given(_RECORDS, st.slices(12), st.integers(1, 5))
def test_parts(records: list[Record], part: slice, size: int) -> None:
    """A slice, a batch or one record is that of the list."""
    by_field = Records.of(records)

    assert [*by_field[part]] == records[part]
    assert [by_field[at] for at in range(-len(records), len(records))] == records * 2
    assert [[*batch] for batch in by_field.batches(size)] == [
        records[start : start + size] for start in range(0, len(records), size)
    ]
    with pytest.raises(IndexError):
        by_field[len(records)]


@given(st.lists(st.tuples(_RECORD, st.booleans())))
def test_where(choice: list[tuple[Record, bool]]) -> None:
    """Records are chosen one by one."""
    by_field = Records.of(record for record, _ in choice)

    chosen = by_field.where([wanted for _, wanted in choice])

    assert [*chosen] == [record for record, wanted in choice if wanted]


@given(_RECORDS)
def test_without_values(records: list[Record]) -> None:
    """All but the values stays, in the records that had them too."""
    by_field = Records.of(records)

    assert [*by_field.without_values()] == [record._replace(value=None) for record in records]
    assert [*by_field] == records
