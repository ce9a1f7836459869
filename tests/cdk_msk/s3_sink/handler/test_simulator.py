"""No record lost, none twice, in whatever order things go wrong.

Ten thousand random histories run by default, about fifty seconds; ``SINK_HISTORIES=1000000`` runs
as many as it says. A seed that fails is printed, and `_simulate(seed)` repeats it call by call.
"""

import os
import random
from typing import Any

import pytest

from tests.cdk_msk.s3_sink.handler import broken
from tests.cdk_msk.s3_sink.handler.memory import MemoryDynamoDB, MemoryS3
from tests.cdk_msk.s3_sink.handler.simulator import World

_HISTORIES = int(os.environ.get("SINK_HISTORIES", "10000"))
_BROKEN = (
    {"objects": broken.WritesOver},
    {"objects": broken.TakesConflictsForSuccess},
    {"objects": broken.TakesWinnersForItself},
    {"objects": broken.NamesIndexesAfterObjects},
    {"ledger": broken.ClaimsNothing},
    {"delivery": broken.TrustsOffsets},
    {"delivery": broken.DeliversTwice},
    {"delivery": broken.NamesByFirstOffset},
    {"delivery": broken.MarksFirst},
    {"delivery": broken.LosesDeadLetters},
)


def _simulate(seed: int, **handler: Any) -> list[str]:
    s3 = MemoryS3()
    world = World(random.Random(seed), s3, MemoryDynamoDB(), **handler)
    world.live(polls=6)
    return world.check(s3.objects)


def test_random_histories() -> None:
    """Crashes, lost answers, ghosts, rewinds, gaps and new topics neither lose nor repeat."""
    wrong = {seed: wrong for seed in range(_HISTORIES) if (wrong := _simulate(seed))}

    assert wrong == {}


@pytest.mark.parametrize("handler", _BROKEN, ids=lambda one: next(iter(one.values())).__name__)
def test_broken_handlers_are_caught(handler: dict[str, Any]) -> None:
    """A simulator that finds fault with no handler would prove nothing."""
    assert any(_simulate(seed, **handler) for seed in range(500))


def test_random_histories_with_moto(aws: tuple[Any, Any]) -> None:
    """The same histories end the same with moto's S3 and DynamoDB as in memory."""
    s3, dynamodb = aws
    for seed in range(20):
        world = World(random.Random(seed), s3, dynamodb)
        world.live(polls=6)
        keys = [o["Key"] for o in s3.list_objects_v2(Bucket="lake").get("Contents", [])]
        assert world.check(keys) == []
        for key in keys:
            s3.delete_object(Bucket="lake", Key=key)
        for item in dynamodb.scan(TableName="ledger")["Items"]:
            key = {name: item[name] for name in ("chain", "place")}
            dynamodb.delete_item(TableName="ledger", Key=key)
