"""Topic policies: what they add to topics, and what they find in them."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msk_model import UNKNOWN, Severity, TopicShape
from msk_model.topic_policy import (
    ConfigRange,
    DeadLetters,
    DeclaredTopic,
    NamingRule,
    TopicPlan,
    TopicPolicy,
)

GOLD = TopicPlan(
    partition_count=12,
    max_partition_count=48,
    replication_factor=3,
    configs={"min.insync.replicas": 2},
    default_configs={"retention.ms": "30 days"},
)
POLICY = TopicPolicy(
    naming=NamingRule(pattern=r"[a-z]+\.[a-z]+\.v\d+", reason="use <domain>.<event>.v<number>"),
    plans={"gold": GOLD, "bronze": TopicPlan(partition_count=3)},
    default_plan="bronze",
    allowed_configs=frozenset({"retention.ms", "cleanup.policy"}),
    config_ranges={
        "retention.ms": ConfigRange(minimum="1 hour", maximum="90 days"),
        "cleanup.policy": ConfigRange(allowed=("delete",)),
    },
    max_partitions_per_topic=100,
    max_partitions_per_cluster=120,
    owner_required=True,
    owners=frozenset({"team-orders", "team-billing"}),
    dead_letters=DeadLetters(configs={"retention.ms": "14 days"}),
    source="https://wiki.example.com/topics",
)


def topic(name="orders.placed.v1", *, owner="team-orders", **stated):
    """A topic that follows the policy, but for what is stated."""
    shape = {
        key: stated.pop(key)
        for key in ("partition_count", "replication_factor", "configs")
        if key in stated
    }
    shape.setdefault("partition_count", 6)
    return DeclaredTopic(shape=TopicShape(topic_name=name, **shape), owner=owner, **stated)


def found(*topics, policy=POLICY):
    return [(v.topic.name, v.finding.rule, v.finding.field) for v in policy.check(topics)]


def test_a_topic_that_follows_the_policy_breaks_nothing():
    """Nothing is found in a topic that does as it should."""
    assert found(topic(plan="gold", configs={"retention.ms": "604800000"})) == []


BROKEN = {
    "name": (topic("Orders"), "name-follows-policy", "topic_name"),
    "part of a name": (topic("x.orders.placed.v1"), "name-follows-policy", "topic_name"),
    "no owner": (topic(owner=None), "owner-is-named", "owner"),
    "unknown owner": (topic(owner="team-order"), "owner-is-named", "owner"),
    "unknown plan": (topic(plan="golden"), "plan-is-known", "plan"),
    "replication of the plan": (
        topic(plan="gold", replication_factor=2),
        "topic-keeps-to-its-plan",
        "replication_factor",
    ),
    "setting of the plan": (
        topic(plan="gold", configs={"min.insync.replicas": "1"}),
        "topic-keeps-to-its-plan",
        "configs.min.insync.replicas",
    ),
    "forbidden setting": (
        topic(configs={"segment.bytes": "1073741824"}),
        "config-is-allowed",
        "configs.segment.bytes",
    ),
    "too long": (
        topic(configs={"retention.ms": str(91 * 86_400_000)}),
        "config-stays-within-policy",
        "configs.retention.ms",
    ),
    "for ever": (
        topic(configs={"retention.ms": "-1"}),
        "config-stays-within-policy",
        "configs.retention.ms",
    ),
    "too short": (
        topic(configs={"retention.ms": "60000"}),
        "config-stays-within-policy",
        "configs.retention.ms",
    ),
    "other value": (
        topic(configs={"cleanup.policy": "compact"}),
        "config-stays-within-policy",
        "configs.cleanup.policy",
    ),
    "partitions": (topic(partition_count=101), "partitions-stay-within-policy", "partition_count"),
    "partitions of the plan": (
        topic(plan="gold", partition_count=49),
        "partitions-stay-within-policy",
        "partition_count",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_each_rule_names_topic_and_field(case):
    """A broken rule is found once, at the field that breaks it."""
    broken, rule, field = BROKEN[case]
    assert found(broken) == [(broken.name, rule, field)]


def test_a_violation_says_value_rule_and_fix():
    """The message is complete in itself, and names the page that explains the policy."""
    (one,) = POLICY.check([topic(owner="team-order")])
    message = one.finding.message(where="orders.yaml", name="topics[0].owner")
    assert message == (
        "orders.yaml: topics[0].owner must be one of team-billing, team-orders, "
        "got 'team-order'; did you mean 'team-orders'?"
    )
    assert one.finding.source == "https://wiki.example.com/topics"


def test_partitions_of_all_topics_are_counted_together():
    """The topic that goes beyond the limit is named, and only that one."""
    many = [topic(f"orders.{name}.v1", partition_count=50) for name in ("a", "b", "c", "d")]
    assert found(*many) == [
        ("orders.c.v1", "cluster-partitions-stay-within-policy", "partition_count")
    ]


def test_names_differ_in_more_than_dots_and_underscores():
    """Kafka's metrics would mix the two topics up, so Kafka refuses the second."""
    anything = TopicPolicy()
    assert found(topic("a.b"), topic("a_b"), policy=anything) == [
        ("a_b", "topic-names-differ", "topic_name")
    ]


def test_dead_letters_need_a_description():
    """Asking for what the policy does not describe is a mistake."""
    assert found(topic(dead_letter=True), policy=TopicPolicy()) == [
        ("orders.placed.v1", "dead-letters-have-a-policy", "dead_letter")
    ]


