"""What was found, on disk rather than in memory: a sink may have millions of objects."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any


class Inventory:
    """Keys of the bucket, keys of the ledger and the offsets that need a second look."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        database.executescript(
            """
            CREATE TABLE object (key TEXT PRIMARY KEY, size INTEGER) WITHOUT ROWID;
            CREATE TABLE link (key TEXT PRIMARY KEY) WITHOUT ROWID;
            CREATE TABLE span (chain TEXT, epoch INTEGER, first INTEGER, last INTEGER, key TEXT);
            CREATE INDEX span_of ON span (chain, epoch, first);
            CREATE TABLE gap (chain TEXT, first INTEGER, last INTEGER);
            CREATE TABLE late (chain TEXT, at INTEGER, PRIMARY KEY (chain, at)) WITHOUT ROWID;
            """
        )

    @classmethod
    @contextmanager
    def temporary(cls) -> Iterator["Inventory"]:
        """One in a file that SQLite makes and forgets."""
        with closing(sqlite3.connect("")) as database:
            yield cls(database)

    def add_objects(self, objects: Iterable[tuple[str, int]]) -> None:
        """Keys and sizes that the bucket lists."""
        self._database.executemany("INSERT OR REPLACE INTO object VALUES (?, ?)", objects)

    def has_object(self, key: str) -> bool:
        """Whether the bucket lists `key`."""
        return bool(self._one("SELECT count(*) FROM object WHERE key = ?", key))

    def add_link(self, key: str) -> bool:
        """Note a key of the ledger; `False` when another link has it."""
        return self._database.execute("INSERT OR IGNORE INTO link VALUES (?)", (key,)).rowcount == 1

    def orphans(self) -> Iterator[str]:
        """Keys of objects that no link has."""
        yield from self._column("SELECT key FROM object WHERE key NOT IN (SELECT key FROM link)")

    def objects(self) -> tuple[int, int]:
        """How many objects there are, and their bytes."""
        count, size = self._database.execute(
            "SELECT count(*), coalesce(sum(size), 0) FROM object"
        ).fetchone()
        return count, size

    def add_span(self, chain: str, epoch: int, first: int, last: int, key: str) -> None:
        """Note which offsets an object holds."""
        self._database.execute(
            "INSERT INTO span VALUES (?, ?, ?, ?, ?)", (chain, epoch, first, last, key)
        )

    def earlier(self, chain: str, epoch: int, first: int, last: int) -> Iterator[str]:
        """Keys of objects of earlier epochs that may hold offsets from `first` to `last`."""
        yield from self._column(
            "SELECT key FROM span WHERE chain = ? AND epoch < ? AND first <= ? AND last >= ?",
            *(chain, epoch, last, first),
        )

    def add_gap(self, chain: str, first: int, last: int) -> None:
        """Note offsets that no record came for."""
        self._database.execute("INSERT INTO gap VALUES (?, ?, ?)", (chain, first, last))

    def add_late(self, chain: str, offsets: Sequence[int]) -> None:
        """Note records that came after a later one was delivered."""
        rows = [(chain, offset) for offset in offsets]
        self._database.executemany("INSERT OR IGNORE INTO late VALUES (?, ?)", rows)

    def gaps(self, chain: str) -> Iterator[tuple[int, int]]:
        """Offsets for which no record came, neither in time nor late, as ranges in order."""
        ranges = self._database.execute(
            "SELECT first, last FROM gap WHERE chain = ? ORDER BY first", (chain,)
        )
        for first, last in ranges:
            late = self._column(
                "SELECT at FROM late WHERE chain = ? AND at BETWEEN ? AND ? ORDER BY at",
                *(chain, first, last),
            )
            for offset in late:
                if first < offset:
                    yield first, offset - 1
                first = offset + 1  # noqa: PLW2901 - what is left of the range
            if first <= last:
                yield first, last

    def _one(self, query: str, *arguments: Any) -> Any:
        return self._database.execute(query, arguments).fetchone()[0]

    def _column(self, query: str, *arguments: Any) -> Iterator[Any]:
        return (row[0] for row in self._database.execute(query, arguments))
