"""The records in the events that Lambda's poller sends, decoded by the runtime or not yet."""

from collections.abc import Mapping
from typing import Any

import decoded_events
from packages import msgspec
from pattern_events import PatternEvents
from record_columns import Records
from struct_events import StructEvents

_structs = StructEvents() if msgspec else None
_patterns = PatternEvents()


def read(event: Mapping[str, Any] | bytes) -> tuple[str, list[Records]]:
    """The ARN of the cluster and the records of each partition."""
    if not isinstance(event, bytes):
        return decoded_events.read(event)
    if _structs and (taken := _structs.read(event)):
        return taken
    return _patterns.read(event)  # the standard library is less particular than msgspec
