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
- ``EFFORT``: ``size`` compresses as small as gzip at its best; ``speed`` takes a fifth off the time
  of a call, and objects with long lines are a tenth larger. Absent: ``size``.
- ``EXPIRATION_DAYS``: after which objects of the bucket are deleted; the audit reads it.
- ``RAW_EVENTS``: ``true`` takes events from the runtime undecoded, where the runtime
  is one that can hand them over. Absent: as the runtime decodes them.

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
import lambda_events
import packages
import raw_events
from botocore.config import Config
from delivery import Delivery, NotDeliveredError, Outcome
from formats import dead_letter_ending, key_ending, objects_on_one_line
from ledger import Ledger
from objects import Objects
from patience import Deadline, Patient
from record_columns import Records

_PARTITIONS_AT_ONCE = 8
_METRICS = {
    "delivered": "RecordsDelivered",
    "already_delivered": "RecordsAlreadyDelivered",
    "offsets_missing": "OffsetsMissing",
    "objects_written": "ObjectsWritten",
    "epochs_begun": "EpochsBegun",
    "dead_letters": "DeadLetters",
}


class Sink:
    """A sink as its function's environment describes it.

    Args:
        environment: See above.
        s3: A boto3 client.
        dynamodb: A boto3 client.

    Raises:
        ValueError: A part of the environment has no meaning.
    """

    def __init__(self, environment: Mapping[str, str], s3: Any, dynamodb: Any) -> None:
        self._consumer_group = environment["CONSUMER_GROUP"]
        record_format = environment.get("FORMAT", "envelope")
        compression, prefix = environment["COMPRESSION"], environment["PREFIX"]
        ledger = Ledger(dynamodb, environment["LEDGER"])
        objects = Objects(
            s3,
            environment["BUCKET"],
            prefix=prefix,
            small=_choice(environment, "EFFORT", "size", "speed") == "size",
        )
        by_ingest = _choice(environment, "DATE", "event", "ingest") == "ingest"
        object_bytes = int(environment["OBJECT_BYTES"]) if "OBJECT_BYTES" in environment else None
        self._delivery = Delivery(
            ledger,
            objects,
            prefix=prefix,
            ending=key_ending(record_format, compression),
            object_bytes=object_bytes,
            by_ingest=by_ingest,
        )
        self._dead_letters = None
        if record_format == "values":
            self._dead_letters = Delivery(
                ledger,
                objects,
                prefix=f"{prefix}dead-letters/",
                ending=dead_letter_ending(compression),
                object_bytes=object_bytes,
                by_ingest=by_ingest,
            )

    def receive(self, event: Mapping[str, Any] | bytes) -> None:
        """Deliver the records of all partitions in `event`.

        Raises:
            NotDeliveredError: A partition failed. The others were delivered nevertheless, and will
                be recognized when Lambda sends the whole event again.
        """
        arn, partitions = lambda_events.read(event)
        cluster = arn.split(":cluster/")[-1]

        def deliver(records: Records) -> str | None:
            topic, partition = records.topics[0], records.partitions[0]
            name = f"{topic}/{partition}"
            try:
                outcome = self._deliver(f"{cluster}/{self._consumer_group}/{name}", records)
            except Exception as error:  # noqa: BLE001 - the other partitions go on, then it is raised
                return f"{name}: {type(error).__name__}: {error}"
            self._report(topic, partition, outcome)
            return None

        filled = [records for records in partitions if records]
        with ThreadPoolExecutor(_PARTITIONS_AT_ONCE) as pool:
            failures = [failure for failure in pool.map(deliver, filled) if failure]
        if failures:
            raise NotDeliveredError("; ".join(failures))

    def _deliver(self, chain: str, records: Records) -> Outcome:
        """Deliver to the objects and, by a chain of their own, to the dead letters.

        Which of the two is a matter of the record's bytes alone, so that each chain receives the
        same records whenever they come, and keeps its promise for them.
        """
        if self._dead_letters is None:
            return self._delivery.deliver(chain, records)
        fit, others = objects_on_one_line(records)
        outcome = Outcome()
        if fit:
            outcome = self._delivery.deliver(chain, fit, elsewhere=others.offsets)
        if others:
            dead = self._dead_letters.deliver(f"{chain}/dead-letters", others)
            outcome.dead_letters = dead.delivered
            outcome.already_delivered += dead.already_delivered
            outcome.objects_written += dead.objects_written
            outcome.epochs_begun += dead.epochs_begun
        return outcome

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
        line = json.dumps({"_aws": metadata, **names, **values})
        # In one piece: `print` writes the end of a line by itself, and other partitions report too.
        print(f"{line}\n", end="", flush=True)


def _choice(environment: Mapping[str, str], name: str, default: str, other: str) -> str:
    chosen = environment.get(name, default)
    if chosen not in {default, other}:
        message = f"{name} must be {default} or {other}, got {chosen!r}"
        raise ValueError(message)
    return chosen


_CONFIG = Config(
    retries={"mode": "standard", "max_attempts": 5},
    connect_timeout=5,
    read_timeout=20,
    max_pool_connections=_PARTITIONS_AT_ONCE,
)
_sink: Sink | None = None
_deadline = Deadline()

_CALLS_BETWEEN_COLLECTIONS = 50
_calls = itertools.count(1)
_has_failed = False
"""The last call; the runtime then leaves its event in a cycle with the error's traceback."""

# The runtime's client has to know before the first event comes.
_RAW = os.environ.get("RAW_EVENTS") == "true" and raw_events.take_raw_events()


def handler(event: Mapping[str, Any] | bytes, context: Any) -> None:
    """Deliver a batch, or raise so that Lambda sends it again."""
    # One sink, and its connections, for the life of the process.
    global _sink, _has_failed  # noqa: PLW0603
    if context is not None:
        _deadline.is_in(context.get_remaining_time_in_millis() / 1000)
    if _sink is None:
        s3 = Patient(boto3.client("s3", config=_CONFIG), _deadline)
        _sink = Sink(os.environ, s3, Patient(boto3.client("dynamodb", config=_CONFIG), _deadline))
        print(json.dumps({"packages": packages.present(), "raw_events": _RAW}), flush=True)
        collect_seldom()
    if next(_calls) % _CALLS_BETWEEN_COLLECTIONS == 0 or _has_failed:
        gc.collect()
    _has_failed = True
    _sink.receive(event)
    _has_failed = False


def collect_seldom() -> None:
    """Leave garbage to the count of references, but for cycles: every so many calls, after errors.

    An event is a hundred thousand small objects, none of them garbage before the call ends. While
    the runtime makes them, Python's collector would walk them, and boto3's, again and again: up to
    a third of all the time that a call takes.
    """
    gc.collect()
    gc.freeze()
    gc.disable()
