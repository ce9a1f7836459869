"""How long a client has to wait that sent or fetched more than its quota."""

import time
from collections.abc import Callable

from msk_local.kafka.access.quotas import QuotaStore

_WINDOW_SECONDS = 10.0
"""Kafka averages over ten whole samples of a second, so a burst of that much goes unpunished."""


class Throttle:
    """What clients have used of their quotas at one broker; every broker counts for itself.

    Args:
        quotas: The quotas.
        clock: Monotonic seconds.
    """

    def __init__(self, quotas: QuotaStore, clock: Callable[[], float] = time.monotonic) -> None:
        self._quotas = quotas
        self._clock = clock
        self._used: dict[tuple[str, str, str], tuple[float, float]] = {}

    def wait_after(self, key: str, user: str, client_id: str, amount: int) -> float:
        """Seconds until a client that just used an amount is within its quota; 0 when it is.

        Args:
            key: The quota, ``producer_byte_rate`` or ``consumer_byte_rate``.
            user: Name of the client's principal, without its type.
            client_id: What the client calls itself.
            amount: Bytes.
        """
        limit = self._quotas.limit(key, user, client_id)
        if limit is None:
            return 0.0
        now = self._clock()
        used, at = self._used.get((key, *limit.shared_by), (0.0, now))
        used = max(0.0, used - (now - at) * limit.rate) + amount
        self._used[key, *limit.shared_by] = (used, now)
        return max(0.0, used / limit.rate - _WINDOW_SECONDS)
