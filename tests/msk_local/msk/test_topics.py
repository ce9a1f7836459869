"""The topic API, down to a broker that really has the topics."""

import base64
import json

import pytest
from botocore.exceptions import ClientError

from msk_local.kafka import BrokerSoftware, KafkaCluster
from msk_local.msk import MskService


class _NoIdentities:
    """Nobody comes through the front door in these tests."""

    def iam_identity(self, access_key_id):
        return None

    def scram_password(self, cluster_arn, username):
        return None


@pytest.fixture(scope="module")
def brokers(network, tmp_path_factory):
    """A service whose clusters have the embedded broker, for all tests of this module."""

    def new_data_plane(**options):
        return KafkaCluster(
            identities=_NoIdentities(),
            directory=tmp_path_factory.mktemp("cluster"),
            software=BrokerSoftware.EMBEDDED,
            **options,
        )

    msk = MskService(account="123456789012", region="us-east-1", new_data_plane=new_data_plane)
    yield msk
    msk.stop()


@pytest.fixture
def service(network, brokers):
    network.services["kafka"] = brokers
    return brokers


@pytest.fixture
def cluster(account):
    """ARN of the cluster the tests share."""
    for known in account.kafka.list_clusters_v2()["ClusterInfoList"]:
        if known["ClusterName"] == "orders":
            return known["ClusterArn"]
    return account.create()


def _encoded(configs):
    return base64.b64encode(json.dumps(configs).encode()).decode()


def _create(account, cluster, name, **changes):
    options = {"PartitionCount": 3, "ReplicationFactor": 3, **changes}
    return account.kafka.create_topic(ClusterArn=cluster, TopicName=name, **options)


def test_a_topic_exists_on_the_brokers(account, cluster):
    """What was asked for is what DescribeTopic finds, under an ARN policies can name."""
    answer = _create(account, cluster, "found", Configs=_encoded({"retention.ms": "3600000"}))
    found = account.kafka.describe_topic(ClusterArn=cluster, TopicName="found")
    assert answer["Status"] == "CREATING"
    assert answer["TopicArn"] == cluster.replace(":cluster/", ":topic/") + "/found"
    assert (found["PartitionCount"], found["ReplicationFactor"]) == (3, 3)
    assert json.loads(base64.b64decode(found["Configs"])) == {"retention.ms": "3600000"}
    partitions = account.kafka.describe_topic_partitions(ClusterArn=cluster, TopicName="found")
    assert {p["Leader"] for p in partitions["Partitions"]} <= {1, 2, 3}


def test_partitions_grow_and_settings_change(account, cluster):
    """UpdateTopic adds partitions or sets what it names, never both at once; nothing shrinks."""
    _create(account, cluster, "growing", Configs=_encoded({"retention.ms": "3600000"}))
    growing = {"ClusterArn": cluster, "TopicName": "growing"}
    larger = {"Configs": _encoded({"max.message.bytes": "2000000"})}
    with pytest.raises(ClientError, match="Either the partition count or the configurations"):
        account.kafka.update_topic(**growing, PartitionCount=6, **larger)
    account.kafka.update_topic(**growing, PartitionCount=6)
    account.kafka.update_topic(**growing, **larger)
    found = account.kafka.describe_topic(ClusterArn=cluster, TopicName="growing")
    assert found["PartitionCount"] == 6
    assert json.loads(base64.b64decode(found["Configs"])) == {
        "retention.ms": "3600000",
        "max.message.bytes": "2000000",
    }
    with pytest.raises(ClientError, match="can only grow"):
        account.kafka.update_topic(ClusterArn=cluster, TopicName="growing", PartitionCount=2)


def test_a_deleted_topic_is_gone(account, cluster):
    """It is neither listed nor described, and cannot be deleted twice."""
    _create(account, cluster, "short")
    account.kafka.delete_topic(ClusterArn=cluster, TopicName="short")
    listed = account.kafka.list_topics(ClusterArn=cluster, TopicNameFilter="short")
    assert listed["Topics"] == []
    with pytest.raises(account.kafka.exceptions.NotFoundException):
        account.kafka.describe_topic(ClusterArn=cluster, TopicName="short")
    with pytest.raises(account.kafka.exceptions.UnknownTopicOrPartitionException):
        account.kafka.delete_topic(ClusterArn=cluster, TopicName="short")


def test_a_topic_is_created_once(account, cluster):
    """The second time it exists."""
    _create(account, cluster, "once")
    with pytest.raises(account.kafka.exceptions.TopicExistsException):
        _create(account, cluster, "once")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"ReplicationFactor": 4}, "ReplicationFactor"),
        ({"Configs": _encoded({"retention.msx": "1"})}, "retention.ms"),
        ({"Configs": "no Base64"}, "JSON in Base64"),
        ({"Configs": _encoded({"retention.ms": 1})}, "object of strings"),
    ],
)
def test_what_the_cluster_cannot_have_is_refused(account, cluster, changes, message):
    """Rules and malformed settings are bad requests."""
    with pytest.raises(ClientError, match=message) as refusal:
        _create(account, cluster, "refused", **changes)
    assert refusal.value.response["Error"]["Code"] == "BadRequestException"


def test_serverless_clusters_have_no_topic_api(account):
    """Their topics are made by Kafka clients."""
    arn = account.create_serverless()
    with pytest.raises(ClientError, match="serverless"):
        _create(account, arn, "orders")


def test_brokers_with_partitions_are_not_removed(account, cluster):
    """Six brokers become three again only while the last three are empty."""
    arn = account.create("shrinking", NumberOfBrokerNodes=6)
    account.kafka.update_broker_count(
        ClusterArn=arn, CurrentVersion=account.version(arn), TargetNumberOfBrokerNodes=3
    )
    assert account.wait(arn)["Provisioned"]["NumberOfBrokerNodes"] == 3
    account.kafka.update_broker_count(
        ClusterArn=arn, CurrentVersion=account.version(arn), TargetNumberOfBrokerNodes=6
    )
    account.wait(arn)
    _create(account, arn, "everywhere", PartitionCount=12)
    with pytest.raises(ClientError, match="they hold everywhere"):
        account.kafka.update_broker_count(
            ClusterArn=arn, CurrentVersion=account.version(arn), TargetNumberOfBrokerNodes=3
        )
