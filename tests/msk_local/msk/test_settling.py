"""A change of a topic is waited for until the last broker shows it."""

import pytest

from msk_local.kafka.broker.probe import TopicView
from msk_local.msk.settling import gone, has, settle
from msk_local.msk.state import Cluster, Store
from msk_local.msk.topics import Topics

BEFORE = TopicView(3, {"retention.ms": "1000"})
AFTER = TopicView(6, {"retention.ms": "2000", "cleanup.policy": "compact,delete"})


class LaggingAdmin:
    """Brokers of which the second learns of each change some looks later than the first."""

    def __init__(self, looks_behind=3):
        self.first = self.second = None
        self._looks_behind, self._looks = looks_behind, 0

    def create(self, name, *, partitions, replication_factor, configs):
        self._change(TopicView(partitions, dict(configs)))

    def grow(self, name, partitions):
        self._change(TopicView(partitions, self.first.configs))

    def configure(self, name, configs):
        self._change(TopicView(self.first.partition_count, {**self.first.configs, **configs}))

    def delete(self, name):
        self._change(None)

    def topic(self, name):
        return type("Described", (), {"partitions": range(self.first.partition_count)})

    def views(self, name):
        self._looks += 1
        if self._looks > self._looks_behind:
            self.second = self.first
        return [self.first, self.second]

    def _change(self, view):
        self.first, self._looks = view, 0


class Plane:
    """A data plane with two addresses."""

    internal_bootstrap_servers = "127.0.0.1:1,127.0.0.1:2"


ARN = "arn:aws:kafka:us-east-1:123456789012:cluster/orders/1"
NAMED = {"ClusterArn": ARN, "TopicName": "orders"}


@pytest.fixture
def store():
    """An account with one cluster."""
    store = Store(account="123456789012", region="us-east-1")
    brokers = {
        "BrokerNodeGroupInfo": {
            "InstanceType": "kafka.m7g.large",
            "ClientSubnets": ["a", "b", "c"],
            "ConnectivityInfo": {"PublicAccess": {"Type": "DISABLED"}, "NetworkType": "IPV4"},
        },
        "ClientAuthentication": {
            "Sasl": {"Iam": {"Enabled": True}, "Scram": {"Enabled": False}},
            "Tls": {"Enabled": False},
            "Unauthenticated": {"Enabled": False},
        },
        "CurrentBrokerSoftwareInfo": {"KafkaVersion": "3.9.x.kraft"},
        "EncryptionInfo": {"EncryptionInTransit": {"ClientBroker": "TLS", "InCluster": True}},
        "EnhancedMonitoring": "DEFAULT",
        "NumberOfBrokerNodes": 3,
        "OpenMonitoring": {"Prometheus": {}},
    }
    store.clusters[ARN] = Cluster(
        arn=ARN, name="orders", tags={}, provisioned=brokers, state="ACTIVE", data_plane=Plane()
    )
    return store


def test_every_operation_waits_for_the_last_broker(store):
    """After CreateTopic, UpdateTopic and DeleteTopic the slow broker shows what the fast one does."""
    admin = LaggingAdmin()
    topics = Topics(store, new_admin=lambda _: admin)
    topics.create({**NAMED, "PartitionCount": 3, "ReplicationFactor": 3})
    assert admin.second == TopicView(3, {})
    topics.update({**NAMED, "PartitionCount": 6})
    assert admin.second == TopicView(6, {})
    topics.update({**NAMED, "Configs": "eyJyZXRlbnRpb24ubXMiOiAiNTAwMCJ9"})
    assert admin.second == TopicView(6, {"retention.ms": "5000"})
    topics.delete(NAMED)
    assert admin.second is None


@pytest.mark.parametrize(
    ("view", "shown"),
    [(None, False), (BEFORE, False), (AFTER, True), (TopicView(6, {}), False)],
)
def test_a_topic_shows_its_partitions_and_settings(view, shown):
    """However a broker writes a value, it is that value."""
    wanted = has(6, {"retention.ms": "2000.0", "cleanup.policy": "compact, delete"})
    assert wanted(view) is shown
    assert gone(view) is (view is None)


def test_the_wait_has_an_end():
    """A broker that never shows a change, or never answers, is not waited for for ever."""

    def unreachable():
        raise ConnectionRefusedError

    assert not settle(lambda: [AFTER, BEFORE], has(6, {}), seconds=0.1)
    assert not settle(unreachable, gone, seconds=0.1)
    assert settle(lambda: [AFTER, AFTER], has(6, {}), seconds=0)
