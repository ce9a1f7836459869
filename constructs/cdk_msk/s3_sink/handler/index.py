"""The Lambda function of an S3 sink: records of an Amazon MSK topic in, compressed objects out.

Its environment:

- ``BUCKET``, ``PREFIX`` (empty or ending in a slash), ``LEDGER`` (name of the table) and
  ``CONSUMER_GROUP``.
- ``COMPRESSION``: ``zstd`` or ``gzip``; of Parquet, inside the file.
- ``FORMAT``: ``envelope`` (`envelope.py`), ``values`` (a line is a value that is a JSON object;
  all else becomes dead letters) or ``parquet`` (needs pyarrow). Absent: ``envelope``.
- ``DATE``: ``event`` (an object holds records of one day, that of their timestamps) or ``ingest``
  (the day the object is claimed). Absent: ``event``.
- ``OBJECT_BYTES``: keys and values of so many bytes end an object. Absent: one object for each
  partition of a batch, and day.
- ``RAW_EVENTS``: ``true`` takes events from the runtime undecoded, if the packages for it are
  there. Absent: as the runtime decodes them.

Keys begin with ``<PREFIX>topic=<topic>/``; of dead letters with
``<PREFIX>dead-letters/topic=<topic>/``; and, with ``values`` only, of what says which record a line
came from, with ``<PREFIX>_index/topic=<topic>/``. All are read and written, none is deleted.
"""

import gc
import itertools
import json
import os
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
from botocore.config import Config
from delivery import Delivery, NotDeliveredError, Outcome
from envelope import ending, from_lambda
from ledger import Ledger
from objects import Objects

_PARTITIONS_AT_ONCE = 8
_METRICS = {
    "delivered": "RecordsDelivered",
    "already_delivered": "RecordsAlreadyDelivered",
    "offsets_missing": "OffsetsMissing",
    "objects_written": "ObjectsWritten",
    "epochs_begun": "EpochsBegun",
}


class Sink:
    """A sink as its function's environment describes it.

    Args:
        environment: `BUCKET`, `PREFIX`, `LEDGER`, `CONSUMER_GROUP` and `COMPRESSION`.
        s3: A boto3 client.
        dynamodb: A boto3 client.
    """

    def __init__(
        self,
        environment: Mapping[str, str],
        s3: Any,
        dynamodb: Any,
    ) -> None:
        self._consumer_group = environment["CONSUMER_GROUP"]
        self._delivery = Delivery(
            Ledger(dynamodb, environment["LEDGER"]),
            Objects(s3, environment["BUCKET"]),
            prefix=environment["PREFIX"],
            ending=ending(environment["COMPRESSION"]),
        )

    def receive(self, event: Mapping[str, Any]) -> None:
        """Deliver the records of all partitions in `event`.

        Raises:
            NotDeliveredError: A partition failed. The others were delivered nevertheless, and will
                be recognized when Lambda sends the whole event again.
        """
        cluster = event["eventSourceArn"].split(":cluster/")[-1]
        partitions = [list(map(from_lambda, entries)) for entries in event["records"].values()]

        def deliver(records: list[Any]) -> str | None:
            name = f"{records[0].topic}/{records[0].partition}"
            chain = f"{cluster}/{self._consumer_group}/{name}"
            try:
                outcome = self._delivery.deliver(chain, records)
            except Exception as error:  # noqa: BLE001 - the other partitions go on, then it is raised
                return f"{name}: {type(error).__name__}: {error}"
            self._report(records[0].topic, records[0].partition, outcome)
            return None

        filled = [records for records in partitions if records]
        with ThreadPoolExecutor(_PARTITIONS_AT_ONCE) as pool:
            failures = [failure for failure in pool.map(deliver, filled) if failure]
        if failures:
            raise NotDeliveredError("; ".join(failures))

    def _report(self, topic: str, partition: int, outcome: Outcome) -> None:
        """One line in CloudWatch's embedded metric format."""
        values = {metric: getattr(outcome, field) for field, metric in _METRICS.items()}
        metadata = {
            "Timestamp": int(time.time() * 1000),
            "CloudWatchMetrics": [
                {
                    "Namespace": "cdk-msk/S3Sink",
                    "Dimensions": [["Consumer Group", "Topic"]],
                    "Metrics": [{"Name": name, "Unit": "Count"} for name in values],
                }
            ],
        }
        names = {"Consumer Group": self._consumer_group, "Topic": topic, "Partition": partition}
        print(json.dumps({"_aws": metadata, **names, **values}), flush=True)


_CONFIG = Config(
    retries={"mode": "standard", "max_attempts": 5},
    connect_timeout=5,
    read_timeout=20,
    max_pool_connections=_PARTITIONS_AT_ONCE,
)
_sink: Sink | None = None

_CALLS_BETWEEN_COLLECTIONS = 50
_calls = itertools.count(1)


def handler(event: Mapping[str, Any], _context: object) -> None:
    """Deliver a batch, or raise so that Lambda sends it again."""
    global _sink  # noqa: PLW0603 - one sink, and its connections, for the life of the process
    if _sink is None:
        s3 = boto3.client("s3", config=_CONFIG)
        _sink = Sink(os.environ, s3, boto3.client("dynamodb", config=_CONFIG))
        collect_seldom()
    if next(_calls) % _CALLS_BETWEEN_COLLECTIONS == 0:
        gc.collect()
    _sink.receive(event)


def collect_seldom() -> None:
    """Leave garbage to the count of references, but for cycles every so many calls.

    An event is a hundred thousand small objects, none of them garbage before the call ends. While
    the runtime makes them, Python's collector would walk them, and boto3's, again and again: up to
    a third of all the time that a call takes.
    """
    gc.collect()
    gc.freeze()
    gc.disable()
