"""Each record in exactly one object; `test_simulator` lets things go wrong at random."""

from typing import Any

import pytest
from delivery import Delivery, NotDeliveredError
from envelope import Record, read_object
from ledger import Ledger
from objects import Objects

from tests.cdk_msk.s3_sink.handler.memory import MemoryDynamoDB, MemoryS3, refusal
from tests.cdk_msk.s3_sink.handler.simulator import CHAIN


def _records(*offsets: int, value: bytes = b"{}") -> list[Record]:
    return [Record("orders", 0, offset, 1_763_856_000_000, None, (), value) for offset in offsets]


@pytest.fixture
def s3() -> MemoryS3:
    return MemoryS3()


@pytest.fixture
def delivery(s3: MemoryS3) -> Delivery:
    ledger, objects = Ledger(MemoryDynamoDB(), "ledger"), Objects(s3, "lake")
    return Delivery(ledger, objects, prefix="raw/", ending=".ndjson.gz", sleep=lambda _: None)


def _offsets(s3: MemoryS3) -> list[list[int]]:
    return [[r.offset for r in read_object(b, k)] for k, (b, _) in sorted(s3.objects.items())]


def test_key(delivery: Delivery, s3: MemoryS3) -> None:
    """Keys name topic, day and partition, and sort by the offset that was expected."""
    delivery.deliver(CHAIN, _records(7, 8))
    delivery.deliver(CHAIN, _records(9))

    first, second = sorted(s3.objects)
    folder = "raw/topic=orders/date=2025-11-23/partition=00000/"
    assert first.startswith(f"{folder}00000000000000000000-0-")
    assert second.startswith(f"{folder}00000000000000000009-0-")


def test_timestamp_on_no_calendar(delivery: Delivery, s3: MemoryS3) -> None:
    """A producer may send any 64-bit timestamp; its record is delivered all the same."""
    delivery.deliver(CHAIN, [_records(0)[0]._replace(timestamp=2**63 - 1)])

    assert all("/date=unknown/" in key for key in s3.objects)


def test_redelivered_batch(delivery: Delivery, s3: MemoryS3) -> None:
    """Records that come again are recognized, counted and not written again."""
    delivery.deliver(CHAIN, _records(0, 1, 2))
    outcome = delivery.deliver(CHAIN, _records(1, 2, 3))

    assert (outcome.delivered, outcome.already_delivered) == (1, 2)
    assert _offsets(s3) == [[0, 1, 2], [3]]


def test_gap(delivery: Delivery) -> None:
    """Offsets nobody sent are accepted and counted; those before the first record are not gaps."""
    assert delivery.deliver(CHAIN, _records(10, 12)).offsets_missing == 1
    assert delivery.deliver(CHAIN, _records(20)).offsets_missing == 7


def test_record_of_a_gap_arrives_late(delivery: Delivery, s3: MemoryS3) -> None:
    """A record below the mark that no object holds begins an epoch, and is then known."""
    delivery.deliver(CHAIN, _records(0, 1, 5))
    outcome = delivery.deliver(CHAIN, _records(1, 2, 3, 5))

    assert (outcome.delivered, outcome.already_delivered, outcome.epochs_begun) == (2, 2, 1)
    assert delivery.deliver(CHAIN, _records(1, 2, 3, 5)).already_delivered == 4
    assert delivery.deliver(CHAIN, _records(6)).offsets_missing == 0
    assert sorted(_offsets(s3), key=lambda o: o or [99]) == [[0, 1, 5], [2, 3], [6], []]


def test_recreated_topic(delivery: Delivery, s3: MemoryS3) -> None:
    """Other records at offsets delivered before are other records."""
    delivery.deliver(CHAIN, _records(0, 1, 2))
    outcome = delivery.deliver(CHAIN, _records(0, 1, value=b'{"new":true}'))

    assert (outcome.delivered, outcome.already_delivered, outcome.epochs_begun) == (2, 0, 1)


def test_vanished_object(delivery: Delivery, s3: MemoryS3) -> None:
    """What cannot be verified is not skipped."""
    delivery.deliver(CHAIN, _records(0, 1, 2))
    s3.objects.clear()

    with pytest.raises(Exception, match="AccessDenied"):
        delivery.deliver(CHAIN, _records(2))


@pytest.mark.parametrize("ending", [".ndjson.gz", ".values.ndjson.gz"])
@pytest.mark.parametrize("expired", ["topic=", "_index/"])
def test_expired_object(ending: str, expired: str) -> None:
    """A topic created anew is delivered although the objects of the old one are gone."""
    s3 = MemoryS3(may_list=True)
    ledger, objects = Ledger(MemoryDynamoDB(), "ledger"), Objects(s3, "lake")
    delivery = Delivery(ledger, objects, prefix="", ending=ending, sleep=lambda _: None)
    delivery.deliver(CHAIN, _records(0, 1, 2))
    for key in [key for key in s3.objects if key.startswith(expired)]:
        del s3.objects[key]
    outcome = delivery.deliver(CHAIN, _records(0, 1, value=b'{"new":true}'))

    assert (outcome.delivered, outcome.epochs_begun) == (2, 1)
    assert delivery.deliver(CHAIN, _records(0, 1, value=b'{"new":true}')).already_delivered == 2


def test_two_versions_of_a_record(delivery: Delivery) -> None:
    """A batch with two different records at one offset is refused."""
    with pytest.raises(NotDeliveredError, match="orders-0: two records at offset 4"):
        delivery.deliver(CHAIN, [*_records(4), *_records(4, value=b"[]")])


def test_conflict_without_end(delivery: Delivery, s3: MemoryS3) -> None:
    """A conflict that does not go away fails the batch instead of looping for ever."""

    def put_object(**_: Any) -> None:
        raise refusal("PutObject", 409, "ConditionalRequestConflict")

    s3.put_object = put_object

    with pytest.raises(NotDeliveredError, match="30 times in a row"):
        delivery.deliver(CHAIN, _records(0))
