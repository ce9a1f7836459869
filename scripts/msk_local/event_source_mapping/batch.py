"""Records wait here until there are enough of them, or they have waited long enough."""

import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Final

from msk_local.event_source_mapping.event import Record, fits

_IDLE_SECONDS: Final = 0.2
_FETCH: Final = 1000


class Batch:
    """The next batch of a mapping.

    Args:
        size: The most records it has.
        window_seconds: How long the first of them waits for others.
        clock: Seconds that only grow.
    """

    def __init__(
        self, *, size: int, window_seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._size = size
        self._window = window_seconds
        self._clock = clock
        self._waiting: deque[Record] = deque()
        self._bytes = 0
        self._since = 0.0

    @property
    def room(self) -> int:
        """How many records to ask for next."""
        return max(1, min(self._size - len(self._waiting), _FETCH))

    @property
    def patience_seconds(self) -> float:
        """How long to wait for them."""
        if not self._waiting:
            return _IDLE_SECONDS
        left = self._window - (self._clock() - self._since)
        return max(0.0, min(left, _IDLE_SECONDS))

    @property
    def is_due(self) -> bool:
        """Whether the batch is full or its first record has waited long enough."""
        if not self._waiting:
            return False
        full = len(self._waiting) >= self._size or not fits(self._bytes)
        return full or self._clock() - self._since >= self._window

    def add(self, records: Iterable[Record]) -> None:
        """Let records wait."""
        if not self._waiting:
            self._since = self._clock()
        for record in records:
            self._waiting.append(record)
            self._bytes += record.size

    def take(self) -> list[Record]:
        """The records to deliver now: as many as fit, one at least."""
        taken: list[Record] = []
        size = 0
        while self._waiting and len(taken) < self._size:
            size += self._waiting[0].size
            if taken and not fits(size):
                break
            taken.append(self._waiting.popleft())
        self._bytes -= sum(record.size for record in taken)
        return taken
