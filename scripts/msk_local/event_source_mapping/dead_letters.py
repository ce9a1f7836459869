"""Records that were given up, on their way to a Kafka topic.

https://docs.aws.amazon.com/lambda/latest/dg/kafka-on-failure-destination.html
"""

from collections.abc import Mapping
from typing import Any, Final

from confluent_kafka import KafkaError, KafkaException, Message, Producer

from msk_local.event_source_mapping.problem import ProblemError

_PATIENCE_SECONDS: Final = 90.0
_PRODUCER: Final[dict[str, Any]] = {
    "client.id": "aws-lambda",
    "acks": "all",
    "message.timeout.ms": 60_000,
    "message.max.bytes": 16 * 1024 * 1024,  # whether it is too large is the topic's affair
    "compression.type": "gzip",
    "log_level": 0,
}


class DeadLetters:
    """The letters of one batch.

    Args:
        configuration: How a Kafka client reaches the brokers as the mapping does.
        topic: Where the letters go.
    """

    def __init__(self, configuration: Mapping[str, Any], topic: str) -> None:
        self._producer = Producer({**configuration, **_PRODUCER})
        self._topic = topic
        self._refusal: str | None = None

    def add(self, key: bytes | None, letter: bytes) -> None:
        """Let a letter wait for `send`.

        Raises:
            ProblemError: It is larger than any topic takes.
        """
        try:
            self._producer.produce(self._topic, letter, key=key, on_delivery=self._note)
        except (BufferError, KafkaException) as error:
            raise self._refused(str(error)) from error

    def send(self) -> None:
        """Return when the topic has them all.

        Raises:
            ProblemError: It does not take one of them.
        """
        left = self._producer.flush(_PATIENCE_SECONDS)
        if self._refusal is None and left:
            self._refusal = f"{left} records were not taken in {_PATIENCE_SECONDS:g} s"
        if self._refusal is not None:
            raise self._refused(self._refusal)

    def _note(self, error: KafkaError | None, _message: Message) -> None:
        if error is not None:
            self._refusal = self._refusal or error.str()

    def _refused(self, reason: str) -> ProblemError:
        return ProblemError(
            f"PROBLEM: The on-failure destination kafka://{self._topic} refuses: {reason}"
        )
