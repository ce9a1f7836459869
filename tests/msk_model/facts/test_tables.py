"""What the tables of facts promise each other."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

import msk_model.facts
from msk_model import BrokerType, ClusterType
from msk_model.facts import (
    broker_sizes,
    iam_actions,
    kafka_versions,
    metrics,
    ports,
    regions,
    server_properties,
    topic_properties,
)

TABLES = sorted(Path(msk_model.facts.__file__).parent.glob("*.toml"))


@pytest.mark.parametrize("table", TABLES, ids=lambda path: path.stem)
def test_every_table_says_when_and_where_from(table):
    """A fact without a date and a source is a rumour."""
    content = tomllib.loads(table.read_text())
    assert isinstance(content["as_of"], date)
    rows = [*content.get("alarms", []), *content.get("types", {}).values()]
    sources = content.get("sources") or content.get("provenance")
    assert sources or (rows and all(row["source"] for row in rows))
    assert table.with_suffix(".py").exists()


def test_broker_sizes_grow_in_order():
    """Within a family each size carries at least what the one before it carries."""
    families = {}
    for size in broker_sizes.all_broker_sizes():
        families.setdefault(size.name.rpartition(".")[0], []).append(size)
        assert size.recommended_partitions <= size.maximum_partitions
        assert size.recommended_ingress_mbps < size.maximum_ingress_mbps
        assert size.recommended_egress_mbps < size.maximum_egress_mbps
    assert set(families) == {"kafka.t3", "kafka.m5", "kafka.m7g", "express.m7g"}
    for sizes in families.values():
        for attribute in ("vcpu", "memory_gib", "maximum_partitions", "maximum_ingress_mbps"):
            carried = [getattr(size, attribute) for size in sizes]
            assert carried == sorted(carried)


def test_broker_sizes_know_their_type():
    """The prefix decides, and only large Standard sizes take provisioned throughput."""
    express = broker_sizes.broker_size("express.m7g.large")
    assert express.broker_type is BrokerType.EXPRESS
    assert express.max_volume_throughput_mibps is None
    assert broker_sizes.broker_size("kafka.m7g.2xlarge").max_volume_throughput_mibps == 312.5
    assert broker_sizes.broker_size("m7g.large") is None


def test_kafka_versions():
    """Releases ascend, KRaft is told by name, and exactly one release is recommended."""
    versions = kafka_versions.all_kafka_versions()
    releases = [version.release for version in versions]
    assert releases == sorted(releases)
    assert {version.name for version in versions if version.recommended} == {"3.9.x", "3.9.x.kraft"}
    assert [version.name for version in versions if version.express] == [
        "3.6.0",
        "3.8.x",
        "3.9.x",
        "3.9.x.kraft",
        "4.2.x.kraft",
    ]
    assert all(version.kraft for version in versions if version.release >= (4, 0))
    assert kafka_versions.kafka_version("3.6") is None


@pytest.mark.parametrize(
    ("name", "release"),
    [
        ("3.9.x.kraft", (3, 9)),
        ("3.10.x", (3, 10)),
        ("2.8.2.tiered", (2, 8, 2)),
        ("2.4.1.1", (2, 4, 1, 1)),
        ("latest", None),
        ("3", None),
    ],
)
def test_release_of(name, release):
    """Releases compare as numbers, so that 3.10 is later than 3.9."""
    assert kafka_versions.release_of(name) == release


def test_server_properties_settable():
    """The counts of AWS's two pages: 49 for Standard brokers, 27 for Express brokers."""
    settable = server_properties.Settable
    every = server_properties.all_server_properties()
    assert sum(one.standard is settable.YES for one in every) == 49
    assert sum(one.express is settable.YES for one in every) == 27
    assert [one.name for one in every] == sorted(one.name for one in every)
    assert all(one.express is not settable.YES for one in every if one.express_value)
    assert all(one.standard is settable.YES for one in every if one.deprecated_since)


