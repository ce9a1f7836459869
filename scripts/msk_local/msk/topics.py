"""Topics of provisioned clusters.

https://docs.aws.amazon.com/msk/latest/developerguide/msk-topic-operations-information.html
"""

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from msk_local.msk.errors import MskError, bad_request, not_active
from msk_local.msk.page import page
from msk_local.msk.settling import gone, has, settle
from msk_local.msk.shape import provisioned_shape
from msk_local.msk.state import Cluster, Store
from msk_local.msk.topic_admin import Topic, TopicAdmin
from msk_model import Severity, TopicShape, check_topic, names
from msk_model.facts.kafka_versions import release_of

_FIRST_RELEASE: Final = (3, 6)
_EXPRESS_REPLICATION: Final = 3
_STATES: Final = {"ACTIVE", "UPDATING"}


class Topics:
    """The topic operations of the API.

    Args:
        store: Where clusters are found.
        new_admin: Makes the admin client of the brokers at some bootstrap servers.
    """

    def __init__(self, store: Store, new_admin: Callable[[str], TopicAdmin] = TopicAdmin) -> None:
        self._store = store
        self._new_admin = new_admin

    def create(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """CreateTopic."""
        cluster = self._cluster(parameters)
        name = parameters["TopicName"]
        replication_factor = parameters["ReplicationFactor"]
        configs = _decode(parameters.get("Configs"))
        shape = TopicShape(
            topic_name=name,
            partition_count=parameters["PartitionCount"],
            replication_factor=replication_factor,
            configs=configs,
        )
        self._require(shape, cluster)
        if cluster.brokers["BrokerNodeGroupInfo"]["InstanceType"].startswith("express."):
            replication_factor = _EXPRESS_REPLICATION
        admin = self._admin(cluster)
        partitions = parameters["PartitionCount"]
        admin.create(
            name, partitions=partitions, replication_factor=replication_factor, configs=configs
        )
        settle(lambda: admin.views(name), has(partitions, configs))
        return _acknowledgement(cluster, name, "CREATING")

    def update(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """UpdateTopic: more partitions or other settings; MSK takes both in two requests.

        https://docs.aws.amazon.com/msk/latest/developerguide/msk-update-topic.html
        """
        cluster = self._cluster(parameters)
        if "PartitionCount" in parameters and "Configs" in parameters:
            raise bad_request(
                "Either the partition count or the configurations can be updated in one request.",
                parameter="partitionCount",
            )
        name = parameters["TopicName"]
        configs = _decode(parameters.get("Configs"))
        admin = self._admin(cluster)
        present = len(admin.topic(name).partitions)
        partitions = parameters.get("PartitionCount", present)
        if partitions < present:
            raise bad_request(
                f"The topic {name} has {present} partitions; their number can only grow.",
                parameter="partitionCount",
            )
        self._require(TopicShape(topic_name=name, configs=configs), cluster)
        if partitions > present:
            admin.grow(name, partitions)
        if configs:
            admin.configure(name, configs)
        settle(lambda: admin.views(name), has(partitions, configs))
        return _acknowledgement(cluster, name, "UPDATING")

    def delete(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """DeleteTopic."""
        cluster, name = self._cluster(parameters), parameters["TopicName"]
        admin = self._admin(cluster)
        admin.delete(name)
        settle(lambda: admin.views(name), gone)
        return _acknowledgement(cluster, name, "DELETING")

    def describe(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """DescribeTopic."""
        cluster = self._cluster(parameters)
        topic = self._find(cluster, parameters["TopicName"])
        configs = json.dumps(self._admin(cluster).configs(topic.name))
        return {
            "TopicArn": cluster.arn_of("topic", topic.name),
            "TopicName": topic.name,
            "ReplicationFactor": topic.replication_factor,
            "PartitionCount": len(topic.partitions),
            "Configs": base64.b64encode(configs.encode()).decode(),
            "Status": "ACTIVE",
        }

    def describe_partitions(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """DescribeTopicPartitions."""
        topic = self._find(self._cluster(parameters), parameters["TopicName"])
        partitions = [
            {
                "Partition": partition.number,
                "Leader": partition.leader,
                "Replicas": list(partition.replicas),
                "Isr": list(partition.in_sync),
            }
            for partition in topic.partitions
        ]
        return page(parameters, partitions, "Partitions")

    def list_topics(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """ListTopics."""
        cluster = self._cluster(parameters)
        wanted = parameters.get("TopicNameFilter", "")
        topics = [
            {
                "TopicArn": cluster.arn_of("topic", topic.name),
                "TopicName": topic.name,
                "ReplicationFactor": topic.replication_factor,
                "PartitionCount": len(topic.partitions),
                "OutOfSyncReplicaCount": sum(
                    len(p.replicas) - len(p.in_sync) for p in topic.partitions
                ),
            }
            for topic in self._admin(cluster).topics()
            if topic.name.startswith(wanted)
        ]
        return page(parameters, topics, "Topics")

    def _cluster(self, parameters: Mapping[str, Any]) -> Cluster:
        cluster = self._store.cluster(parameters)
        version = cluster.brokers["CurrentBrokerSoftwareInfo"]["KafkaVersion"]
        release = release_of(version)
        if release is not None and release < _FIRST_RELEASE:
            raise bad_request(
                f"Topic operations need Apache Kafka 3.6.0 or later; the cluster runs {version}.",
                parameter="clusterArn",
            )
        if cluster.state not in _STATES:
            raise not_active()
        return cluster

    def _admin(self, cluster: Cluster) -> TopicAdmin:
        if cluster.data_plane is None:
            raise MskError("ClusterConnectivityException", "The cluster has no brokers.")
        return self._new_admin(cluster.data_plane.internal_bootstrap_servers)

    def _find(self, cluster: Cluster, name: str) -> Topic:
        try:
            return self._admin(cluster).topic(name)
        except MskError as error:
            if error.code == "UnknownTopicOrPartitionException":
                message = "The requested topic doesn't exist."
                raise MskError("NotFoundException", message, parameter="topicName") from error
            raise

    def _require(self, topic: TopicShape, cluster: Cluster) -> None:
        properties = self._store.server_properties(cluster.configuration)
        shape = provisioned_shape(cluster.name, cluster.brokers, server_properties=properties)
        for finding in check_topic(topic, shape):
            if finding.severity is Severity.ERROR:
                member = names(TopicShape)[finding.field].property
                where = f"topic {topic.topic_name}"
                raise bad_request(finding.message(where=where, name=member))


def _acknowledgement(cluster: Cluster, name: str, status: str) -> dict[str, Any]:
    return {"TopicArn": cluster.arn_of("topic", name), "TopicName": name, "Status": status}


def _decode(configs: str | None) -> dict[str, str]:
    """The settings in a request: a JSON object of strings, in Base64."""
    if configs is None:
        return {}
    try:
        decoded = json.loads(base64.b64decode(configs, validate=True))
    except (binascii.Error, ValueError) as error:
        raise bad_request("Configs must be JSON in Base64.", parameter="configs") from error
    if not isinstance(decoded, dict) or not all(isinstance(v, str) for v in decoded.values()):
        raise bad_request("Configs must be a JSON object of strings.", parameter="configs")
    return decoded
