"""From where to where a topic reaches: from Kafka, or from a file."""

import json
from pathlib import Path
from typing import Any

from mskctl.sink.sinks import UnreadableSink

Offsets = dict[int, tuple[int, int]]
"""By partition: the first offset that is there, and the one the next record will get."""


def offsets_in(file: Path) -> Offsets:
    """Offsets from a file of JSON: ``{"0": [0, 41], "1": [7, 90]}``.

    Raises:
        UnreadableSink: It holds something else.
    """
    try:
        read = json.loads(file.read_text(encoding="utf-8"))
        return {int(number): (int(first), int(end)) for number, (first, end) in read.items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        message = 'file must hold offsets such as {"0": [0, 41]}'
        raise UnreadableSink(f"{file}: {message}; {error}") from error


def offsets_of(consumer: Any, topic: str) -> Offsets:
    """Offsets as the brokers tell them.

    Args:
        consumer: A consumer of kafka-python.
        topic: Its name.

    Raises:
        UnreadableSink: There is no such topic.
    """
    from kafka import TopicPartition  # noqa: PLC0415

    numbers = consumer.partitions_for_topic(topic)
    if not numbers:
        raise UnreadableSink(f"{topic}: topic must exist and be visible to the caller, got none")
    partitions = [TopicPartition(topic, number) for number in sorted(numbers)]
    first, end = consumer.beginning_offsets(partitions), consumer.end_offsets(partitions)
    return {one.partition: (first[one], end[one]) for one in partitions}
