"""Filter criteria: which records a function gets to see.

https://docs.aws.amazon.com/lambda/latest/dg/kafka-filtering.html
"""

import json
from collections.abc import Iterable
from typing import Any

from moto.events.exceptions import InvalidEventPatternException
from moto.events.models import EventPattern

from msk_local.event_source_mapping.event import Record


class Filters:
    """Patterns of which a record must match one.

    Args:
        patterns: Event patterns over ``key``, ``value`` and the record's metadata. None at all:
            every record is wanted.

    Raises:
        ValueError: One is no pattern.
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        try:
            self._patterns = [EventPattern.load(pattern) for pattern in patterns]
        except (AttributeError, InvalidEventPatternException) as error:
            raise ValueError("Invalid filter pattern definition.") from error

    def wants(self, record: Record) -> bool:
        """Whether the function gets the record; others are passed over and committed."""
        if not self._patterns:
            return True
        event: Any = {
            **record.body,
            "key": _decoded(record.raw_key),
            "value": _decoded(record.raw_value),
        }
        return any(pattern.matches_event(event) for pattern in self._patterns)


def _decoded(content: bytes | None) -> Any:
    """JSON as its value, other text as text; what is neither matches nothing."""
    if content is None:
        return None
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    try:
        return json.loads(text)
    except ValueError:
        return text
