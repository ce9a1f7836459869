"""The records in events that are dictionaries, as the runtime decodes them."""

from collections.abc import Mapping, Sequence
from typing import Any

import header_bytes
from packages import decode_base64
from record_columns import Records


def read(event: Mapping[str, Any]) -> tuple[str, list[Records]]:
    """The ARN of the cluster and the records of each partition."""
    return event["eventSourceArn"], list(map(from_lambda, event["records"].values()))


def from_lambda(entries: Sequence[Mapping[str, Any]]) -> Records:
    """The records behind the entries of one partition.

    A key or value arrives as base64, as null or not at all; a header as a list of signed bytes.
    """
    return Records(
        [entry["topic"] for entry in entries],
        [entry["partition"] for entry in entries],
        [entry["offset"] for entry in entries],
        [entry["timestamp"] for entry in entries],
        from_base64([entry.get("key") for entry in entries]),
        header_bytes.from_mappings([entry.get("headers") or () for entry in entries]),
        from_base64([entry.get("value") for entry in entries]),
    )


def from_base64(texts: Sequence[str | bytes | None]) -> list[bytes | None]:
    """The bytes behind each text, or nothing where there is none."""
    return [None if text is None else decode_base64(text) for text in texts]
