"""What the properties of a custom resource say about a topic."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from .topics import Topic


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """A topic as it should be.

    Attributes:
        cluster_arn: Of the cluster it belongs to.
        bootstrap_brokers: Where that cluster is.
        name: Of the topic.
        partition_count: Its partitions.
        replication_factor: Brokers that hold each of them. None: whatever the cluster chose.
        configs: The settings that are declared; no other is anybody's business here.
        adopt: Whether a topic that is there already, just as declared, becomes this resource's.
    """

    cluster_arn: str
    bootstrap_brokers: str
    name: str
    partition_count: int
    replication_factor: int | None
    configs: Mapping[str, str]
    adopt: bool

    @classmethod
    def of(cls, properties: Mapping[str, Any]) -> Self:
        """Read `properties`, in which CloudFormation has made every number and boolean a text."""
        copies = properties.get("ReplicationFactor")
        return cls(
            cluster_arn=properties["ClusterArn"],
            bootstrap_brokers=properties["BootstrapBrokers"],
            name=properties["TopicName"],
            partition_count=int(properties["PartitionCount"]),
            replication_factor=None if copies is None else int(copies),
            configs={key: str(value) for key, value in properties.get("Configs", {}).items()},
            adopt=str(properties["Adopt"]).lower() == "true",
        )

    @property
    def physical_id(self) -> str:
        """Another name or cluster is another topic, so the former one is deleted afterwards."""
        return f"{self.cluster_arn}/{self.name}"

    @property
    def arn(self) -> str:
        """What IAM policies call the topic."""
        return self.physical_id.replace(":cluster/", ":topic/", 1)

    def settings_to_change(self, topic: Topic) -> dict[str, str]:
        """The declared settings that `topic` has with another value."""
        return {
            key: value
            for key, value in self.configs.items()
            if _plain(topic.configs.get(key)) != _plain(value)
        }

    def differences(self, topic: Topic) -> Iterator[str]:
        """How `topic` differs from what is declared, in words."""
        if topic.partition_count != self.partition_count:
            yield f"it has {topic.partition_count} partitions, declared are {self.partition_count}"
        if self.replication_factor not in (None, topic.replication_factor):
            yield (
                f"it has {topic.replication_factor} copies, declared are {self.replication_factor}"
            )
        for key, value in self.settings_to_change(topic).items():
            yield f"its {key} is {topic.configs.get(key)}, declared is {value}"


def _plain(value: str | None) -> str | None:
    """Clusters write lists without the spaces that people write them with."""
    return None if value is None else value.replace(" ", "")
