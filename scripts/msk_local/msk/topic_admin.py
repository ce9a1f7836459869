"""The Kafka side of the topic API: an admin client that passes every check of the front door."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from confluent_kafka import KafkaError, KafkaException, TopicCollection
from confluent_kafka.admin import (
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    ConfigSource,
    NewPartitions,
    NewTopic,
    ResourceType,
)

from msk_local.kafka.broker.probe import TopicView, topic_view
from msk_local.msk.errors import MskError, bad_request

_TIMEOUT_SECONDS: Final = 50.0

_EXCEPTIONS: Final = {
    KafkaError.TOPIC_ALREADY_EXISTS: "TopicExistsException",
    KafkaError.UNKNOWN_TOPIC_OR_PART: "UnknownTopicOrPartitionException",
    KafkaError.INVALID_PARTITIONS: "BadRequestException",
    KafkaError.INVALID_REPLICATION_FACTOR: "BadRequestException",
    KafkaError.INVALID_CONFIG: "BadRequestException",
    KafkaError.TOPIC_EXCEPTION: "BadRequestException",
    KafkaError.POLICY_VIOLATION: "BadRequestException",
    KafkaError.REQUEST_TIMED_OUT: "KafkaTimeoutException",
    KafkaError._TIMED_OUT: "KafkaTimeoutException",
    KafkaError._TRANSPORT: "ClusterConnectivityException",
    KafkaError._ALL_BROKERS_DOWN: "ClusterConnectivityException",
    KafkaError._RESOLVE: "ClusterConnectivityException",
    KafkaError.STALE_CTRL_EPOCH: "ControllerMovedException",
    KafkaError.NOT_CONTROLLER: "NotControllerException",
    KafkaError.REASSIGNMENT_IN_PROGRESS: "ReassignmentInProgressException",
    KafkaError.GROUP_SUBSCRIBED_TO_TOPIC: "GroupSubscribedToTopicException",
}


@dataclass(frozen=True)
class Partition:
    """One partition and the brokers that hold it; the leader is -1 while there is none."""

    number: int
    leader: int
    replicas: tuple[int, ...]
    in_sync: tuple[int, ...]


@dataclass(frozen=True)
class Topic:
    """A topic as the brokers know it."""

    name: str
    partitions: tuple[Partition, ...]

    @property
    def replication_factor(self) -> int:
        """How many brokers hold each partition."""
        return len(self.partitions[0].replicas)


class TopicAdmin:
    """Creates, changes and looks at the topics of one cluster.

    Every method raises `MskError` with the exception MSK gives the broker's answer.

    Args:
        bootstrap_servers: The plaintext addresses kept for the control plane.
    """

    def __init__(self, bootstrap_servers: str) -> None:
        self._client = AdminClient({"bootstrap.servers": bootstrap_servers, "log_level": 0})
        addresses = (server.rpartition(":") for server in bootstrap_servers.split(","))
        self._addresses = [(host, int(port)) for host, _, port in addresses]

    def create(
        self, name: str, *, partitions: int, replication_factor: int, configs: Mapping[str, str]
    ) -> None:
        """A new topic."""
        topic = NewTopic(
            name,
            num_partitions=partitions,
            replication_factor=replication_factor,
            config=dict(configs),
        )
        _answer(lambda: self._client.create_topics([topic])[name])

    def delete(self, name: str) -> None:
        """Forget a topic and its records."""
        _answer(lambda: self._client.delete_topics([name])[name])

    def grow(self, name: str, partitions: int) -> None:
        """Give a topic more partitions, `partitions` in all."""
        growth = NewPartitions(name, partitions)
        _answer(lambda: self._client.create_partitions([growth])[name])

    def configure(self, name: str, configs: Mapping[str, str]) -> None:
        """Set settings of a topic; those not named stay as they are."""
        entries = [
            ConfigEntry(key, value, incremental_operation=AlterConfigOpType.SET)
            for key, value in configs.items()
        ]
        resource = ConfigResource(ResourceType.TOPIC, name, incremental_configs=entries)
        _answer(lambda: self._client.incremental_alter_configs([resource])[resource])

    def configs(self, name: str) -> dict[str, str]:
        """The settings somebody gave a topic; defaults are none."""
        resource = ConfigResource(ResourceType.TOPIC, name)
        entries = _answer(lambda: self._client.describe_configs([resource])[resource])
        return {
            entry.name: entry.value
            for entry in entries.values()
            if entry.source == ConfigSource.DYNAMIC_TOPIC_CONFIG.value
        }

    def topic(self, name: str) -> Topic:
        """One topic."""
        return _topic(_answer(lambda: self._client.describe_topics(TopicCollection([name]))[name]))

    def views(self, name: str) -> list[TopicView | None]:
        """A topic as each broker knows it, one after the other; raises OSError, too."""
        return [topic_view(address, name) for address in self._addresses]

    def topics(self) -> list[Topic]:
        """All topics, in alphabetical order."""
        try:
            names = sorted(self._client.list_topics(timeout=_TIMEOUT_SECONDS).topics)
        except KafkaException as error:
            raise _refusal(error) from error
        if not names:
            return []
        described = self._client.describe_topics(TopicCollection(names))
        return [_topic(_result(future)) for future in described.values()]


def _topic(description: Any) -> Topic:
    partitions = tuple(
        Partition(
            number=partition.id,
            leader=-1 if partition.leader is None else partition.leader.id,
            replicas=tuple(node.id for node in partition.replicas),
            in_sync=tuple(node.id for node in partition.isr),
        )
        for partition in description.partitions
    )
    return Topic(description.name, partitions)


def _answer(ask: Callable[[], Any]) -> Any:
    try:
        return _result(ask())
    except ValueError as error:  # the client itself refuses, before it asks a broker
        raise bad_request(str(error)) from error


def _result(future: Any) -> Any:
    try:
        return future.result(_TIMEOUT_SECONDS)
    except KafkaException as error:
        raise _refusal(error) from error
    except TimeoutError as error:
        raise MskError("KafkaTimeoutException", "The brokers did not answer in time.") from error


def _refusal(error: KafkaException) -> MskError:
    reason: KafkaError = error.args[0]
    code = _EXCEPTIONS.get(reason.code(), "KafkaRequestException")
    return MskError(code, reason.str())