def test_unlimited_values_are_above_every_maximum_and_no_minimum():
    """-1 is Kafka's word for without limit, not a number below zero."""
    at_least = TopicPolicy(config_ranges={"retention.ms": ConfigRange(minimum="1 hour")})
    assert found(topic(configs={"retention.ms": "-1"}), policy=at_least) == []


def test_allowed_values_may_carry_a_unit():
    """Like limits, and like what topics state."""
    policy = TopicPolicy(config_ranges={"retention.ms": ConfigRange(allowed=("7 days", "-1"))})
    for text in ("604800000", "-1"):
        assert found(topic(configs={"retention.ms": text}), policy=policy) == []
    assert found(topic(configs={"retention.ms": "86400000"}), policy=policy)


def test_what_is_unknown_breaks_no_rule():
    """A token in the place of a value is judged by nobody."""
    shape = TopicShape(
        topic_name=UNKNOWN, partition_count=UNKNOWN, configs={"retention.ms": UNKNOWN}
    )
    assert found(DeclaredTopic(shape=shape, owner="team-orders")) == []


def test_a_policy_may_only_warn():
    """While a policy is introduced, its violations stop nothing."""
    policy = TopicPolicy(owner_required=True, severity=Severity.WARNING)
    (one,) = policy.check([topic(owner=None)])
    assert one.finding.severity is Severity.WARNING


def test_plans_state_what_topics_do_not():
    """What a topic states stays; the default plan is for those that name none."""
    gold, bronze = POLICY.applied(
        [topic(plan="gold", configs={"retention.ms": "3600000"}), topic(partition_count=UNKNOWN)]
    )
    assert gold.shape == TopicShape(
        topic_name="orders.placed.v1",
        partition_count=6,
        replication_factor=3,
        configs={"retention.ms": "3600000", "min.insync.replicas": "2"},
    )
    assert (bronze.plan, bronze.shape.partition_count) == ("bronze", 3)


def test_dead_letter_topics_stand_beside_their_topics():
    """They are their topics' in all but name, partitions and settings."""
    _, letters = POLICY.applied([topic(plan="gold", dead_letter=True)])
    assert letters.shape == TopicShape(
        topic_name="orders.placed.v1.dlq",
        partition_count=1,
        replication_factor=3,
        configs={"retention.ms": "1209600000"},
    )
    assert (letters.owner, letters.dead_letter_of) == ("team-orders", "orders.placed.v1")
    assert POLICY.check([letters]) == ()


def test_every_topic_can_have_dead_letters_but_those_that_decline():
    """Nor has a dead-letter topic one of its own."""
    policy = TopicPolicy(dead_letters=DeadLetters(for_every_topic=True))
    names = [
        one.name
        for one in policy.applied([topic("a"), topic("b", dead_letter=False), topic("c.dlq")])
    ]
    assert names == ["a", "a.dlq", "b", "c.dlq"]


@given(
    names=st.lists(st.from_regex(r"[a-z]{1,8}\.[a-z]{1,8}\.v[1-9]", fullmatch=True), unique=True),
    asks=st.booleans(),
)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=50)
def test_applying_a_policy_twice_changes_nothing(names, asks):
    """Topics and their dead-letter topics are the same however often the policy is applied."""
    once = POLICY.applied(topic(name, plan="gold", dead_letter=asks) for name in names)
    assert POLICY.applied(once) == once
    assert not [v for v in POLICY.check(once) if v.finding.field == "topic_name"]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: NamingRule(pattern="(", reason=""), "pattern must be a regular expression"),
        (lambda: TopicPlan(configs={"retention": 1}), "configs must name topic settings"),
        (lambda: TopicPlan(configs={"retention.ms": "1 GiB"}), "must be a whole number"),
        (lambda: DeadLetters(suffix=""), "suffix must be"),
        (lambda: TopicPolicy(default_plan="gold"), "default_plan must be one of"),
        (
            lambda: TopicPolicy(allowed_configs=frozenset({"retentio.ms"})),
            "allowed_configs must name topic settings, got 'retentio.ms'; use retention.ms",
        ),
        (
            lambda: TopicPolicy(config_ranges={"retentio.ms": ConfigRange(minimum=1)}),
            "must be a topic setting of Kafka, got 'retentio.ms'; use retention.ms",
        ),
        (
            lambda: TopicPolicy(config_ranges={"retention.ms": ConfigRange(minimum="9 dayz")}),
            r"config_ranges\['retention.ms'\]: minimum must be a whole number.*, got '9 dayz'",
        ),
        (
            lambda: TopicPolicy(
                config_ranges={"retention.ms": ConfigRange(minimum="9 days", maximum="1 day")}
            ),
            "minimum must be at most the maximum, '1 day', got '9 days'",
        ),
        (
            lambda: TopicPolicy(config_ranges={"cleanup.policy": ConfigRange(minimum="delete")}),
            "minimum must be left out, for cleanup.policy is no number; state allowed",
        ),
        (
            lambda: TopicPolicy(config_ranges={"cleanup.policy": ConfigRange(allowed=("drop",))}),
            "allowed must name values that are a comma-separated list of delete, compact",
        ),
    ],
)
def test_a_policy_that_cannot_be_is_refused_at_once(wrong, message):
    """Mistakes in a policy are not found topic by topic."""
    with pytest.raises(ValueError, match=message):
        wrong()
