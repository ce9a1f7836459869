"""How long a request is tried again, and what becomes of its work when it fails for good."""

import time
from collections.abc import Callable
from typing import TypeVar

from handler.cloudformation import Context, NotYet, Properties

from .failures import NotPermitted, Refused

_SECONDS_UNTIL_PERMITTED = 180
# Enough for one more attempt on a cluster that answers slowly, for taking it back, and the answer.
_SECONDS_OF_AN_ATTEMPT = 120

_T = TypeVar("_T")


def _leave(reason: str) -> None:
    """Take nothing back."""


def patiently(
    operation: Callable[[Properties], _T],
    context: Context,
    *,
    take_back: Callable[[str], None] = _leave,
) -> Callable[[Properties], _T]:
    """`operation`, whose passing failures are final when time or hope runs out.

    Args:
        operation: What is tried.
        context: Lambda's, for the time that is left.
        take_back: Called once, with the reason, before a failure is final. Absent: what is done
            by then stays.
    """
    begun = time.monotonic()

    def attempt(properties: Properties) -> _T:
        try:
            return operation(properties)
        except NotYet as error:
            hopeless = (
                isinstance(error, NotPermitted)
                and time.monotonic() - begun > _SECONDS_UNTIL_PERMITTED
            )
            late = context.get_remaining_time_in_millis() / 1000 < _SECONDS_OF_AN_ATTEMPT
            if not (hopeless or late):
                raise
            take_back(str(error))
            raise Refused(str(error)) from error
        except Exception as error:
            take_back(str(error))
            raise

    return attempt
