"""No record lost, none twice, in whatever order things go wrong."""

import random
from typing import Any

import pytest
from delivery import Delivery, NotDeliveredError
from envelope import Record, read_object
from ledger import Ledger, Link
from objects import Objects, Written

from tests.cdk_msk.s3_sink.handler.memory import MemoryDynamoDB, MemoryS3, refusal
from tests.cdk_msk.s3_sink.handler.simulator import CHAIN, World


def _simulate(seed: int, **broken: Any) -> list[str]:
    s3 = MemoryS3()
    world = World(random.Random(seed), s3, MemoryDynamoDB(), **broken)
    world.live(polls=15)
    return world.check((key, body) for key, (body, _) in s3.objects.items())


def test_random_histories() -> None:
    """Crashes, lost answers, ghosts, rewinds, gaps and new topics neither lose nor repeat."""
    wrong = {seed: wrong for seed in range(500) if (wrong := _simulate(seed))}

    assert wrong == {}


class WritesOver(Objects):
    """Forgets that a key may be taken."""

    def write(self, key: str, *arguments: Any) -> Written:
        self._s3, s3 = _Overwriting(self._s3), self._s3
        try:
            return super().write(key, *arguments)
        finally:
            self._s3 = s3


class _Overwriting:
    def __init__(self, s3: Any) -> None:
        self._s3 = s3

    def put_object(self, **options: Any) -> Any:
        del options["IfNoneMatch"]
        return self._s3.put_object(**options)


class TrustsOffsets(Delivery):
    """Takes everything below the mark for delivered."""

    def _not_delivered(self, chain: str, place: Any, records: Any) -> Any:
        return [record for record in records if record.offset >= place.start]


class ClaimsNothing(Ledger):
    """Believes every claim, so that each writer has a key of its own."""

    def claim(self, chain: str, link: Link) -> bool:
        super().claim(chain, link)
        return True


class DeliversTwice(Delivery):
    """Looks below the mark for nothing."""

    def _not_delivered(self, chain: str, place: Any, records: Any) -> Any:
        return records


@pytest.mark.parametrize(
    "broken",
    [
        {"objects": WritesOver},
        {"delivery": TrustsOffsets},
        {"ledger": ClaimsNothing},
        {"delivery": DeliversTwice},
    ],
    ids=lambda broken: next(iter(broken.values())).__name__,
)
def test_simulator_catches_broken_handlers(broken: dict[str, Any]) -> None:
    """A simulator that finds fault with no handler would prove nothing."""
    assert any(_simulate(seed, **broken) for seed in range(200))


def test_random_histories_with_moto(aws: tuple[Any, Any]) -> None:
    """The same histories end the same with moto's S3 and DynamoDB as in memory."""
    s3, dynamodb = aws
    for seed in range(10):
        world = World(random.Random(seed), s3, dynamodb)
        world.live(polls=12)
        keys = [o["Key"] for o in s3.list_objects_v2(Bucket="lake").get("Contents", [])]
        bodies = [(key, s3.get_object(Bucket="lake", Key=key)["Body"].read()) for key in keys]
        assert world.check(bodies) == []
        for key in keys:
            s3.delete_object(Bucket="lake", Key=key)
        for item in dynamodb.scan(TableName="ledger")["Items"]:
            key = {name: item[name] for name in ("chain", "place")}
            dynamodb.delete_item(TableName="ledger", Key=key)


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

    with pytest.raises(Exception, match="NoSuchKey"):
        delivery.deliver(CHAIN, _records(2))


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
