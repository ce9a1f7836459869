"""The records of one partition, field by field.

An event holds tens of thousands of records, and most of what happens to them happens to one field
of all: offsets are compared, keys are checked, values are joined. So each field is a list of its
own, and a `Record` is made of them only where somebody looks at one.
"""

import dataclasses
import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Self, TypeVar, overload

from envelope import Record

_T = TypeVar("_T")


@dataclasses.dataclass(slots=True)
class Headers:
    """The headers of many records."""

    names: list[tuple[str, ...]]
    """Of each record."""
    values: list[bytes | None]
    """Those of the first record, of the second, and so on: as many as there are names in all."""

    def __getitem__(self, part: slice) -> "Headers":
        """The headers of some records that follow one another."""
        names = self.names[part]
        start = sum(map(len, self.names[: part.start]))
        return Headers(names, self.values[start : start + sum(map(len, names))])

    def batches(self, size: int) -> Iterator["Headers"]:
        """All headers, those of so many records at once."""
        values = iter(self.values)
        for names in _pieces(self.names, size):
            yield Headers(names, list(itertools.islice(values, sum(map(len, names)))))

    def __iter__(self) -> Iterator[tuple[tuple[str, bytes | None], ...]]:
        """Names and values of each record."""
        values = iter(self.values)
        # The names end first, so that each record takes no more than its own values.
        return (tuple(zip(names, values, strict=False)) for names in self.names)


@dataclasses.dataclass(slots=True)
class Records(Sequence[Record]):
    """Records in the order in which they came. All fields are equally long; none changes."""

    topics: list[str]
    partitions: list[int]
    offsets: list[int]
    timestamps: list[int]
    keys: list[bytes | None]
    headers: Headers
    values: list[bytes | None]

    @classmethod
    def of(cls, records: Iterable[Record]) -> Self:
        """The same records, field by field."""
        if isinstance(records, cls):
            return records
        fields: Any = list(map(list, zip(*records, strict=True))) or [[] for _ in Record._fields]
        names = [tuple([name for name, _ in pairs]) for pairs in fields[5]]
        fields[5] = Headers(names, [value for pairs in fields[5] for _, value in pairs])
        return cls(*fields)

    def __len__(self) -> int:
        return len(self.offsets)

    def __iter__(self) -> Iterator[Record]:
        return map(Record, *self._fields())

    @overload
    def __getitem__(self, at: int) -> Record: ...
    @overload
    def __getitem__(self, at: slice) -> Self: ...
    def __getitem__(self, at: int | slice) -> Record | Self:
        if isinstance(at, int):
            at = range(len(self))[at]
            (record,) = self[at : at + 1]
            return record
        start, stop, step = at.indices(len(self))
        if step != 1:
            return self.of([*self][at])
        part = slice(start, stop)
        return type(self)(*[field[part] for field in self._fields()])

    def where(self, wanted: Sequence[object]) -> Self:
        """Those records whose place in `wanted` is true."""
        return self if all(wanted) else self.of(itertools.compress(self, wanted))

    def without_values(self) -> Self:
        """The same records as tombstones."""
        return dataclasses.replace(self, values=[None] * len(self))

    def batches(self, size: int) -> Iterator[Self]:
        """All records, so many at once; fewer in the last batch."""
        return map(
            type(self),
            *[
                field.batches(size) if field is self.headers else _pieces(field, size)
                for field in self._fields()
            ],
        )

    def _fields(self) -> tuple[Any, ...]:
        return (
            self.topics,
            self.partitions,
            self.offsets,
            self.timestamps,
            self.keys,
            self.headers,
            self.values,
        )


def _pieces(field: list[_T], size: int) -> Iterator[list[_T]]:
    return (field[start : start + size] for start in range(0, len(field), size))
