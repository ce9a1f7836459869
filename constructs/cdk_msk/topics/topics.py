"""Topics that are declared as data."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import aws_cdk as cdk
from constructs import Construct

from cdk_msk.cluster.cluster import Cluster
from cdk_msk.topic import Topic
from msk_model import Severity, Unknown
from msk_model.topic_file import checked
from msk_model.topic_policy import DeclaredTopic, TopicPolicy


class Topics(Construct):
    """Topics of one cluster, from declarations or from a folder of files, under one policy.

    Attributes:
        topics: The topics by name, those for dead letters included.
    """

    topics: Mapping[str, Topic]

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        cluster: Cluster,
        topics: Iterable[DeclaredTopic],
        policy: TopicPolicy | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    ) -> None:
        """Define the topics.

        Args:
            scope: Parent of this construct.
            id: Name of this construct below `scope`.
            cluster: Where the topics live.
            topics: What they are; each has a name.
            policy: What is asked of them. Absent: only what MSK and Kafka ask.
            removal_policy: Of those that are neither protected nor adopted, which are retained.

        Raises:
            ValueError: Anything is wrong with any of them; one line for each fault.
        """
        super().__init__(scope, id)
        applied, faults = checked(topics, policy, cluster.shape)
        errors = [str(fault) for fault in faults if fault.severity is Severity.ERROR]
        if errors:
            raise ValueError("\n".join(f"{self.node.path}: {error}" for error in errors))
        for fault in faults:
            cdk.Annotations.of(self).add_warning_v2(f"cdk-msk:{fault.rule}", str(fault))
        self.topics = {
            topic.name: self._defined(topic, cluster, removal_policy) for topic in applied
        }

    @staticmethod
    def from_folder(
        scope: Construct,
        id: str,
        *,
        cluster: Cluster,
        folder: Path | str,
        policy: TopicPolicy | None = None,
        removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    ) -> "Topics":
        """The topics of a folder of YAML files, one team one file.

        It takes PyYAML: ``pip install 'cdk-msk[topics]'``.

        Args:
            scope: Parent of the construct.
            id: Its name below `scope`.
            cluster: Where the topics live.
            folder: The folder; folders in it count too.
            policy: What is asked of the topics. Absent: what the folder's ``policy.yaml`` asks.
            removal_policy: Of those that are neither protected nor adopted, which are retained.

        Raises:
            TopicFilesError: Anything is wrong in any of the files; a ValueError with one line for
                each fault: file, field, rule, value and fix.
        """
        # Imported late: apps without topic files need no YAML.
        from topic_files import read_folder  # noqa: PLC0415

        found = read_folder(folder, policy=policy, cluster=cluster.shape)
        return Topics(
            scope,
            id,
            cluster=cluster,
            topics=found.topics,
            policy=found.policy,
            removal_policy=removal_policy,
        )

    def _defined(
        self, topic: DeclaredTopic, cluster: Cluster, removal_policy: cdk.RemovalPolicy
    ) -> Topic:
        shape = topic.shape
        kept = topic.protected or topic.adopt
        configs = {} if isinstance(shape.configs, Unknown) else shape.configs
        return Topic(
            self,
            topic.name,
            cluster=cluster,
            topic_name=topic.name,
            partition_count=_known(shape.partition_count),
            replication_factor=_known(shape.replication_factor),
            configs={name: text for name, text in configs.items() if isinstance(text, str)} or None,
            protected=topic.protected,
            adopt=topic.adopt,
            removal_policy=(
                cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE if kept else removal_policy
            ),
        )


def _known(number: int | Unknown) -> int | None:
    return None if isinstance(number, Unknown) else number
