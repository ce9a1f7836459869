"""Events can be made again from their seed alone, wherever they are compared."""

import json

from main_job.events import Event, digest, orders


def test_the_same_seed_gives_the_same_events():
    """Producer and checker need not exchange the events themselves."""
    assert list(orders("a", 50)) == list(orders("a", 50))


def test_no_event_is_like_another():
    """A record that is delivered twice cannot hide behind an equal one."""
    events = [*orders("a", 500), *orders("b", 500)]
    assert len(set(events)) == 1000


def test_values_are_json_of_an_order():
    """What is produced looks like what a shop produces, non-ASCII text included."""
    order = json.loads(next(orders("a", 1)).value)
    assert order["order_id"] == "a-0"
    assert any(not value.value.isascii() for value in orders("a", 50))


def test_the_digest_ignores_order_but_not_loss_nor_duplicates():
    """Partitions interleave; nothing else may differ."""
    events = list(orders("a", 20))
    assert digest(reversed(events)) == digest(events)
    assert digest(events[1:]) != digest(events)
    assert digest([*events, events[0]]) != digest(events)
    assert digest([Event(b"ab", b"c")]) != digest([Event(b"a", b"bc")])
