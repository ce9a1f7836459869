"""Metrics of running clusters, as CloudWatch shows them."""

import datetime as dt
from contextlib import contextmanager

import pytest
from confluent_kafka import Consumer, Producer
from confluent_kafka.admin import AdminClient, NewTopic

from msk_local import LocalCloud
from msk_local.kafka import Authentication, BrokerSoftware, KafkaCluster
from msk_local.kafka.front_door.traffic import Traffic
from msk_local.metrics import MetricsPublisher
from msk_local.msk.state import Cluster
from msk_model import BrokerType, ClusterType
from msk_model.facts.metrics import published_metrics

ARN = "arn:aws:kafka:us-east-1:123456789012:cluster/demo/11111111-2222-3333-4444-555555555555-1"
SECONDS = 60


class Nobody:
    """Nobody signs in: the listener is a plain one."""

    def iam_identity(self, access_key_id):
        return None

    def scram_password(self, cluster_arn, username):
        return None


class Unreachable:
    """Brokers that are being stopped."""

    volumes = connections = stored_bytes = {}  # noqa: RUF012 - never changed

    @property
    def internal_bootstrap_servers(self):
        raise ValueError("a cluster must run to have addresses; call start first")


def provisioned(level="PER_TOPIC_PER_BROKER", size="kafka.m7g.large"):
    nodes = {
        "InstanceType": size,
        "StorageInfo": {"EbsStorageInfo": {"VolumeSize": 100}},
    }
    return {"EnhancedMonitoring": level, "BrokerNodeGroupInfo": nodes}


@contextmanager
def cluster_of_three(directory):
    """Three brokers with a topic of three partitions, and a client of theirs."""
    cluster = KafkaCluster(
        cluster_arn=ARN,
        broker_count=3,
        authentications=[Authentication.PLAINTEXT],
        identities=Nobody(),
        directory=directory,
        software=BrokerSoftware.EMBEDDED,
    )
    cluster.start()
    try:
        client = {
            "bootstrap.servers": cluster.bootstrap_servers(Authentication.PLAINTEXT),
            "log_level": 0,
        }
        admin = AdminClient(client)  # one that nobody holds ends, and its answers with it
        created = admin.create_topics([NewTopic("orders", 3, 3)], operation_timeout=SECONDS)
        created["orders"].result(SECONDS)
        yield cluster, client
    finally:
        cluster.stop()


@pytest.fixture(scope="module")
def brokers(tmp_path_factory):
    """Brokers of which a group has read 4 of 10 records."""
    with cluster_of_three(tmp_path_factory.mktemp("cluster")) as (cluster, client):
        producer = Producer(client)
        for _ in range(10):
            producer.produce("orders", b"0123456789", partition=1)
        assert producer.flush(SECONDS) == 0
        consumer = Consumer({**client, "group.id": "audit", "auto.offset.reset": "earliest"})
        consumer.subscribe(["orders"])
        read = []
        while len(read) < 4:
            read += consumer.consume(4 - len(read), SECONDS)
        consumer.commit(message=read[-1], asynchronous=False)
        consumer.close()
        yield cluster


@pytest.fixture
def cloudwatch(simulated):
    """CloudWatch, shared by the tests: each of them has clusters of its own names."""
    return simulated.client("cloudwatch")


def publish(cloudwatch, *clusters):
    """Publishes once, a minute after the publisher was made."""
    times = iter([0.0, 60.0])
    publisher = MetricsPublisher(lambda: clusters, lambda: cloudwatch, clock=lambda: next(times))
    publisher.publish_now()


def value(cloudwatch, name, **dimensions):
    """The latest value of a metric, asked for as the clients of CloudWatch do; None: there is none."""
    named = [
        {"Name": key.replace("_", " "), "Value": text} for key, text in reversed(dimensions.items())
    ]
    now = dt.datetime.now(dt.UTC)
    metric = {"Namespace": "AWS/Kafka", "MetricName": name, "Dimensions": named}
    (result,) = cloudwatch.get_metric_data(
        MetricDataQueries=[
            {"Id": "m", "MetricStat": {"Metric": metric, "Period": 3600, "Stat": "Maximum"}}
        ],
        StartTime=now - dt.timedelta(hours=1),
        EndTime=now + dt.timedelta(hours=1),
    )["MetricDataResults"]
    return result["Values"][0] if result["Values"] else None