def test_topic_properties_hosts():
    """Express and serverless take what their pages list; Standard takes everything."""
    hosts = topic_properties.TopicHost
    every = topic_properties.all_topic_properties()
    assert all(hosts.STANDARD in one.hosts for one in every)
    assert sum(hosts.EXPRESS in one.hosts for one in every) == 11
    assert sum(hosts.SERVERLESS in one.hosts for one in every) == 7
    assert topic_properties.topic_property("retention") is None


def test_ports():
    """The port of each listener, by where a client comes from."""
    assert [ports.ports(name).vpc for name in ("plaintext", "tls", "scram", "iam")] == [
        9092,
        9094,
        9096,
        9098,
    ]
    assert ports.ports("plaintext").public is None
    assert ports.ports("iam").public == 9198
    assert ports.exporter_port("jmx") == 11001


def test_iam_actions_needs_exist():
    """An action needs only actions there are, and all of them need Connect in the end."""
    for one in iam_actions.all_actions():
        assert all(iam_actions.action(name) for name in one.needs)
        assert "Connect" in iam_actions._closure([one.name])


@pytest.mark.parametrize(
    ("verb", "options", "expected"),
    [
        ("connect", {}, {"Connect"}),
        ("produce", {}, {"Connect", "DescribeTopic", "WriteData"}),
        (
            "produce",
            {"idempotent": True},
            {"Connect", "DescribeTopic", "WriteData", "WriteDataIdempotently"},
        ),
        (
            "produce",
            {"transactional": True},
            {
                "Connect",
                "DescribeTopic",
                "WriteData",
                "WriteDataIdempotently",
                "DescribeTransactionalId",
                "AlterTransactionalId",
            },
        ),
        (
            "consume",
            {},
            {"Connect", "DescribeTopic", "DescribeGroup", "AlterGroup", "ReadData"},
        ),
    ],
)
def test_access_is_closed_over_dependencies(verb, options, expected):
    """Each verb comes with everything MSK demands besides."""
    allowed = iam_actions.access(verb, **options)
    assert {one.action.removeprefix("kafka-cluster:") for one in allowed} == expected


def test_access_of_an_administrator():
    """Everything there is, less what a serverless cluster has not."""
    assert len(iam_actions.access("admin")) == len(iam_actions.all_actions()) == 19
    serverless = {one.action for one in iam_actions.access("admin", serverless=True)}
    assert "kafka-cluster:AlterCluster" not in serverless
    assert {one.resource for one in iam_actions.access("describe")} == {
        "cluster",
        "topic",
        "group",
        "transactional-id",
    }


def test_metrics_of_kinds_and_levels():
    """Each level adds to the one before it, and Express lacks what Express lacks."""
    provisioned = ClusterType.PROVISIONED
    for broker_type in BrokerType:
        counts = [
            len(metrics.published_metrics(provisioned, broker_type, level))
            for level in metrics.LEVELS
        ]
        assert counts == sorted(counts)
        assert len(set(counts)) == len(counts)
    absent = {"OfflinePartitionsCount", "UnderReplicatedPartitions", "HeapMemoryAfterGC"}
    express = metrics.published_metrics(provisioned, BrokerType.EXPRESS, metrics.LEVELS[-1])
    assert absent.isdisjoint(one.name for one in express)
    serverless = metrics.published_metrics(ClusterType.SERVERLESS, None, "DEFAULT")
    assert len(serverless) == 8


def test_metric_by_name_and_dimensions():
    """Without dimensions the plainest publication is meant."""
    assert metrics.metric("BytesInPerSec").dimensions == ("Cluster Name", "Broker ID")
    by_topic = metrics.metric("BytesInPerSec", dimensions=("Cluster Name", "Topic"))
    assert by_topic.serverless == "DEFAULT"
    assert metrics.metric("Bytes") is None


def test_regions():
    """Where a part of MSK is missing."""
    assert "us-west-1" in regions.regions_without("serverless")
    assert "ap-northeast-3" in regions.regions_without("storage-autoscaling")
    assert regions.zone_ids_without_msk() == {"use1-az3"}
    assert regions.two_zone_regions() == {"us-west-1"}
