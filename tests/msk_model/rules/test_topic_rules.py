"""Each rule about a topic, with a topic that breaks it and one that keeps it."""

import importlib
import pkgutil

import pytest

from msk_model import ClusterShape, ClusterType, Severity, TopicShape
from msk_model.rules import topic as rules

LARGE = {"broker_size": "kafka.m7g.large", "broker_count": 3}
EXPRESS = {"broker_size": "express.m7g.large", "broker_count": 3}
SERVERLESS = {"cluster_type": ClusterType.SERVERLESS}
TIERED = {"storage_mode": "TIERED"}
FAR = {"remote.storage.enable": "true"}
WEEK = {**FAR, "retention.ms": "604800000"}

# rule: (severity, (topic, cluster) that break it, (topic, cluster) that keep it)
CASES = {
    "topic_name_is_legal": (
        "error",
        [({"topic_name": name}, {}) for name in ("", "a b", ".", "..", "a" * 250, "café", "a\n")],
        [({"topic_name": name}, {}) for name in ("orders", "a.b_c-D9", "a" * 249, "...")],
    ),
    "topic_name_is_not_reserved": (
        "error",
        [({"topic_name": name}, {}) for name in ("__amazon_msk_canary", "__consumer_offsets")],
        [({"topic_name": "__mine"}, {})],
    ),
    "topic_has_partitions": (
        "error",
        [({"partition_count": 0}, {})],
        [({"partition_count": 1}, {})],
    ),
    "topic_fits_recommended_partitions": (
        "warning",
        [({"partition_count": 1001, "replication_factor": 3}, LARGE)],
        [
            ({"partition_count": 1000, "replication_factor": 3}, LARGE),
            ({"partition_count": 5000}, LARGE),
        ],
    ),
    "topic_fits_express_quota": (
        "error",
        [({"partition_count": 1501, "replication_factor": 3}, EXPRESS)],
        [
            ({"partition_count": 1500, "replication_factor": 3}, EXPRESS),
            ({"partition_count": 1501, "replication_factor": 3}, LARGE),
        ],
    ),
    "topic_fits_serverless_quota": (
        "error",
        [
            ({"partition_count": 2401}, SERVERLESS),
            ({"partition_count": 121, "configs": {"cleanup.policy": "compact"}}, SERVERLESS),
        ],
        [({"partition_count": 2400}, SERVERLESS), ({"partition_count": 2401}, LARGE)],
    ),
    "replication_factor_fits_brokers": (
        "error",
        [({"replication_factor": 4}, LARGE), ({"replication_factor": 0}, {})],
        [({"replication_factor": 3}, LARGE), ({"replication_factor": 9}, {})],
    ),
    "replication_factor_is_three_on_express": (
        "error",
        [({"replication_factor": 2}, EXPRESS)],
        [({"replication_factor": 3}, EXPRESS), ({"replication_factor": 2}, LARGE)],
    ),
    "replication_factor_survives_a_broker": (
        "warning",
        [({"replication_factor": 1}, {})],
        [({"replication_factor": 2}, {})],
    ),
    "min_insync_replicas_is_below_replication_factor": (
        "error",
        [({"replication_factor": 2, "configs": {"min.insync.replicas": "3"}}, {})],
        [
            ({"replication_factor": 3, "configs": {"min.insync.replicas": "2"}}, {}),
            ({"configs": {"min.insync.replicas": "9"}}, {}),
        ],
    ),
    "topics_need_kafka_version": (
        "error",
        [({}, {"kafka_version": "3.5.1"})],
        [
            ({}, {"kafka_version": "3.6.0"}),
            ({}, {"kafka_version": "3.10.x"}),
            ({}, {**SERVERLESS, "kafka_version": "2.8.1"}),
        ],
    ),
    "topics_need_provisioned_cluster": ("error", [({}, SERVERLESS)], [({}, LARGE), ({}, {})]),
    "tiered_topic_needs_tiered_cluster": (
        "error",
        [({"configs": FAR}, {"storage_mode": "LOCAL"}), ({"configs": FAR}, {"storage_mode": None})],
        [
            ({"configs": FAR}, TIERED),
            ({"configs": FAR}, {}),
            ({"configs": {}}, {"storage_mode": "LOCAL"}),
        ],
    ),
    "tiered_topic_deletes": (
        "error",
        [({"configs": {**FAR, "cleanup.policy": "compact"}}, {})],
        [
            ({"configs": {**FAR, "cleanup.policy": "delete"}}, {}),
            ({"configs": {"cleanup.policy": "compact"}}, {}),
        ],
    ),
    "tiered_topic_retains_three_days": (
        "error",
        [({"configs": FAR}, {}), ({"configs": {**FAR, "retention.ms": "3600000"}}, {})],
        [({"configs": WEEK}, {}), ({"configs": {**FAR, "retention.ms": "-1"}}, {})],
    ),
    "tiered_topic_keeps_less_locally": (
        "error",
        [({"configs": {**WEEK, "local.retention.ms": "604800001"}}, {})],
        [({"configs": {**WEEK, "local.retention.ms": "3600000"}}, {}), ({"configs": WEEK}, {})],
    ),
    "tiered_topic_rolls_large_segments": (
        "error",
        [
            ({"configs": {**WEEK, "segment.bytes": "1048576"}}, {}),
            ({"configs": {**WEEK, "segment.ms": "1000"}}, {}),
        ],
        [
            ({"configs": {**WEEK, "segment.bytes": "50331648"}}, {}),
            ({"configs": {"segment.bytes": "1048576"}}, {}),
        ],
    ),
}


def cases(column):
    return [
        pytest.param(name, case[0], *stated, id=f"{name}-{index}")
        for name, case in CASES.items()
        for index, stated in enumerate(case[column])
    ]


def rule_named(name):
    return importlib.import_module(f"msk_model.rules.topic.{name}").rule


@pytest.mark.parametrize(("name", "severity", "topic", "cluster"), cases(1))
def test_breaks(name, severity, topic, cluster):
    """A topic that breaks the rule is told so, under the rule's name, with a fix and a source."""
    finding = rule_named(name)(TopicShape(**topic), ClusterShape(**cluster))
    assert finding is not None
    assert finding.rule == name.replace("_", "-")
    assert finding.severity is Severity(severity)
    assert finding.source.startswith("https://")


@pytest.mark.parametrize(("name", "severity", "topic", "cluster"), cases(2))
def test_keeps(name, severity, topic, cluster):
    """A topic that keeps the rule hears nothing."""
    assert rule_named(name)(TopicShape(**topic), ClusterShape(**cluster)) is None


def test_every_rule_is_tried():
    """No module of the package goes without a case, nor without its place in a tuple."""
    modules = {module.name for module in pkgutil.iter_modules(rules.__path__)} - {"host"}
    assert modules == set(CASES)
    listed = (*rules.TOPIC_RULES, *rules.NATIVE_TOPIC_RULES)
    assert {rule.__module__.rpartition(".")[2] for rule in listed} == set(CASES)
