"""Waiting until every broker shows a change: one learns of it from the controller before another.

https://docs.aws.amazon.com/msk/1.0/apireference/v1-clusters-clusterarn-topics.html: a change of a
topic is acknowledged first and made then. Whoever reads the acknowledgement and asks for the topic
may come to a broker that knows nothing yet, so the acknowledgement waits for the last of them.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from msk_local.kafka.broker.probe import TopicView

_LONGEST_SECONDS: Final = 30.0
_POLL_SECONDS: Final = 0.05

Shows = Callable[[TopicView | None], bool]
"""Whether what a broker knows of a topic has the change in it."""


def settle(
    look: Callable[[], Sequence[TopicView | None]],
    shows: Shows,
    *,
    seconds: float = _LONGEST_SECONDS,
) -> bool:
    """Wait until all brokers show a change.

    Args:
        look: What each broker knows at this moment; raises OSError when one cannot be asked.
        shows: Whether that is enough.
        seconds: How long to wait at most.

    Returns:
        Whether they do. When not, the change may still come: MSK promises no moment either.
    """
    deadline = time.monotonic() + seconds
    while not _all_show(look, shows):
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_SECONDS)
    return True


def has(partitions: int, configs: Mapping[str, str]) -> Shows:
    """A topic with at least so many partitions and these settings among its own."""

    def shows(view: TopicView | None) -> bool:
        return (
            view is not None
            and view.partition_count >= partitions
            and all(
                name in view.configs and _parsed(view.configs[name]) == _parsed(value)
                for name, value in configs.items()
            )
        )

    return shows


def gone(view: TopicView | None) -> bool:
    """No topic."""
    return view is None


def _all_show(look: Callable[[], Sequence[TopicView | None]], shows: Shows) -> bool:
    try:
        return all(map(shows, look()))
    except OSError:
        return False


def _parsed(value: str) -> float | list[str]:
    """A setting so that two ways to write one value are equal, as brokers write it their way."""
    try:
        return float(value)
    except ValueError:
        return [word.strip() for word in value.split(",")]
