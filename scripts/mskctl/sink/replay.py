"""Records of a topic delivered once more, or at last, through the sink's own code.

Whatever is replayed goes the way of everything else: records that an object holds are recognized,
the others are delivered, so that to replay too much, twice, or beside the running consumer does no
harm.
"""

import contextlib
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from mskctl.sink.events import Range, events, records, still_there
from mskctl.sink.handler_modules import handler_module
from mskctl.sink.sinks import Sink, UnreadableSink

Deliver = Callable[[dict[str, Any]], None]


@dataclass
class Replay:
    """Reads ranges from Kafka and delivers them.

    Attributes:
        sink: Whose topic.
        deliver: Takes an event. Absent: nothing is read, only looked for.
        records: How many were read and handed over; some may have been delivered before.
        expired: Offsets that the topic no longer, or not yet, reaches.
    """

    sink: Sink
    deliver: Deliver | None = None
    records: int = 0
    expired: list[Range] = field(default_factory=list)

    def run(
        self,
        ranges: Iterable[Range],
        *,
        consumer: Any,
        on_progress: Callable[[str], None] = lambda _line: None,
    ) -> bool:
        """Replay `ranges`; whether the topic still reaches over all of them.

        Args:
            ranges: What to read.
            consumer: A consumer of kafka-python.
            on_progress: Told after each event.

        Raises:
            UnreadableSink: The sink did not deliver; what was delivered before stays so.
        """
        before = len(self.expired)
        for wanted in ranges:
            there = still_there(consumer, self.sink.topic, wanted)
            if there is None:
                self.expired.append(wanted)
                continue
            if there.first > wanted.first:
                self.expired.append(Range(wanted.partition, wanted.first, there.first - 1))
            if there.last < wanted.last:
                self.expired.append(Range(wanted.partition, there.last + 1, wanted.last))
            if self.deliver is None:
                self.records += there.last - there.first + 1
                continue
            for event in events(self.sink, records(consumer, self.sink.topic, there)):
                self.deliver(event)
                (entries,) = event["records"].values()
                self.records += len(entries)
                on_progress(f"{wanted}: at {entries[-1]['offset']}, {self.records:,} records")
        return len(self.expired) == before


def through_function(client: Any, sink: Sink) -> Deliver:
    """Delivery by the deployed function, into the sink's own chains.

    Args:
        client: Lambda, as boto3 gives it.
        sink: Which one.
    """

    def deliver(event: dict[str, Any]) -> None:
        answer = client.invoke(FunctionName=sink.function, Payload=json.dumps(event).encode())
        if "FunctionError" in answer:
            error = answer["Payload"].read().decode(errors="replace")
            raise UnreadableSink(f"{sink.function}: function must deliver; {error}")

    return deliver


def to_prefix(target: Sink, s3: Any, dynamodb: Any) -> Deliver:
    """Delivery from here, with the handler's code and the caller's rights.

    Args:
        target: The sink `at` the prefix.
        s3: Client of boto3.
        dynamodb: Client of boto3.
    """
    environment = {
        **target.environment,
        "PREFIX": target.prefix,
        "CONSUMER_GROUP": target.consumer_group,
    }
    handler = handler_module("index").Sink(environment, s3, dynamodb)

    def deliver(event: dict[str, Any]) -> None:
        # What the handler prints are metrics for CloudWatch, which is not listening here.
        with contextlib.redirect_stdout(io.StringIO()):
            try:
                handler.receive(event)
            except handler_module("delivery").NotDeliveredError as error:
                message = f"s3://{target.bucket}/{target.prefix}: records must be delivered"
                raise UnreadableSink(f"{message}; {error}") from error

    return deliver
