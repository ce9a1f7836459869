"""Backpressure: S3 and DynamoDB ask callers to slow down, and are asked again while there is time.

boto3 tries a few times within seconds; a partition of a bucket that S3 is about to split may need
minutes. So a call is repeated, after waits of random length, until the time left is needed to end
the invocation with an error: Lambda then sends the batch again, later.
"""

import random
import time
from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

SLOW_DOWN = frozenset(
    {
        "503",
        "InternalError",
        "LimitExceededException",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestTimeout",
        "ServiceUnavailable",
        "SlowDown",
        "ThrottlingException",
        "TooManyRequestsException",
    }
)
_MARGIN = 15.0
"""Seconds; a call may take so long by itself, and the error has to be reported."""
_LONGEST_WAIT = 10.0


class Deadline:
    """When the invocation has to end; `math.inf` while nobody says."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._at = float("inf")

    def is_in(self, seconds: float) -> None:
        """The invocation has so many seconds left."""
        self._at = self._clock() + seconds

    def left(self) -> float:
        """Seconds."""
        return self._at - self._clock()


class Patient:
    """A boto3 client whose calls are repeated while the service asks to slow down.

    Every call of the sink may be repeated, also one that took effect although its answer said
    otherwise: that is what its chain is for.

    Args:
        client: A boto3 client.
        deadline: Of the invocation.
        sleep: Waits for some seconds.
        chance: A number from 0 to 1.
    """

    def __init__(
        self,
        client: Any,
        deadline: Deadline,
        *,
        sleep: Callable[[float], object] = time.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._client = client
        self._deadline = deadline
        self._sleep = sleep
        self._chance = chance

    def __getattr__(self, name: str) -> Any:
        attribute = getattr(self._client, name)
        return self._repeated(attribute) if callable(attribute) else attribute

    def _repeated(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def repeated(**arguments: Any) -> Any:
            longest = 0.25
            while True:
                try:
                    return call(**arguments)
                except ClientError as error:
                    wait = longest * self._chance()
                    asked = error.response["Error"].get("Code") in SLOW_DOWN
                    if not asked or self._deadline.left() - wait < _MARGIN:
                        raise
                self._sleep(wait)
                longest = min(_LONGEST_WAIT, 2 * longest)

        return repeated
