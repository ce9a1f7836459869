"""Notes of batches that Lambda gave up, in a sink's failure queue.

https://docs.aws.amazon.com/lambda/latest/dg/kafka-on-failure.html
"""

import json
from dataclasses import dataclass
from typing import Any

from mskctl.sink.events import Range
from mskctl.sink.sinks import Sink

_HIDDEN_SECONDS = 900
"""How long nobody else sees a note that is being worked on."""
_AT_ONCE = 10


@dataclass(frozen=True)
class Note:
    """One message of the queue.

    Attributes:
        receipt: With which it is deleted.
        ranges: The offsets of the batch. Empty: it is not about the sink's topic.
        condition: Why Lambda gave up.
    """

    receipt: str
    ranges: tuple[Range, ...]
    condition: str


class FailureNotes:
    """The failure queue of a sink.

    Args:
        sqs: Client of boto3.
        sink: Whose notes.
        queue: URL of the queue.
    """

    def __init__(self, sqs: Any, sink: Sink, queue: str) -> None:
        self._sqs = sqs
        self._sink = sink
        self._queue = queue

    @classmethod
    def of(cls, sqs: Any, sink: Sink) -> "FailureNotes":
        """Those that the sink's mapping names; it must have a queue."""
        name = str(sink.failure_queue).rpartition(":")[2]
        return cls(sqs, sink, sqs.get_queue_url(QueueName=name)["QueueUrl"])

    def read(self) -> list[Note]:
        """All notes that nobody else works on; they stay hidden until they are put back."""
        notes: dict[str, Note] = {}
        while messages := self._sqs.receive_message(
            QueueUrl=self._queue,
            MaxNumberOfMessages=_AT_ONCE,
            VisibilityTimeout=_HIDDEN_SECONDS,
            WaitTimeSeconds=1,
        ).get("Messages"):
            for message in messages:
                notes[message["MessageId"]] = self._note(message)
        return list(notes.values())

    def delete(self, note: Note) -> None:
        """Forget a note whose records were delivered."""
        self._sqs.delete_message(QueueUrl=self._queue, ReceiptHandle=note.receipt)

    def put_back(self, note: Note) -> None:
        """Let others see a note again."""
        self._sqs.change_message_visibility(
            QueueUrl=self._queue, ReceiptHandle=note.receipt, VisibilityTimeout=0
        )

    def _note(self, message: dict[str, str]) -> Note:
        try:
            body = json.loads(message["Body"])
            infos = body["KafkaBatchInfo"]["recordsInfo"]
            condition = body["requestContext"]["condition"]
            ranges = [
                Range(int(partition), int(info["firstRecordOffset"]), int(info["lastRecordOffset"]))
                for source, info in infos.items()
                for topic, _, partition in [source.rpartition("-")]
                if topic == self._sink.topic
            ]
        except (ValueError, KeyError, TypeError, AttributeError):
            return Note(message["ReceiptHandle"], (), "unknown")
        return Note(message["ReceiptHandle"], tuple(sorted(ranges)), str(condition))
