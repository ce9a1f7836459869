"""The topics of a cluster as Kafka's admin protocol shows them."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from kafka import KafkaAdminClient, errors
from kafka.admin import AlterConfigOp, ConfigResource, ConfigResourceType

from .connection import connect
from .failures import NotPermitted, Refused, require, translated

_VISIBLE_MILLISECONDS = 10_000
# KafkaAdminClient.alter_configs answers with the text of the error, and its number in brackets.
_ERROR = re.compile(r"\[Error (?P<code>-?\d+)\] \w+(: )?(?P<message>.*)", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A topic as it is.

    Attributes:
        partition_count: Its partitions.
        replication_factor: Brokers that hold each of them.
        configs: Every setting with the value in force, wherever that comes from.
    """

    partition_count: int
    replication_factor: int
    configs: Mapping[str, str]


class Topics:
    """What can be done to the topics of one cluster.

    Every method raises Refused for what the cluster refuses for good, NotPermitted for what it
    does not allow, and NotYet for what may pass: a quota, a broker that is busy or unreachable.
    """

    def __init__(self, client: KafkaAdminClient) -> None:
        self._client = client

    def find(self, name: str) -> Topic | None:
        """The topic called `name`, if there is one."""
        with translated():
            (found,) = self._client.describe_topics([name])
            if found["error_code"] == errors.UnknownTopicOrPartitionError.errno:
                return None
            require(found["error_code"])
            resource = ConfigResource(ConfigResourceType.TOPIC, name)
            configs = self._client.describe_configs([resource], config_filter="all")
        settings = configs["topic"].get(name)
        if not settings:  # the client drops the error that the cluster gave instead
            raise NotPermitted(f"the settings of topic {name} cannot be read")
        partitions = found["partitions"]
        return Topic(
            partition_count=len(partitions),
            replication_factor=len(partitions[0]["replica_nodes"]),
            configs={key: setting["value"] for key, setting in settings.items()},
        )

    def create(
        self,
        name: str,
        *,
        partition_count: int,
        replication_factor: int | None,
        configs: Mapping[str, str],
    ) -> None:
        """Create a topic; without a replication factor the cluster chooses it."""
        wanted = {
            "num_partitions": partition_count,
            "replication_factor": replication_factor or -1,
            "configs": dict(configs),
        }
        with translated():
            answer = self._client.create_topics({name: wanted}, raise_errors=False)
            (result,) = answer["topics"]
            require(result["error_code"], result.get("error_message"))

    def grow(self, name: str, partition_count: int) -> None:
        """Add partitions to a topic until it has `partition_count`."""
        with translated():
            answer = self._client.create_partitions({name: partition_count}, raise_errors=False)
            (result,) = answer.results
            require(result.error_code, result.error_message)

    def alter_configs(self, name: str, changes: Mapping[str, str | None]) -> None:
        """Set some settings of a topic, take back those that are None, and leave all others."""
        operations = {
            key: (AlterConfigOp.DELETE, None) if value is None else (AlterConfigOp.SET, value)
            for key, value in changes.items()
        }
        resource = ConfigResource(ConfigResourceType.TOPIC, name, operations)
        with translated():
            # Without `incremental` a cluster that is told one setting would reset all others.
            answer = self._client.alter_configs(
                [resource], raise_on_unknown=False, incremental=True
            )
            result = answer["topic"][name]
            if error := _ERROR.fullmatch(result):
                require(int(error["code"]), error["message"])
        if result != "OK":
            raise Refused(result)

    def delete(self, name: str) -> None:
        """Delete a topic, or do nothing when it is gone."""
        with translated():
            (result,) = self._client.delete_topics([name], raise_errors=False)["topics"]
            if result["error_code"] != errors.UnknownTopicOrPartitionError.errno:
                require(result["error_code"], result.get("error_message"))

    def wait_until_ready(self, name: str) -> None:
        """Return when every partition of a topic has a leader."""
        with translated():
            self._client.wait_for_topics([name], timeout_ms=_VISIBLE_MILLISECONDS)


@contextmanager
def topics_of(bootstrap_brokers: str) -> Iterator[Topics]:
    """The topics of the cluster at `bootstrap_brokers`, as the function's role may see them."""
    with translated():
        client = connect(bootstrap_brokers)
    try:
        yield Topics(client)
    finally:
        client.close()
