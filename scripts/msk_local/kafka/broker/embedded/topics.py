"""The topics of the cluster, and which broker leads which partition."""

import re
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from kio.schema.errors import ErrorCode

from msk_local.kafka.broker.embedded.log import PartitionLog
from msk_local.kafka.broker.embedded.settings import TOPIC_SETTINGS, invalid_setting

_NAME = re.compile(r"[A-Za-z0-9._-]{1,249}")
_UNLIMITED = -1
MOST_PARTITIONS = 10_000
"""Of one topic: far above what MSK recommends for a broker, and a typing error's first victim."""


class TopicError(Exception):
    """A request about a topic that cannot be fulfilled.

    Args:
        code: The protocol's error.
        message: What is wrong, for the client.
    """

    def __init__(self, code: ErrorCode, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass
class Partition:
    """One partition of a topic.

    Attributes:
        replicas: Ids of the brokers that hold it; the first leads.
        log: Its records.
    """

    replicas: tuple[int, ...]
    log: PartitionLog = field(default_factory=PartitionLog)


@dataclass
class Topic:
    """A topic.

    Attributes:
        name: Unique in the cluster.
        topic_id: Unique for ever.
        replication_factor: Copies of each partition.
        configs: The settings it was given; all others follow the brokers.
        server_properties: Where those defaults come from.
        partitions: In order of their numbers.
    """

    name: str
    topic_id: uuid.UUID
    replication_factor: int
    configs: dict[str, str]
    server_properties: Mapping[str, str]
    partitions: list[Partition] = field(default_factory=list)

    def setting(self, name: str) -> str:
        """The value in force of a topic-level setting."""
        if name in self.configs:
            return self.configs[name]
        definition = TOPIC_SETTINGS[name]
        return self.server_properties.get(definition.broker, definition.default)

    def number(self, name: str) -> int:
        """The value in force of a setting that is a whole number."""
        return int(self.setting(name))

    def retain(self, partition: Partition) -> None:
        """Drop the records of a partition that its retention no longer covers."""
        if "delete" not in self.setting("cleanup.policy"):
            return
        max_bytes, max_ms = self.number("retention.bytes"), self.number("retention.ms")
        partition.log.retain(
            max_bytes=None if max_bytes == _UNLIMITED else max_bytes,
            not_before=None if max_ms == _UNLIMITED else int(time.time() * 1000) - max_ms,
        )


class Topics:
    """All topics of the cluster.

    Args:
        broker_count: Brokers that partitions are spread over, numbered from 1.
        server_properties: The brokers' configuration.
    """

    def __init__(self, broker_count: int, server_properties: Mapping[str, str]) -> None:
        self.broker_count = broker_count
        self.server_properties = dict(server_properties)
        self.by_name: dict[str, Topic] = {}

    def create(
        self,
        name: str,
        *,
        partition_count: int,
        replication_factor: int,
        configs: Mapping[str, str | None],
        validate_only: bool = False,
    ) -> Topic:
        """Make a topic.

        Args:
            name: Letters, digits, dots, underscores and dashes.
            partition_count: -1 for the brokers' default.
            replication_factor: -1 for the brokers' default.
            configs: Topic-level settings.
            validate_only: Whether to stop before anything is made.

        Raises:
            TopicError: Kafka would refuse it.
        """
        if not _NAME.fullmatch(name) or name in {".", ".."}:
            raise TopicError(ErrorCode.invalid_topic_exception, f"Topic name is invalid: {name!r}")
        if name in self.by_name:
            raise TopicError(ErrorCode.topic_already_exists, f"Topic '{name}' already exists.")
        count = self._default(partition_count, "num.partitions", 1)
        copies = self._default(
            replication_factor, "default.replication.factor", min(3, self.broker_count)
        )
        self._check_partition_count(count)
        if not 1 <= copies <= self.broker_count:
            raise TopicError(
                ErrorCode.invalid_replication_factor,
                f"Unable to replicate the partition {copies} time(s): only "
                f"{self.broker_count} broker(s) are registered.",
            )
        if problem := invalid_setting(configs, self.server_properties):
            raise TopicError(ErrorCode.invalid_config, problem)
        given = {key: value for key, value in configs.items() if value is not None}
        topic = Topic(name, uuid.uuid4(), copies, given, self.server_properties)
        self._add_partitions(topic, count)
        if not validate_only:
            self.by_name[name] = topic
        return topic

    def grow(self, name: str, partition_count: int, *, validate_only: bool = False) -> None:
        """Give a topic more partitions.

        Raises:
            TopicError: There is no such topic, or it would not become larger.
        """
        topic = self.get(name)
        existing = len(topic.partitions)
        self._check_partition_count(partition_count)
        if partition_count <= existing:
            raise TopicError(
                ErrorCode.invalid_partitions,
                f"The topic {name} currently has {existing} partition(s); "
                f"{partition_count} would not be an increase.",
            )
        if not validate_only:
            self._add_partitions(topic, partition_count)

    def get(self, name: str) -> Topic:
        """The topic of this name.

        Raises:
            TopicError: There is none.
        """
        try:
            return self.by_name[name]
        except KeyError:
            raise TopicError(
                ErrorCode.unknown_topic_or_partition,
                "This server does not host this topic-partition.",
            ) from None

    def partition(self, name: str, index: int) -> tuple[Topic, Partition] | None:
        """A topic with one of its partitions, or `None` when there is no such partition."""
        topic = self.by_name.get(name)
        if topic is None or not 0 <= index < len(topic.partitions):
            return None
        return topic, topic.partitions[index]

    def set_broker_count(self, broker_count: int) -> None:
        """Spread all partitions over another number of brokers.

        Raises:
            ValueError: A topic has more copies than there would be brokers.
        """
        for topic in self.by_name.values():
            if topic.replication_factor > broker_count:
                raise ValueError(
                    f"broker_count must be at least {topic.replication_factor}, the replication "
                    f"factor of topic {topic.name}, got {broker_count}"
                )
        self.broker_count = broker_count
        for topic in self.by_name.values():
            for index, partition in enumerate(topic.partitions):
                partition.replicas = self._replicas(topic, index)

    def set_server_properties(self, server_properties: Mapping[str, str]) -> None:
        """Let all topics follow another configuration of the brokers."""
        self.server_properties.clear()
        self.server_properties.update(server_properties)

    def _default(self, given: int, server_property: str, otherwise: int) -> int:
        return given if given != -1 else int(self.server_properties.get(server_property, otherwise))

    def _check_partition_count(self, count: int) -> None:
        if not 1 <= count <= MOST_PARTITIONS:
            raise TopicError(
                ErrorCode.invalid_partitions,
                f"Number of partitions must be 1 to {MOST_PARTITIONS}, got {count}.",
            )

    def _add_partitions(self, topic: Topic, count: int) -> None:
        for index in range(len(topic.partitions), count):
            topic.partitions.append(Partition(self._replicas(topic, index)))

    def _replicas(self, topic: Topic, index: int) -> tuple[int, ...]:
        first = topic.topic_id.int + index
        return tuple(
            (first + copy) % self.broker_count + 1 for copy in range(topic.replication_factor)
        )