def test_what_is_measured_is_what_was_done(brokers, cloudwatch):
    """Topics, traffic over the minute that has passed, lag and connections of a real cluster."""
    cluster = Cluster(ARN, "measured", {}, provisioned=provisioned(), data_plane=brokers)
    publish(cloudwatch, cluster)
    here = {"Cluster_Name": "measured"}
    assert value(cloudwatch, "GlobalTopicCount", **here) == 1
    assert value(cloudwatch, "GlobalPartitionCount", **here) == 3
    assert value(cloudwatch, "ActiveControllerCount", **here) == 1
    assert value(cloudwatch, "OfflinePartitionsCount", **here) == 0
    each = [{**here, "Broker_ID": str(broker)} for broker in (1, 2, 3)]
    assert [value(cloudwatch, "PartitionCount", **one) for one in each] == [3, 3, 3]
    assert sum(value(cloudwatch, "LeaderCount", **one) for one in each) == 3
    written = [value(cloudwatch, "MessagesInPerSec", **one) for one in each]
    assert sum(written) == pytest.approx(10 / 60)
    assert sum(value(cloudwatch, "BytesInPerSec", **one) for one in each) > 100 / 60
    assert sum(value(cloudwatch, "BytesOutPerSec", **one) for one in each) > 100 / 60
    group = {**here, "Consumer_Group": "audit", "Topic": "orders"}
    assert value(cloudwatch, "SumOffsetLag", **group) == 6
    assert value(cloudwatch, "MaxOffsetLag", **group) == 6


@pytest.mark.parametrize(
    ("level", "size", "broker_type"),
    [
        ("DEFAULT", "kafka.m7g.large", BrokerType.STANDARD),
        ("PER_TOPIC_PER_PARTITION", "kafka.m7g.large", BrokerType.STANDARD),
        ("DEFAULT", "express.m7g.large", BrokerType.EXPRESS),
        (None, None, None),
    ],
)
def test_only_what_such_a_cluster_publishes(brokers, cloudwatch, level, size, broker_type):
    """The metrics of its kind and level, with exactly their dimensions."""
    name = f"published-{level}-{broker_type}"
    described = provisioned(level, size) if level else None
    publish(cloudwatch, Cluster(ARN, name, {}, provisioned=described, data_plane=brokers))
    kind = ClusterType.PROVISIONED if level else ClusterType.SERVERLESS
    allowed = {
        (one.name, one.dimensions)
        for one in published_metrics(kind, broker_type, level or "DEFAULT")
    }
    found = {
        (one["MetricName"], tuple(dimension["Name"] for dimension in one["Dimensions"]))
        for page in cloudwatch.get_paginator("list_metrics").paginate(Namespace="AWS/Kafka")
        for one in page["Metrics"]
        if {"Name": "Cluster Name", "Value": name} in one["Dimensions"]
    }
    assert found
    assert found <= allowed
    assert ("SumOffsetLag", ("Cluster Name", "Consumer Group", "Topic")) in found


def test_a_cluster_that_goes_spoils_nothing(brokers, cloudwatch):
    """The others are measured all the same."""
    gone = Cluster(ARN, "gone", {}, provisioned=provisioned(), data_plane=Unreachable())
    starting = Cluster(ARN, "starting", {}, provisioned=provisioned())
    stays = Cluster(ARN, "stays", {}, provisioned=provisioned(), data_plane=brokers)
    publish(cloudwatch, gone, starting, stays)
    assert value(cloudwatch, "GlobalTopicCount", Cluster_Name="gone") is None
    assert value(cloudwatch, "GlobalTopicCount", Cluster_Name="stays") == 1


def test_traffic_is_counted_once(brokers, cloudwatch):
    """What was published is not part of the next minute."""
    cluster = Cluster(ARN, "once", {}, provisioned=provisioned(), data_plane=brokers)
    seen = []

    class Recorder:
        def put_metric_data(self, **parameters):
            seen.append(
                sum(
                    one["Value"]
                    for one in parameters["MetricData"]
                    if one["MetricName"] == "MessagesInPerSec" and len(one["Dimensions"]) == 2
                )
            )

    times = iter([0.0, 60.0, 120.0])
    publisher = MetricsPublisher(lambda: [cluster], Recorder, clock=lambda: next(times))
    publisher.publish_now()
    publisher.publish_now()
    assert seen == [pytest.approx(10 / 60), 0]


def test_counting_costs_no_client_its_answer(tmp_path, monkeypatch):
    """Records that cannot be counted are written all the same."""

    def fail(*_):
        raise LookupError

    monkeypatch.setattr(Traffic, "written", fail)
    delivered = []
    with cluster_of_three(tmp_path) as (cluster, client):
        producer = Producer(client)
        producer.produce("orders", b"1", on_delivery=lambda error, _: delivered.append(error))
        assert producer.flush(SECONDS) == 0
        assert cluster.volumes == {}
    assert delivered == [None]


def test_it_ends_with_the_cloud():
    """The cloud publishes on demand, and stops while its publisher waits for the next minute."""
    with LocalCloud(broker="embedded") as cloud:
        cloud.publish_metrics()
        assert cloud.session().client("cloudwatch").list_metrics()["Metrics"] == []
    with pytest.raises(RuntimeError, match="must run"):
        cloud.publish_metrics()
