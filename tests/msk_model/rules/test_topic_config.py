"""The rules about one setting of a topic."""

import pytest

from msk_model import UNKNOWN, ClusterShape, ClusterType, Severity, TopicShape, check_topic

STANDARD = {"broker_size": "kafka.m7g.large"}
EXPRESS = {"broker_size": "express.m7g.large"}
SERVERLESS = {"cluster_type": ClusterType.SERVERLESS}


def findings(name, value, cluster):
    found = check_topic(TopicShape(configs={name: value}), ClusterShape(**cluster))
    return [(finding.rule, finding.severity) for finding in found]


@pytest.mark.parametrize(
    ("name", "value", "cluster"),
    [
        ("retention.ms", "-1", STANDARD),
        ("segment.bytes", "1048576", STANDARD),
        ("cleanup.policy", "compact,delete", EXPRESS),
        ("max.message.bytes", "8388608", SERVERLESS),
        ("max.message.bytes", "8388609", EXPRESS),
        ("retention.ms", UNKNOWN, EXPRESS),
        ("segment.ms", "60000", {}),
        ("compression.zstd.level", "3", {**STANDARD, "kafka_version": "3.8.x"}),
        ("compression.gzip.level", "-1", {**STANDARD, "kafka_version": "4.0.x.kraft"}),
        ("segment.bytes", "14", {**STANDARD, "kafka_version": "3.9.x.kraft"}),
        ("message.downconversion.enable", "true", {**STANDARD, "kafka_version": "3.9.x"}),
        ("leader.replication.throttled.replicas", "0:1,1:2", STANDARD),
    ],
)
def test_accepts(name, value, cluster):
    """What the cluster lets one set, in its range, passes."""
    assert findings(name, value, cluster) == []


@pytest.mark.parametrize(
    ("name", "value", "cluster", "rule"),
    [
        ("retention.mss", "1", {}, "topic-config-is-settable"),
        ("segment.bytes", "1048576", EXPRESS, "topic-config-is-settable"),
        ("min.insync.replicas", "2", EXPRESS, "topic-config-is-settable"),
        ("segment.bytes", "1048576", SERVERLESS, "topic-config-is-settable"),
        ("retention.ms", "-2", STANDARD, "topic-config-takes-its-value"),
        ("max.message.bytes", "8388609", SERVERLESS, "topic-config-takes-its-value"),
        ("max.compaction.lag.ms", "1000", EXPRESS, "topic-config-takes-its-value"),
        (
            "compression.zstd.level",
            "3",
            {**STANDARD, "kafka_version": "3.7.x"},
            "topic-config-fits-kafka-version",
        ),
        (
            "message.downconversion.enable",
            "true",
            {**STANDARD, "kafka_version": "4.0.x.kraft"},
            "topic-config-fits-kafka-version",
        ),
        (
            "segment.bytes",
            "14",
            {**STANDARD, "kafka_version": "4.0.x.kraft"},
            "topic-config-takes-its-value",
        ),
        ("compression.gzip.level", "0", STANDARD, "topic-config-takes-its-value"),
        ("follower.replication.throttled.replicas", "1", STANDARD, "topic-config-takes-its-value"),
    ],
)
def test_refuses(name, value, cluster, rule):
    """What Kafka or MSK would refuse is an error, under the rule that says why."""
    assert findings(name, value, cluster) == [(rule, Severity.ERROR)]


def test_names_what_was_probably_meant():
    """A misspelled setting is answered with the nearest one."""
    (finding,) = check_topic(TopicShape(configs={"retention.mss": "1"}), ClusterShape())
    assert finding.fix == "use retention.ms"
