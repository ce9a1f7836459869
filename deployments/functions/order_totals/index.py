"""A consumer to start from: adds up the orders of each batch and logs the totals by currency."""

import json
from collections import Counter
from typing import Any

from kafka_records import Record, RecordError, records


def handler(event: dict[str, Any], _context: object) -> dict[str, int]:
    """Called by Lambda with a batch of records, several partitions at a time."""
    totals: Counter[str] = Counter()
    skipped = 0
    for record in records(event):
        order = _order(record)
        if order is None:
            skipped += 1  # a tombstone or another format: no reason to fail the whole batch
            continue
        totals[order["currency"]] += order["amount_cents"]
    print(json.dumps({"totals_cents": totals, "skipped": skipped}))
    return dict(totals)


def _order(record: Record) -> dict[str, Any] | None:
    try:
        order = record.json()
    except RecordError:
        return None
    known = isinstance(order, dict) and {"currency", "amount_cents"} <= order.keys()
    return order if known else None
