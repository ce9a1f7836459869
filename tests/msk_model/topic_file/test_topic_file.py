"""Files of topics, parsed: what they declare and what is wrong with them."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msk_model import UNKNOWN, ClusterShape, TopicShape
from msk_model.facts.topic_properties import TopicHost, all_topic_properties
from msk_model.topic_file import checked, read_topic_file, topic_file_of
from msk_model.topic_policy import DeclaredTopic, TopicPlan, TopicPolicy


def read(*topics, **whole):
    return read_topic_file({"topics": list(topics), **whole}, "orders.yaml")


def faults_of(*topics, **whole):
    return [str(fault) for fault in read(*topics, **whole)[1]]


def test_a_file_declares_topics():
    """Everything that is stated arrives, units converted, the owner of the file with it."""
    (first, second), faults = read(
        {
            "name": "orders",
            "plan": "gold",
            "partition_count": 6,
            "replication_factor": 3,
            "configs": {
                "retention.ms": "7 days",
                "retention.bytes": "10 GiB",
                "cleanup.policy": ["compact", "delete"],
                "min.insync.replicas": 2,
                "preallocate": False,
            },
            "dead_letter": True,
            "protected": True,
        },
        {"name": "returns", "owner": "team-returns", "adopt": True},
        owner="team-orders",
    )
    assert faults == []
    assert first == DeclaredTopic(
        shape=TopicShape(
            topic_name="orders",
            partition_count=6,
            replication_factor=3,
            configs={
                "retention.ms": "604800000",
                "retention.bytes": "10737418240",
                "cleanup.policy": "compact,delete",
                "min.insync.replicas": "2",
                "preallocate": "false",
            },
        ),
        owner="team-orders",
        plan="gold",
        dead_letter=True,
        protected=True,
        file="orders.yaml",
        path="topics[0]",
    )
    assert (second.owner, second.adopt) == ("team-returns", True)
    assert second.shape.partition_count is UNKNOWN


FAULTS = {
    "no mapping": (
        lambda: read_topic_file(["orders"], "orders.yaml")[1],
        "orders.yaml: must be a mapping of owner, topics, got ['orders']",
    ),
    "an empty file": (
        lambda: read_topic_file(None, "orders.yaml")[1],
        "orders.yaml: must be a mapping of owner, topics, got nothing",
    ),
    "no topics": (
        lambda: read_topic_file({"owner": "x"}, "orders.yaml")[1],
        "orders.yaml: topics must be a list of topics, got nothing",
    ),
    "a misspelt field": (
        lambda: read({"name": "orders", "partitions": 6})[1],
        "orders.yaml: topics[0].partitions must be a known field; did you mean partition_count?",
    ),
    "no name": (
        lambda: read({"partition_count": 6})[1],
        "orders.yaml: topics[0].name must be stated",
    ),
    "a number for a name": (
        lambda: read({"name": 1.0})[1],
        "orders.yaml: topics[0].name must be text, got 1.0; put it in quotes",
    ),
    "no partitions": (
        lambda: read({"name": "orders", "partition_count": 0})[1],
        "orders.yaml: topics[0].partition_count must be a whole number, at least 1, got 0",
    ),
    "true for a number": (
        lambda: read({"name": "orders", "partition_count": True})[1],
        "orders.yaml: topics[0].partition_count must be a whole number, at least 1, got True",
    ),
    "text for a flag": (
        lambda: read({"name": "orders", "protected": "yes please"})[1],
        "orders.yaml: topics[0].protected must be true or false, got 'yes please'",
    ),
    "an unknown setting": (
        lambda: read({"name": "orders", "configs": {"retention": 1}})[1],
        (
            "orders.yaml: topics[0].configs.retention must be a topic setting of Kafka; "
            "did you mean retention.ms?"
        ),
    ),
    "a size for a duration": (
        lambda: read({"name": "orders", "configs": {"retention.ms": "7 GiB"}})[1],
        (
            "orders.yaml: topics[0].configs.retention.ms must be a whole number, at least -1 ms, or "
            "text with a unit such as '7 days', got '7 GiB'"
        ),
    ),
    "a topic that is text": (
        lambda: read("orders")[1],
        (
            "orders.yaml: topics[0] must be a mapping of name, plan, partition_count, "
            "replication_factor, configs, owner, dead_letter, protected, adopt, got 'orders'"
        ),
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_says_where_what_and_how_to_mend_it(case):
    """File, path, rule, value and, where there is one, the nearest name."""
    find, message = FAULTS[case]
    assert [str(fault) for fault in find()] == [message]


def test_all_faults_come_at_once():
    """Nobody mends a file one fault at a time."""
    assert (
        len(faults_of({"name": 1}, {"partition_count": 0, "configs": {"x": 1}}, colour="red")) == 5
    )


def test_rules_of_kafka_hold_before_there_is_a_cluster():
    """What is refused everywhere is refused in the file."""
    topics, _ = read(
        {"name": "no spaces", "partition_count": 1},
        {
            "name": "orders",
            "partition_count": 1,
            "replication_factor": 2,
            "configs": {"min.insync.replicas": 3},
        },
        {"name": "later"},
    )
    assert {(one.path, one.rule) for one in checked(topics)[1]} == {
        ("topics[0].name", "topic-name-is-legal"),
        ("topics[1].configs (orders)", "min-insync-replicas-is-below-replication-factor"),
        ("topics[2].partition_count", ""),
    }


def test_a_cluster_tells_more():
    """Express brokers take fewer settings."""
    topics, _ = read({"name": "orders", "partition_count": 3, "configs": {"segment.ms": "1 h"}})
    express = ClusterShape(broker_size="express.m7g.large", broker_count=3)
    assert checked(topics)[1] == ()
    assert [one.rule for one in checked(topics, cluster=express)[1]] == ["topic-config-is-settable"]


def test_a_plan_may_state_the_partitions():
    """Then the topic need not."""
    topics, _ = read({"name": "orders", "plan": "gold"})
    policy = TopicPolicy(plans={"gold": TopicPlan(partition_count=6)})
    (applied,), faults = checked(topics, policy)
    assert (applied.shape.partition_count, faults) == (6, ())


def _values(facts):
    if facts.allowed:
        return st.sampled_from(facts.allowed)
    bounds = {
        "min_value": int(facts.minimum if facts.minimum is not None else -1),
        "max_value": int(facts.maximum if facts.maximum is not None else 2**31 - 1),
    }
    kinds = {
        "boolean": st.sampled_from(["true", "false"]),
        "list": st.just("0:1"),
        "string": st.just("x"),
    }
    return kinds.get(facts.type.value, st.integers(**bounds).map(str))


CONFIGS = st.fixed_dictionaries(
    {},
    optional={one.name: _values(one.values[TopicHost.STANDARD]) for one in all_topic_properties()},
)
DECLARED = st.builds(
    DeclaredTopic,
    shape=st.builds(
        TopicShape,
        topic_name=st.from_regex(r"[a-z][a-z0-9.-]{0,30}", fullmatch=True),
        partition_count=st.integers(min_value=1, max_value=10_000),
        replication_factor=st.integers(min_value=1, max_value=3),
        configs=CONFIGS,
    ),
    owner=st.sampled_from(["team-orders", "team-returns", None]),
    plan=st.sampled_from(["gold", None]),
    dead_letter=st.sampled_from([True, False, None]),
    protected=st.booleans(),
    adopt=st.booleans(),
)


@given(topics=st.lists(DECLARED, max_size=4), owner=st.sampled_from(["team-orders", None]))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
def test_what_is_written_reads_back(topics, owner):
    """A file that is written declares the same topics; one without owner takes the file's."""
    named = [topic for topic in topics if topic.owner is not None or owner is None]
    read_back, faults = read_topic_file(topic_file_of(named, owner=owner), "")
    assert faults == []
    assert [(one.shape, one.owner, one.plan) for one in read_back] == [
        (one.shape, one.owner, one.plan) for one in named
    ]
