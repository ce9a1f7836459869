"""The rules about one property of a configuration."""

import pytest

from msk_model import UNKNOWN, ClusterShape, Severity, check_cluster

STANDARD = {"broker_size": "kafka.m7g.large"}
EXPRESS = {"broker_size": "express.m7g.large"}


def findings(name, value, **shape):
    found = check_cluster(ClusterShape(server_properties={name: value}, **shape))
    return {(finding.rule, finding.severity) for finding in found}


@pytest.mark.parametrize(
    ("name", "value", "shape"),
    [
        ("log.retention.hours", "168", STANDARD),
        ("log.retention.ms", "604800000", EXPRESS),
        ("replica.lag.time.max.ms", "10000", STANDARD),
        ("log.cleaner.min.cleanable.ratio", "0.5", STANDARD),
        ("log.cleanup.policy", "compact, delete", STANDARD),
        ("zookeeper.session.timeout.ms", "18000", {**STANDARD, "kafka_version": "3.9.x"}),
        ("log.retention.ms", UNKNOWN, STANDARD),
        ("num.io.threads", "8", {}),
    ],
)
def test_accepts(name, value, shape):
    """What MSK documents as settable, in its range, passes; so does what nobody can know yet."""
    assert findings(name, value, **shape) == set()


@pytest.mark.parametrize(
    ("name", "value", "shape", "rule"),
    [
        ("log.retention.hour", "168", STANDARD, "server-property-is-settable"),
        ("broker.id", "1", {}, "server-property-is-settable"),
        ("num.io.threads", "8", EXPRESS, "server-property-is-settable"),
        ("min.insync.replicas", "2", EXPRESS, "server-property-is-settable"),
        ("log.cleaner.delete.retention.ms", "1", EXPRESS, "server-property-is-settable"),
        ("max.connections.per.ip", "5", STANDARD, "server-property-is-settable"),
        ("log.retention.hours", "a week", STANDARD, "server-property-takes-its-value"),
        ("log.retention.hours", "1.5", STANDARD, "server-property-takes-its-value"),
        ("log.segment.bytes", "5000000000", STANDARD, "server-property-takes-its-value"),
        ("replica.lag.time.max.ms", "9999", STANDARD, "server-property-takes-its-value"),
        ("replica.lag.time.max.ms", "30001", STANDARD, "server-property-takes-its-value"),
        ("compression.type", "brotli", STANDARD, "server-property-takes-its-value"),
        ("delete.topic.enable", "yes", STANDARD, "server-property-takes-its-value"),
        ("log.cleanup.policy", "compact,remove", STANDARD, "server-property-takes-its-value"),
        ("log.cleaner.min.cleanable.ratio", "nan", STANDARD, "server-property-takes-its-value"),
        (
            "zookeeper.session.timeout.ms",
            "18000",
            {**STANDARD, "kafka_version": "4.0.x.kraft"},
            "server-property-fits-metadata-mode",
        ),
    ],
)
def test_refuses(name, value, shape, rule):
    """What MSK would refuse is an error, under the rule that says why."""
    assert findings(name, value, **shape) == {(rule, Severity.ERROR)}


@pytest.mark.parametrize(
    ("name", "value", "shape", "rule"),
    [
        ("log.message.timestamp.before.max.ms", "1", STANDARD, "server-property-is-settable"),
        (
            "log.message.timestamp.difference.max.ms",
            "1",
            {**STANDARD, "kafka_version": "3.9.x"},
            "server-property-is-current",
        ),
    ],
)
def test_warns(name, value, shape, rule):
    """What no page decides, and what still works but is on its way out, is a warning."""
    assert findings(name, value, **shape) == {(rule, Severity.WARNING)}


def test_names_what_was_probably_meant():
    """A misspelled property is answered with the nearest one."""
    (finding,) = check_cluster(ClusterShape(server_properties={"log.retention.hour": "1"}))
    assert finding.fix == "use log.retention.hours"


def test_every_wrong_property_is_reported():
    """Nobody mends a configuration one deployment at a time."""
    found = check_cluster(ClusterShape(server_properties={"a.b": "1", "c.d": "2"}))
    assert [finding.value for finding in found] == ["a.b", "c.d"]
