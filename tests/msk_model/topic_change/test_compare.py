"""Topics compared with topics."""

import dataclasses

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msk_model import TopicShape
from msk_model.change import ChangeKind
from msk_model.topic_change import compare_topics
from msk_model.topic_policy import DeclaredTopic

DAY = 86_400_000
WEEK = str(7 * DAY)


def topic(name="orders", *, partitions=6, copies=3, owner="team-orders", configs=None, **stated):
    shape = TopicShape(
        topic_name=name,
        partition_count=partitions,
        replication_factor=copies,
        configs=configs or {},
    )
    return DeclaredTopic(shape=shape, owner=owner, **stated)


def kinds(old, new, **options):
    return [(one.topic, one.field, one.kind.value) for one in compare_topics(old, new, **options)]


def test_the_worst_comes_first():
    """What is refused, what loses records, and what is harmless, in this order."""
    old = [topic("a"), topic("b"), topic("c"), topic("d", protected=True)]
    new = [topic("a", partitions=5), topic("c", partitions=12), topic("e")]
    assert kinds(old, new) == [
        ("a", "partition_count", "forbidden"),
        ("d", "", "forbidden"),
        ("b", "", "data-loss"),
        ("c", "partition_count", "in-place"),
        ("e", "", "free"),
    ]


CHANGES = {
    "shorter": ({"retention.ms": WEEK}, {"retention.ms": str(DAY)}, "data-loss"),
    "longer": ({"retention.ms": str(DAY)}, {"retention.ms": WEEK}, "in-place"),
    "no longer for ever": ({"retention.ms": "-1"}, {"retention.ms": WEEK}, "data-loss"),
    "for ever": ({"retention.ms": WEEK}, {"retention.ms": "-1"}, "in-place"),
    "below the default": ({}, {"retention.ms": str(DAY)}, "data-loss"),
    "back to the default": ({"retention.ms": str(30 * DAY)}, {}, "data-loss"),
    "limited by size": ({}, {"retention.bytes": "1073741824"}, "data-loss"),
    "compacted": ({}, {"cleanup.policy": "compact"}, "data-loss"),
    "also deleted": (
        {"cleanup.policy": "compact"},
        {"cleanup.policy": "compact,delete"},
        "data-loss",
    ),
    "no longer compacted": (
        {"cleanup.policy": "compact, delete"},
        {"cleanup.policy": "delete"},
        "in-place",
    ),
    "fewer in sync": ({"min.insync.replicas": "2"}, {"min.insync.replicas": "1"}, "in-place"),
    "smaller records": ({"max.message.bytes": "2000000"}, {"max.message.bytes": "9"}, "in-place"),
    "unclean": ({}, {"unclean.leader.election.enable": "true"}, "data-loss"),
    "out of the tier": (
        {"remote.storage.enable": "true"},
        {"remote.storage.enable": "false"},
        "data-loss",
    ),
    "into the tier": ({}, {"remote.storage.enable": "true"}, "in-place"),
    "anything else": ({}, {"segment.ms": "3600000"}, "in-place"),
}


@pytest.mark.parametrize("case", CHANGES)
def test_a_setting_is_judged_by_what_it_does_to_records(case):
    """Losing records is what a plan is for to say."""
    old, new, kind = CHANGES[case]
    (name,) = {*old, *new}
    assert kinds([topic(configs=old)], [topic(configs=new)]) == [
        ("orders", f"configs.{name}", kind)
    ]


def test_values_are_told_as_people_write_them():
    """Seven days, not 604800000."""
    (one,) = compare_topics(
        [topic(configs={"retention.ms": WEEK})], [topic(configs={"retention.ms": str(DAY)})]
    )
    assert (one.old, one.new, one.is_dangerous) == ("7 days", "1 day", True)
    assert one.as_json()["dangerous"] is True


def test_what_kafka_or_cloudformation_refuses_is_forbidden():
    """The copies of a running topic, and the cleanup policy of one in the tier."""
    tiered = {"remote.storage.enable": "true"}
    assert kinds([topic(copies=3)], [topic(copies=2)]) == [
        ("orders", "replication_factor", "forbidden")
    ]
    assert kinds(
        [topic(configs=tiered)], [topic(configs={**tiered, "cleanup.policy": "compact"})]
    ) == [("orders", "configs.cleanup.policy", "forbidden")]


def test_a_live_cluster_keeps_what_no_file_states():
    """Topics and settings of others are told of, and nothing happens to them."""
    live = [
        topic("orders", owner=None, configs={"retention.ms": WEEK, "segment.ms": "3600000"}),
        topic("others", owner=None),
    ]
    files = [topic("orders", configs={"retention.ms": WEEK}), topic("new")]
    assert kinds(live, files, live=True) == [
        ("new", "", "free"),
        ("orders", "configs.segment.ms", "free"),
        ("others", "", "free"),
    ]


def test_what_is_only_noted_is_free():
    """Another owner changes nothing of the topic."""
    assert kinds([topic()], [topic(owner="team-returns", protected=True)]) == [
        ("orders", "owner", "free"),
        ("orders", "protected", "free"),
    ]


TOPICS = st.lists(
    st.builds(
        topic,
        name=st.sampled_from(["a", "b", "c"]),
        partitions=st.integers(min_value=1, max_value=9),
        configs=st.dictionaries(
            st.sampled_from(["retention.ms", "cleanup.policy"]),
            st.sampled_from(["1", "-1", "compact", "delete"]),
        ),
    ),
    unique_by=lambda one: one.name,
)


@given(old=TOPICS, new=TOPICS)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=100)
def test_a_plan_misses_nothing_and_invents_nothing(old, new):
    """There is a change for a topic if and only if its declarations differ."""
    before, after = ({one.name: one for one in side} for side in (old, new))
    differing = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    assert {change.topic for change in compare_topics(old, new)} == differing


@given(old=TOPICS)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=50)
def test_shrinking_is_always_refused(old):
    """However many topics there are."""
    new = [
        dataclasses.replace(one, shape=dataclasses.replace(one.shape, partition_count=0))
        for one in old
    ]
    assert all(change.kind is ChangeKind.FORBIDDEN for change in compare_topics(old, new))
