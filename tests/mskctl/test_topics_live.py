"""Reading the topics of a cluster when MSK says no, or something else than expected."""

import base64
import json

import boto3
import pytest
from botocore.exceptions import ClientError

from msk_model import ClusterType
from mskctl import topics_kafka
from mskctl.topics_kafka import KafkaTopic, UnreachableBrokers
from mskctl.topics_live import UnreadableTopics, live_cluster

ARN = "arn:aws:kafka:eu-west-1:123456789012:cluster/orders/1f0b-2"


class GoneError(Exception):
    """What boto3 raises for a topic that is not there."""


class Pages:
    def __init__(self, pages):
        self._pages = pages

    def paginate(self, **request):
        return iter(self._pages)


class FakeKafka:
    """As much of boto3's client of MSK as is called; describes the topics it has settings of."""

    exceptions = type("exceptions", (), {"NotFoundException": GoneError})

    def __init__(self, *, version="3.9.x", brokers=None, configs=None, listed=()):
        self.version, self.brokers = version, brokers
        self.configs, self.listed = configs or {}, listed

    def describe_cluster_v2(self, *, ClusterArn):  # noqa: N803  (boto3's own spelling)
        if ClusterArn != ARN:
            error = {"Error": {"Code": "NotFoundException", "Message": "no such cluster"}}
            raise ClientError(error, "DescribeClusterV2")
        provisioned = {
            "BrokerNodeGroupInfo": {"InstanceType": "kafka.m7g.large"},
            "NumberOfBrokerNodes": 3,
            "CurrentBrokerSoftwareInfo": {"KafkaVersion": self.version},
        }
        return {"ClusterInfo": {"ClusterName": "orders", "Provisioned": provisioned}}

    def get_bootstrap_brokers(self, *, ClusterArn):  # noqa: N803
        return {} if self.brokers is None else {"BootstrapBrokerStringSaslIam": self.brokers}

    def get_paginator(self, operation):
        if operation == "list_topics":
            return Pages([{"Topics": [{"TopicName": name}]} for name in self.listed])
        return Pages([{"ClusterInfoList": []}])

    def describe_topic(self, *, ClusterArn, TopicName):  # noqa: N803
        if TopicName not in self.configs:
            raise GoneError
        return {
            "PartitionCount": 1,
            "ReplicationFactor": 3,
            "Configs": self.configs[TopicName],
        }


@pytest.fixture
def client(monkeypatch):
    """Puts a fake in the place of boto3's client."""

    def use(**settings):
        fake = FakeKafka(**settings)
        monkeypatch.setattr(boto3, "client", lambda *_, **__: fake)
        return fake

    return use


def encoded(configs):
    return base64.b64encode(json.dumps(configs).encode()).decode()


def test_a_topic_that_goes_while_it_is_read_is_left_out(client):
    """So are those of Kafka itself, and settings that are none of Kafka's."""
    configs = {"orders": encoded({"retention.ms": "1", "vendor.setting": "2"})}
    client(configs=configs, listed=["gone", "orders", "__consumer_offsets"])
    found = live_cluster(ARN)
    assert [one.name for one in found.topics] == ["orders"]
    assert found.topics[0].shape.configs == {"retention.ms": "1"}
    assert found.shape.cluster_type is ClusterType.PROVISIONED


@pytest.mark.parametrize("configs", ["%%%", encoded([1]), base64.b64encode(b"{").decode()])
def test_settings_that_cannot_be_read_are_said(client, configs):
    """With the topic they are of."""
    client(configs={"orders": configs}, listed=["orders"])
    with pytest.raises(UnreadableTopics, match="orders: settings must be a JSON object"):
        live_cluster(ARN)


def test_a_topic_without_settings_has_none(client):
    """MSK may say nothing at all."""
    client(configs={"orders": ""}, listed=["orders"])
    assert live_cluster(ARN).topics[0].shape.configs == {}


def test_old_clusters_are_asked_by_kafka(client, monkeypatch):
    """MSK tells topics from Kafka 3.6 on."""
    client(version="3.5.1", brokers="b-1:9098")
    topic = KafkaTopic(
        name="orders", partition_count=2, replication_factor=3, configs={"retention.ms": "1"}
    )
    monkeypatch.setattr(topics_kafka, "kafka_topics", lambda brokers: (topic,))
    (found,) = live_cluster(ARN).topics
    assert (found.name, found.shape.partition_count) == ("orders", 2)


def test_what_keeps_kafka_from_being_asked_is_said(client, monkeypatch):
    """No IAM, or no way to the brokers."""
    client(version="2.8.1")
    with pytest.raises(UnreadableTopics, match="cluster must accept IAM"):
        live_cluster(ARN)

    def unreachable(brokers):
        raise UnreachableBrokers("no route")

    client(version="2.8.1", brokers="b-1:9098")
    monkeypatch.setattr(topics_kafka, "kafka_topics", unreachable)
    with pytest.raises(UnreadableTopics, match=r"brokers must be reachable from here.*no route"):
        live_cluster(ARN)


def test_what_aws_refuses_is_one_line(client):
    """The cluster, and AWS's own words."""
    client()
    other = ARN.replace("orders", "other")
    with pytest.raises(UnreadableTopics, match=rf"{other}: cluster must be readable; .*no such"):
        live_cluster(other)
