"""Reads a topic for one mapping, batch after batch, in a thread of its own."""

import logging
import threading
from collections.abc import Iterable, Sequence
from typing import Any, Final

from botocore.exceptions import ClientError
from confluent_kafka import Consumer, KafkaError, KafkaException, Message, TopicPartition

from msk_local.event_source_mapping.batch import Batch
from msk_local.event_source_mapping.connection import Connection, Connector
from msk_local.event_source_mapping.delivery import Backoff, Delivery, Functions
from msk_local.event_source_mapping.event import Record
from msk_local.event_source_mapping.failures import FailureDestination
from msk_local.event_source_mapping.filters import Filters
from msk_local.event_source_mapping.mapping import Mapping
from msk_local.event_source_mapping.problem import ProblemError
from msk_local.event_source_mapping.schemas import Schemas
from msk_local.kafka import Identities
from msk_local.server import Endpoint

_LOG = logging.getLogger(__name__)
_RECONNECT_SECONDS: Final = 1.0
_STOP_TIMEOUT_SECONDS: Final = 120.0
_OFFSETS_TIMEOUT_SECONDS: Final = 60.0
_STARTING_POSITIONS: Final = {"TRIM_HORIZON": "earliest", "LATEST": "latest"}

_CONSUMER: Final[dict[str, Any]] = {
    "client.id": "aws-lambda",
    "enable.auto.commit": False,
    "allow.auto.create.topics": False,
    "session.timeout.ms": 45_000,
    # A batch may be tried for as long as a function may run, many times over.
    "max.poll.interval.ms": 86_400_000,
    "topic.metadata.refresh.interval.ms": 5_000,
    "log_level": 0,
}


class Poller:
    """Consumes for one mapping until it is stopped; problems are shown, and tried again.

    Args:
        mapping: What to read and whom to invoke; learns how it goes.
        endpoint: The local cloud.
        identities: Says what the function's role may do.
        connector: Finds the brokers.
        functions: Runs the function.
        backoff: The waits before a failed batch is tried again.
        lane: Its number among the pollers of the mapping; they share the topic's partitions.
    """

    def __init__(
        self,
        mapping: Mapping,
        *,
        endpoint: Endpoint,
        identities: Identities,
        connector: Connector,
        functions: Functions,
        backoff: Backoff,
        lane: int = 0,
    ) -> None:
        self._mapping = mapping
        self._connector = connector
        self._stopped = threading.Event()
        self._problem: ProblemError | None = None
        self._filters = Filters(mapping.patterns)
        self._schemas = Schemas(endpoint, identities, mapping)
        destination = FailureDestination(endpoint, identities, mapping, connector)
        self._delivery = Delivery(
            mapping, functions, destination, self._stopped, backoff, lane=lane
        )
        self._thread = threading.Thread(
            target=self._run, name=f"event source mapping {mapping.uuid}", daemon=True
        )

    def start(self) -> None:
        """Begin to read."""
        self._thread.start()

    def cancel(self) -> None:
        """Ask to read no more, without waiting."""
        self._stopped.set()

    def stop(self) -> None:
        """Read no more; a running invocation is waited for, a failing batch is left uncommitted."""
        self.cancel()
        self._thread.join(_STOP_TIMEOUT_SECONDS)

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self._consume()
            except ProblemError as problem:
                self._mapping.last_result = str(problem)
            except (ClientError, KafkaException) as error:
                _LOG.warning("event source mapping %s: %s", self._mapping.uuid, error)
                self._mapping.last_result = str(ProblemError.connection())
            except Exception:  # noqa: BLE001 - a mapping outlives what nobody foresaw, as it does on AWS
                _LOG.exception("event source mapping %s", self._mapping.uuid)
                self._mapping.last_result = "PROBLEM: Internal Lambda error. Please contact us."
            self._stopped.wait(_RECONNECT_SECONDS)

    def _consume(self) -> None:
        connection = self._connector.connect(self._mapping)
        self._problem = None
        position = self._mapping.settings["StartingPosition"]
        consumer = Consumer(
            {
                **_CONSUMER,
                **connection.configuration,
                "group.id": self._mapping.consumer_group,
                "auto.offset.reset": _STARTING_POSITIONS.get(position, "earliest"),
                "error_cb": self._note,
            }
        )
        try:
            consumer.subscribe([self._mapping.topic], on_assign=self._assigned)
            self._read(consumer, connection)
        finally:
            consumer.close()

    def _read(self, consumer: Consumer, connection: Connection) -> None:
        batch = Batch(size=self._mapping.batch_size, window_seconds=self._mapping.window_seconds)
        while not self._stopped.is_set():
            messages = consumer.consume(batch.room, batch.patience_seconds)
            if self._problem is not None:
                raise self._problem
            batch.add(self._records(messages))
            while batch.is_due:
                self._deliver(consumer, connection, batch.take())

    def _deliver(
        self, consumer: Consumer, connection: Connection, records: Sequence[Record]
    ) -> None:
        fit, unfit = self._schemas.split(records)
        for condition, some in unfit.items():
            self._delivery.refuse(some, condition, connection.bootstrap_servers)
        wanted = [record for record in fit if self._filters.wants(record)]
        unsettled = {(record.partition, record.offset) for record in wanted}

        def settle(settled: Iterable[Record]) -> None:
            unsettled.difference_update((r.partition, r.offset) for r in settled)
            _commit(consumer, records, unsettled)

        if wanted:
            self._delivery.deliver(
                wanted, bootstrap_servers=connection.bootstrap_servers, settle=settle
            )
        else:
            settle(())

    def _records(self, messages: Iterable[Message]) -> list[Record]:
        records = []
        for message in messages:
            error = message.error()
            if error is None:
                records.append(Record.of(message))
            elif (problem := ProblemError.of(error)) is not None:
                raise problem
        return records

    def _note(self, error: KafkaError) -> None:
        self._problem = self._problem or ProblemError.of(error)

    def _assigned(self, consumer: Consumer, partitions: list[TopicPartition]) -> None:
        if self._mapping.last_result.startswith("PROBLEM"):
            self._mapping.last_result = "No records processed"
        moment = self._mapping.settings.get("StartingPositionTimestamp")
        if self._mapping.settings["StartingPosition"] != "AT_TIMESTAMP" or moment is None:
            return
        seconds = moment.timestamp() if hasattr(moment, "timestamp") else float(moment)
        committed = consumer.committed(partitions, timeout=_OFFSETS_TIMEOUT_SECONDS)
        fresh = [
            TopicPartition(p.topic, p.partition, int(seconds * 1000))
            for p in committed
            if p.offset < 0
        ]
        found = consumer.offsets_for_times(fresh, timeout=_OFFSETS_TIMEOUT_SECONDS)
        consumer.assign([*(p for p in committed if p.offset >= 0), *found])


def _commit(consumer: Consumer, records: Sequence[Record], unsettled: set[tuple[int, int]]) -> None:
    """Commit, in each partition, up to the first record that is not settled."""
    following: dict[int, int] = {}
    blocked: set[int] = set()
    for record in records:
        if (record.partition, record.offset) in unsettled:
            blocked.add(record.partition)
        if record.partition not in blocked:
            following[record.partition] = record.offset + 1
    if following:
        topic = records[0].topic
        offsets = [TopicPartition(topic, number, offset) for number, offset in following.items()]
        consumer.commit(offsets=offsets, asynchronous=False)
