"""A consumer to start from: adds up the orders of each batch and logs the totals by currency."""

import base64
import binascii
import json
from collections import Counter
from typing import Any


def handler(event: dict[str, Any], _context: object) -> dict[str, int]:
    """Called by Lambda with a batch of records, several partitions at a time."""
    totals: Counter[str] = Counter()
    skipped = 0
    for records in event["records"].values():
        for record in records:
            order = _order(record.get("value"))
            if order is None:
                skipped += 1  # a tombstone or another format: no reason to fail the whole batch
                continue
            totals[order["currency"]] += order["amount_cents"]
    print(json.dumps({"totals_cents": totals, "skipped": skipped}))
    return dict(totals)


def _order(value: str | None) -> dict[str, Any] | None:
    try:
        order = json.loads(base64.b64decode(value or ""))
        return order if {"currency", "amount_cents"} <= order.keys() else None
    except (binascii.Error, ValueError, AttributeError):
        return None
