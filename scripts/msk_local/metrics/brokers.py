"""What brokers say of themselves: partitions, and how far consumer groups are."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from confluent_kafka import ConsumerGroupState, ConsumerGroupTopicPartitions, TopicPartition
from confluent_kafka.admin import AdminClient, ConfigResource, OffsetSpec, ResourceType

_SECONDS: Final = 10.0
_NOBODY: Final = -1
_WATCHED: Final = frozenset({ConsumerGroupState.STABLE, ConsumerGroupState.EMPTY})
"""https://docs.aws.amazon.com/msk/latest/developerguide/consumer-lag.html"""


@dataclass(frozen=True)
class Partition:
    """One partition.

    Attributes:
        leader: Id of the broker that leads it; None: none does.
        replicas: Ids of the brokers that hold it.
        in_sync: Those that are up to date.
        min_in_sync: How many of them writes with ``acks=all`` need.
    """

    topic: str
    leader: int | None
    replicas: tuple[int, ...]
    in_sync: tuple[int, ...]
    min_in_sync: int = 1


@dataclass(frozen=True)
class Lag:
    """How many records a group is behind in one partition."""

    group: str
    topic: str
    partition: int
    records: int


@dataclass(frozen=True)
class BrokersView:
    """A cluster at one moment, by the word of its brokers.

    Attributes:
        brokers: Ids of those that are there.
        has_controller: Whether they know who leads them.
        partitions: Of all topics, internal ones too.
        lags: Of all groups MSK would publish lag for.
    """

    brokers: tuple[int, ...]
    has_controller: bool
    partitions: tuple[Partition, ...]
    lags: tuple[Lag, ...] = ()


def look_at(bootstrap_servers: str) -> BrokersView:
    """Ask the brokers at these plaintext addresses.

    Raises:
        KafkaException: They do not answer, or not in time.
        TimeoutError: The client does not tell in time.
    """
    client = AdminClient(
        {
            "bootstrap.servers": bootstrap_servers,
            "log_level": 0,
            "socket.timeout.ms": int(_SECONDS * 1000),
        }
    )
    metadata = client.list_topics(timeout=_SECONDS)
    least = _min_in_sync(client, metadata.topics)
    partitions = tuple(
        Partition(
            topic=name,
            leader=None if one.leader == _NOBODY else one.leader,
            replicas=tuple(one.replicas),
            in_sync=tuple(one.isrs),
            min_in_sync=least.get(name, 1),
        )
        for name, topic in metadata.topics.items()
        for one in topic.partitions.values()
    )
    return BrokersView(
        brokers=tuple(sorted(metadata.brokers)),
        has_controller=metadata.controller_id != _NOBODY,
        partitions=partitions,
        lags=tuple(_lags(client)),
    )


def _min_in_sync(client: AdminClient, topics: Iterable[str]) -> Mapping[str, int]:
    resources = [ConfigResource(ResourceType.TOPIC, topic) for topic in topics]
    if not resources:
        return {}
    answers = client.describe_configs(resources, request_timeout=_SECONDS)
    return {
        resource.name: int(answer.result(_SECONDS)["min.insync.replicas"].value)
        for resource, answer in answers.items()
    }


def _lags(client: AdminClient) -> Iterator[Lag]:
    committed = dict(_committed(client))
    end = OffsetSpec.latest()  # type: ignore[no-untyped-call]
    wanted = {TopicPartition(topic, partition): end for _, topic, partition in committed}
    if not wanted:
        return
    ends: dict[tuple[str, int], int] = {}
    for one, answer in client.list_offsets(wanted, request_timeout=_SECONDS).items():
        ends[one.topic, one.partition] = answer.result(_SECONDS).offset
    for (group, topic, partition), offset in committed.items():
        yield Lag(group, topic, partition, max(0, ends[topic, partition] - offset))


def _committed(client: AdminClient) -> Iterator[tuple[tuple[str, str, int], int]]:
    """The offset of each partition a group has committed, by group, topic and partition."""
    listed = client.list_consumer_groups(request_timeout=_SECONDS).result(_SECONDS)
    groups = [
        one.group_id
        for one in listed.valid
        if one.state in _WATCHED and one.group_id.isascii() and ":" not in one.group_id
    ]
    # librdkafka asks for one group a request.
    answers: list[Any] = [
        client.list_consumer_group_offsets(
            [ConsumerGroupTopicPartitions(group)], request_timeout=_SECONDS
        )[group]
        for group in groups
    ]
    for group, answer in zip(groups, answers, strict=True):
        for one in answer.result(_SECONDS).topic_partitions:
            if one.offset >= 0:
                yield (group, one.topic, one.partition), one.offset
