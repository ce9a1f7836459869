"""The topics that a live cluster has, read without changing anything."""

import base64
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from msk_model import UNKNOWN, ClusterShape, ClusterType, TopicShape, nearest
from msk_model.facts.kafka_versions import release_of
from msk_model.facts.topic_properties import topic_property
from msk_model.topic_policy import DeclaredTopic
from mskctl.errors import MskctlError

_ARN = re.compile(r"arn:[\w-]+:kafka:([\w-]+):\d+:cluster/([^/]+)/[^/]+")
_FIRST_RELEASE = (3, 6)
_PAGE = 100


class UnreadableTopics(MskctlError):  # noqa: N818  (it is topics, not an error, that are unreadable)
    """A live cluster that is not there, or whose topics cannot be read."""

    exit_code = 2


@dataclass(frozen=True, kw_only=True)
class LiveCluster:
    """A cluster and its topics.

    Attributes:
        name: Of the cluster.
        shape: The cluster as far as it matters to topics.
        topics: All but those of Kafka and MSK, by name; nobody is their owner.
    """

    name: str
    shape: ClusterShape
    topics: tuple[DeclaredTopic, ...]


def live_cluster(cluster: str) -> LiveCluster:
    """The cluster of a name or an ARN, with its topics.

    MSK tells the topics of provisioned clusters from Kafka 3.6. It knows none of others: there
    Kafka is asked, which has to be reachable from here and to accept IAM.

    Raises:
        UnreadableTopics: There is no such cluster, or AWS, or Kafka, does not answer.
    """
    # Imported late: only this needs AWS.
    import boto3  # noqa: PLC0415
    from botocore.config import Config  # noqa: PLC0415
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

    match = _ARN.fullmatch(cluster)
    # MSK throttles its topic operations: the client slows down as far as that asks for.
    patient = Config(retries={"mode": "adaptive", "max_attempts": 10})
    try:
        client = boto3.client("kafka", region_name=match[1] if match else None, config=patient)
    except (BotoCoreError, ValueError) as error:  # the latter of an endpoint that is no URL
        raise UnreadableTopics(f"{cluster}: cluster must be readable; {error}") from error
    try:
        arn = cluster if match else _arn_of(client, cluster)
        info = client.describe_cluster_v2(ClusterArn=arn)["ClusterInfo"]
        shape = _shape(info)
        if _is_within_reach(shape):
            topics = tuple(_of_msk(client, arn))
        else:
            brokers = client.get_bootstrap_brokers(ClusterArn=arn)
            topics = _of_kafka(arn, brokers.get("BootstrapBrokerStringSaslIam"))
    except (BotoCoreError, ClientError) as error:
        raise UnreadableTopics(f"{cluster}: cluster must be readable; {error}") from error
    ordered = sorted(topics, key=lambda topic: topic.name)
    return LiveCluster(name=info["ClusterName"], shape=shape, topics=tuple(ordered))


def cluster_names(incomplete: str) -> list[str]:
    """Names of clusters that begin so, for the shell to complete; none where AWS is not there."""
    import boto3  # noqa: PLC0415
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

    try:
        names = [one["ClusterName"] for one in _clusters(boto3.client("kafka"))]
    except (BotoCoreError, ClientError):
        return []
    return [name for name in names if name.startswith(incomplete)]


def _arn_of(client: Any, name: str) -> str:
    arns = {one["ClusterName"]: str(one["ClusterArn"]) for one in _clusters(client)}
    if name in arns:
        return arns[name]
    likely = nearest(name, arns)
    hint = f"did you mean {likely!r}?" if likely else "the region has no such cluster"
    raise UnreadableTopics(f"CLUSTER must be the name or ARN of a cluster, got {name!r}; {hint}")


def _clusters(client: Any) -> Iterator[dict[str, Any]]:
    for page in client.get_paginator("list_clusters_v2").paginate():
        yield from page["ClusterInfoList"]


def _shape(info: dict[str, Any]) -> ClusterShape:
    if "Provisioned" not in info:
        return ClusterShape(cluster_type=ClusterType.SERVERLESS)
    provisioned = info["Provisioned"]
    software = provisioned.get("CurrentBrokerSoftwareInfo", {})
    return ClusterShape(
        cluster_type=ClusterType.PROVISIONED,
        kafka_version=software.get("KafkaVersion", UNKNOWN),
        broker_size=provisioned["BrokerNodeGroupInfo"]["InstanceType"],
        broker_count=provisioned["NumberOfBrokerNodes"],
        storage_mode=provisioned.get("StorageMode", UNKNOWN),
    )


def _is_within_reach(shape: ClusterShape) -> bool:
    if shape.cluster_type is ClusterType.SERVERLESS:
        return False
    release = release_of(shape.kafka_version) if isinstance(shape.kafka_version, str) else None
    return release is None or release >= _FIRST_RELEASE


def _of_msk(client: Any, arn: str) -> Iterator[DeclaredTopic]:
    pages = client.get_paginator("list_topics").paginate(
        ClusterArn=arn, PaginationConfig={"PageSize": _PAGE}
    )
    for page in pages:
        for listed in page["Topics"]:
            if not _is_internal(listed["TopicName"]):
                yield from _described(client, arn, listed["TopicName"])


def _described(client: Any, arn: str, name: str) -> Iterator[DeclaredTopic]:
    """The topic; nothing when it was deleted since it was listed."""
    try:
        found = client.describe_topic(ClusterArn=arn, TopicName=name)
    except client.exceptions.NotFoundException:
        return
    try:
        configs = json.loads(base64.b64decode(found.get("Configs") or "e30="))
        settings = [(str(key), str(value)) for key, value in configs.items()]
    except (ValueError, AttributeError) as error:
        message = "settings must be a JSON object in Base64"
        raise UnreadableTopics(f"{arn}: {name}: {message}; {error}") from error
    yield _declared(name, found["PartitionCount"], found["ReplicationFactor"], settings)


def _of_kafka(arn: str, brokers: str | None) -> tuple[DeclaredTopic, ...]:
    if not brokers:
        message = "cluster must accept IAM, for MSK does not tell its topics; use Kafka's tools"
        raise UnreadableTopics(f"{arn}: {message}")
    from mskctl.topics_kafka import UnreachableBrokers, kafka_topics  # noqa: PLC0415

    try:
        return tuple(
            _declared(one.name, one.partition_count, one.replication_factor, one.configs.items())
            for one in kafka_topics(brokers)
            if not _is_internal(one.name)
        )
    except UnreachableBrokers as error:
        message = "brokers must be reachable from here, for MSK does not tell this cluster's topics"
        raise UnreadableTopics(f"{arn}: {message}; {error}") from error


def _declared(
    name: str, partitions: int, copies: int, configs: Iterable[tuple[str, str]]
) -> DeclaredTopic:
    """A topic with the settings that are Kafka's; brokers may have others of their own."""
    return DeclaredTopic(
        shape=TopicShape(
            topic_name=name,
            partition_count=partitions,
            replication_factor=copies,
            configs={key: text for key, text in configs if topic_property(key) is not None},
        )
    )


def _is_internal(name: str) -> bool:
    return name.startswith("__")
