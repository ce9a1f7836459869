"""All rules over shapes of any kind."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msk_model import (
    UNKNOWN,
    ClusterShape,
    ClusterType,
    Finding,
    Severity,
    TopicShape,
    check_cluster,
    check_native_topic,
    check_new_cluster,
    check_topic,
    names,
)
from msk_model.facts.broker_sizes import all_broker_sizes
from msk_model.facts.kafka_versions import all_kafka_versions
from msk_model.facts.server_properties import all_server_properties
from msk_model.facts.topic_properties import all_topic_properties

UNSTATED = st.sampled_from([UNKNOWN, None])
TEXT = st.text(max_size=20)
NUMBERS = st.integers(min_value=-(2**70), max_value=2**70)
SMALL = st.integers(min_value=-2, max_value=100)
FLAGS = UNSTATED | st.booleans()
SIZES = UNSTATED | TEXT | st.sampled_from([size.name for size in all_broker_sizes()])
VERSIONS = UNSTATED | TEXT | st.sampled_from([one.name for one in all_kafka_versions()])
VALUES = UNSTATED | TEXT | NUMBERS.map(str) | st.sampled_from(["true", "compact", "-1", "²", "1_0"])


def words(*known):
    return UNSTATED | TEXT | st.sampled_from(known)


def settings_of(known):
    return UNSTATED | st.dictionaries(TEXT | st.sampled_from(known), VALUES, max_size=6)


def subsets(*members):
    return UNSTATED | st.frozensets(st.sampled_from(members))


CLUSTERS = st.builds(
    ClusterShape,
    cluster_type=UNSTATED | st.sampled_from(ClusterType),
    cluster_name=UNSTATED | st.text(max_size=70),
    kafka_version=VERSIONS,
    broker_size=SIZES,
    broker_count=UNSTATED | SMALL | NUMBERS,
    zone_count=UNSTATED | SMALL,
    volume_size_gib=UNSTATED | NUMBERS,
    volume_throughput_mibps=UNSTATED | NUMBERS,
    storage_mode=words("LOCAL", "TIERED"),
    autoscaling_max_gib=UNSTATED | NUMBERS,
    autoscaling_target_percent=UNSTATED | SMALL,
    client_broker_encryption=words("TLS", "TLS_PLAINTEXT", "PLAINTEXT"),
    in_cluster_encryption=FLAGS,
    customer_managed_key=FLAGS,
    iam=FLAGS,
    scram=FLAGS,
    tls=FLAGS,
    unauthenticated=FLAGS,
    public_access=FLAGS,
    vpc_connectivity=subsets("iam", "scram", "tls", "kerberos"),
    network_type=words("IPV4", "DUAL"),
    zookeeper_access=FLAGS,
    monitoring_level=words("DEFAULT", "PER_BROKER"),
    open_monitoring=FLAGS,
    broker_log_destinations=subsets("cloudwatch", "s3", "firehose"),
    rebalancing=words("ACTIVE", "PAUSED"),
    server_properties=settings_of([one.name for one in all_server_properties()]),
)
TOPICS = st.builds(
    TopicShape,
    topic_name=UNSTATED | st.text(max_size=260),
    partition_count=UNSTATED | SMALL | NUMBERS,
    replication_factor=UNSTATED | SMALL | NUMBERS,
    configs=settings_of([one.name for one in all_topic_properties()]),
)


@given(cluster=CLUSTERS)
@settings(deadline=None, max_examples=300)
def test_no_cluster_breaks_a_rule_itself(cluster):
    """Whatever a cluster looks like, rules answer with findings that can be read out."""
    for finding in check_new_cluster(cluster, on=date(2027, 1, 1)):
        assert isinstance(finding, Finding)
        assert finding.message(where="x", name=names(ClusterShape)[finding.field].argument)


@given(topic=TOPICS, cluster=CLUSTERS)
@settings(deadline=None, max_examples=300)
def test_no_topic_breaks_a_rule_itself(topic, cluster):
    """Whatever a topic and its cluster look like, rules answer with findings that can be read out."""
    for finding in check_native_topic(topic, cluster):
        assert isinstance(finding, Finding)
        assert finding.message(where="x", name=names(TopicShape)[finding.field].argument)


@given(cluster=CLUSTERS, data=st.data())
@settings(deadline=None, max_examples=150)
def test_a_finding_is_about_what_is_known(cluster, data):
    """A field that becomes unknown is never the field of a finding, nor its value."""
    field = data.draw(st.sampled_from(sorted(names(ClusterShape))))
    hidden = {name: getattr(cluster, name) for name in names(ClusterShape)}
    found = check_new_cluster(ClusterShape(**{**hidden, field: UNKNOWN}), on=date(2027, 1, 1))
    assert [one.rule for one in found if one.field == field] == []


def test_nothing_known_nothing_found():
    """A cluster and a topic of which nothing is known break no rule."""
    assert check_new_cluster(ClusterShape(), on=date(2036, 1, 1)) == ()
    assert check_native_topic(TopicShape(), ClusterShape()) == ()


def test_good_cluster_is_found_good():
    """Three m7g brokers on KRaft, IAM over TLS, broker logs: no error and no warning."""
    cluster = ClusterShape(
        cluster_type=ClusterType.PROVISIONED,
        cluster_name="orders",
        kafka_version="3.9.x.kraft",
        broker_size="kafka.m7g.large",
        broker_count=3,
        zone_count=3,
        volume_size_gib=100,
        volume_throughput_mibps=None,
        storage_mode=None,
        autoscaling_max_gib=1000,
        autoscaling_target_percent=60,
        client_broker_encryption="TLS",
        in_cluster_encryption=True,
        customer_managed_key=True,
        iam=True,
        scram=True,
        tls=False,
        unauthenticated=False,
        public_access=False,
        vpc_connectivity=frozenset(),
        network_type=None,
        zookeeper_access=None,
        monitoring_level="PER_BROKER",
        open_monitoring=True,
        broker_log_destinations=frozenset({"cloudwatch"}),
        rebalancing=None,
        server_properties={"auto.create.topics.enable": "false", "min.insync.replicas": "2"},
    )
    assert check_new_cluster(cluster, on=date(2026, 11, 1)) == ()
    topic = TopicShape(
        topic_name="orders",
        partition_count=6,
        replication_factor=3,
        configs={"min.insync.replicas": "2", "retention.ms": "604800000"},
    )
    assert check_native_topic(topic, cluster) == ()


def test_public_access_is_refused_at_creation_only():
    """What a running cluster may have, a new one may not."""
    cluster = ClusterShape(public_access=True)
    assert check_cluster(cluster) == ()
    assert [one.rule for one in check_new_cluster(cluster)] == ["new-cluster-has-no-public-access"]


def test_end_of_support_needs_a_day():
    """Without a day the rules stand still in time."""
    cluster = ClusterShape(kafka_version="3.7.x")
    assert check_cluster(cluster) == ()
    assert [one.severity for one in check_cluster(cluster, on=date(2026, 11, 1))] == [
        Severity.WARNING
    ]


@pytest.mark.parametrize("check", [check_topic, check_native_topic])
def test_serverless_topics_need_kafkas_own_tools(check):
    """Only MSK's own topic resource is refused on serverless clusters."""
    found = check(TopicShape(), ClusterShape(cluster_type=ClusterType.SERVERLESS))
    assert bool(found) is (check is check_native_topic)
