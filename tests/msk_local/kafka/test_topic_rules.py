"""The rules of `msk_model` about topics, against the broker they are about."""

import pytest
from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient, NewTopic
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msk_local.kafka import BrokerSoftware
from msk_model import ClusterShape, ClusterType, Severity, TopicShape, check_topic
from msk_model.facts.topic_properties import TopicHost, all_topic_properties, topic_property

SECONDS = 180
CLUSTER = ClusterShape(
    cluster_type=ClusterType.PROVISIONED,
    kafka_version="4.2.x.kraft",
    broker_size="kafka.m7g.large",
    broker_count=3,
    zone_count=3,
    storage_mode="LOCAL",
)
PROPERTIES = {
    one.name: one.values[TopicHost.STANDARD]
    for one in all_topic_properties()
    if TopicHost.STANDARD in one.hosts and not one.tiered
}

PATIENT = [HealthCheck.too_slow, HealthCheck.filter_too_much]

pytestmark = [
    pytest.mark.apache_kafka,
    pytest.mark.parametrize("cluster", [BrokerSoftware.APACHE], indirect=True),
]


def values_of(facts):
    """Values in and out of range, of the right and of the wrong kind."""
    bounds = [one for one in (facts.minimum, facts.maximum) if one is not None]
    near = {int(one) + step for one in (0, 2**31 - 1, *bounds) for step in (-1, 0, 1)}
    numbers = st.sampled_from(sorted(near)) | st.integers(min_value=-3, max_value=2**40)
    words = st.sampled_from([*facts.allowed, "true", "false", "0.5", "many", "", "*", "0:1,1:2"])
    return numbers.map(str) | words


CONFIGS = st.dictionaries(st.sampled_from(sorted(PROPERTIES)), st.none(), max_size=4).flatmap(
    lambda chosen: st.fixed_dictionaries({name: values_of(PROPERTIES[name]) for name in chosen})
)
TOPICS = st.builds(
    TopicShape,
    topic_name=st.from_regex(r"[a-zA-Z0-9._-]{1,20}", fullmatch=True),
    partition_count=st.integers(min_value=1, max_value=3),
    replication_factor=st.integers(min_value=1, max_value=3),
    configs=CONFIGS,
)


@pytest.fixture
def admin(cluster):
    """A client within the brokers' own network, where MSK's topic operations come from."""
    client = AdminClient({"bootstrap.servers": cluster.internal_bootstrap_servers, "log_level": 0})
    client.poll(0)
    return client


def refusal(admin, shape):
    """What the broker says against a topic; None when it would make it."""
    topic = NewTopic(
        shape.topic_name,
        shape.partition_count,
        shape.replication_factor,
        config=dict(shape.configs),
    )
    (answer,) = admin.create_topics([topic], validate_only=True, request_timeout=SECONDS).values()
    try:
        answer.result(SECONDS)
    except KafkaException as error:
        return str(error)
    return None


def errors_of(shape):
    return [one for one in check_topic(shape, CLUSTER) if one.severity is Severity.ERROR]


def test_every_topic_that_passes_is_accepted(admin):
    """A broker would make any topic that breaks no rule."""
    tried = 0

    @given(shape=TOPICS.filter(lambda shape: not errors_of(shape)))
    @settings(deadline=None, suppress_health_check=PATIENT, max_examples=200, derandomize=True)
    def accepted(shape):
        nonlocal tried
        tried += 1
        assert refusal(admin, shape) is None

    accepted()
    assert tried


def test_every_value_that_is_refused_is_refused_by_the_broker_too(admin):
    """The rules are no stricter than Kafka, but for lists that stay empty."""
    tried = 0

    @given(data=st.data(), name=st.sampled_from(sorted(PROPERTIES)))
    @settings(deadline=None, suppress_health_check=PATIENT, max_examples=200, derandomize=True)
    def refused(data, name):
        nonlocal tried
        facts = topic_property(name).values_at(TopicHost.STANDARD, CLUSTER.kafka_version)
        value = data.draw(values_of(facts).filter(bool))
        shape = TopicShape(
            topic_name="orders",
            partition_count=1,
            replication_factor=3,
            configs={name: value},
        )
        if any(one.rule.startswith("topic-config-") for one in errors_of(shape)):
            tried += 1
            assert refusal(admin, shape) is not None

    refused()
    assert tried


REFUSED = {
    "a space in the name": {"topic_name": "my orders"},
    "no name": {"topic_name": ".."},
    "a long name": {"topic_name": "o" * 250},
    "no partitions": {"partition_count": 0},
    "more copies than brokers": {"replication_factor": 4},
    "an unknown setting": {"configs": {"retention": "1"}},
    "a setting of before": {"configs": {"message.format.version": "2.8"}},
    "the tier of a cluster without one": {"configs": {"remote.storage.enable": "true"}},
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_would_be_refused_by_the_broker(admin, case):
    """A sample of what the rules refuse for other reasons than a value."""
    good = {"topic_name": "o", "partition_count": 1, "replication_factor": 3, "configs": {}}
    shape = TopicShape(**(good | REFUSED[case]))
    assert errors_of(shape)
    assert refusal(admin, shape) is not None
