"""Chains of links, in DynamoDB and in the tests' own memory alike."""

from typing import Any

import pytest
from ledger import FIRST_PLACE, Ledger, Link, Next, Place

from tests.cdk_msk.s3_sink.handler.memory import MemoryDynamoDB


@pytest.fixture(params=["moto", "memory"])
def ledger(request: pytest.FixtureRequest) -> Ledger:
    if request.param == "memory":
        return Ledger(MemoryDynamoDB(), "ledger")
    aws: tuple[Any, Any] = request.getfixturevalue("aws")
    return Ledger(aws[1], "ledger")


def _append(ledger: Ledger, place: Place, what_follows: Next) -> Link:
    link = Link(place, f"object-{place.epoch}-{place.start}", None)
    assert ledger.claim("c", link)
    ledger.finish("c", link, what_follows)
    return link._replace(next=what_follows)


def test_empty_chain(ledger: Ledger) -> None:
    """A chain nobody wrote to has no last link."""
    assert ledger.last("c") is None


def test_one_claim_for_one_place(ledger: Ledger) -> None:
    """The second claim on a place fails and changes nothing."""
    first = Link(FIRST_PLACE, "mine", None)

    assert ledger.claim("c", first)
    assert not ledger.claim("c", first._replace(key="yours"))
    assert first == ledger.last("c")
    assert first.next_place() == FIRST_PLACE
    assert ledger.last("d") is None


def test_last(ledger: Ledger) -> None:
    """The last link is that of the highest epoch and offset; offsets are compared as numbers."""
    _append(ledger, FIRST_PLACE, Next(0, 9, 9))
    _append(ledger, Place(0, 9, 0), Next(0, 10, 1))
    tenth = _append(ledger, Place(0, 10, 0), Next(1, 3, 0))
    assert tenth == ledger.last("c")

    second_epoch = _append(ledger, tenth.next_place(), Next(1, 4, 1))
    assert second_epoch == ledger.last("c")
    assert Place(1, 4, 10) == second_epoch.next_place()


def test_overlapping(ledger: Ledger) -> None:
    """A search finds the links around a range, over pages, without claims and empty objects."""
    for start in range(0, 500, 10):
        _append(ledger, Place(0, start, 0), Next(0, start + 10, 10))
    _append(ledger, Place(0, 500, 0), Next(1, 7, 0))
    ledger.claim("c", Link(Place(1, 7, 500), "claimed", None))

    starts = [link.place.start for link in ledger.overlapping("c", 0, 15, 305)]
    assert list(range(300, 0, -10)) == starts
    assert [link.place.start for link in ledger.overlapping("c", 0, 495, 900)] == [490]
    assert list(ledger.overlapping("c", 1, 0, 900)) == []


def test_finish_needs_a_claim(ledger: Ledger) -> None:
    """A link that was never claimed cannot be finished into being."""
    with pytest.raises(Exception, match="ConditionalCheckFailed"):
        ledger.finish("c", Link(FIRST_PLACE, "k", None), Next(0, 1, 1))
