"""Order events such as a shop would publish: the same seed gives the same events, byte for byte."""

import hashlib
import json
import random
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple


class Event(NamedTuple):
    """A record to produce."""

    key: bytes
    value: bytes


_CITIES = ("Zürich", "København", "Kraków", "Málaga", "東京", "Springfield")
_START = datetime(2026, 11, 23, tzinfo=UTC)


def orders(seed: str, count: int) -> Iterator[Event]:
    """`count` orders; no two of them are equal, nor any of another seed."""
    source = random.Random(seed)  # noqa: S311 - test data, not a secret
    for number in range(count):
        customer = f"customer-{source.randrange(count // 4 + 1)}"
        items = [
            {"sku": f"SKU-{source.randrange(5000):04d}", "quantity": source.randint(1, 4)}
            for _ in range(source.randint(1, 3))
        ]
        order = {
            "order_id": f"{seed}-{number}",
            "customer_id": customer,
            "placed_at": (_START + timedelta(milliseconds=37 * number)).isoformat(),
            "amount_cents": source.randint(199, 250_000),
            "currency": source.choice(("CHF", "EUR", "USD")),
            "ship_to": source.choice(_CITIES),
            "items": items,
        }
        yield Event(customer.encode(), json.dumps(order, ensure_ascii=False).encode())


def digest(events: Iterable[Event]) -> str:
    """A fingerprint of a collection of events that does not depend on their order."""
    total = 0
    for key, value in events:
        total += int.from_bytes(hashlib.sha256(len(key).to_bytes(4) + key + value).digest())
    return f"{total % 2**256:064x}"
