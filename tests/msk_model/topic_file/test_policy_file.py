"""Files of policies, parsed."""

import pytest

from msk_model import Severity
from msk_model.topic_file import read_policy_file
from msk_model.topic_policy import ConfigRange, DeadLetters, NamingRule, TopicPlan, TopicPolicy

COMPLETE = {
    "naming": {"pattern": "[a-z.]+", "reason": "use lower case"},
    "plans": {
        "gold": {
            "partition_count": 12,
            "max_partition_count": 48,
            "replication_factor": 3,
            "configs": {"min.insync.replicas": 2},
            "default_configs": {"retention.ms": "30 days"},
        },
        "bronze": None,
    },
    "default_plan": "bronze",
    "allowed_configs": ["retention.ms"],
    "config_ranges": {"retention.ms": {"minimum": "1 hour", "maximum": 7_776_000_000}},
    "max_partitions_per_topic": 100,
    "max_partitions_per_cluster": 1000,
    "owner_required": True,
    "owners": ["team-orders"],
    "dead_letters": {"suffix": ".dead", "for_every_topic": True},
    "severity": "warning",
    "source": "https://wiki.example.com/topics",
}


def test_a_file_states_a_policy():
    """Every field of the file is one of the policy."""
    policy, faults = read_policy_file(COMPLETE, "policy.yaml")
    assert faults == []
    assert policy == TopicPolicy(
        naming=NamingRule(pattern="[a-z.]+", reason="use lower case"),
        plans={
            "gold": TopicPlan(
                partition_count=12,
                max_partition_count=48,
                replication_factor=3,
                configs={"min.insync.replicas": "2"},
                default_configs={"retention.ms": "2592000000"},
            ),
            "bronze": TopicPlan(),
        },
        default_plan="bronze",
        allowed_configs=frozenset({"retention.ms"}),
        config_ranges={"retention.ms": ConfigRange(minimum="1 hour", maximum=7_776_000_000)},
        max_partitions_per_topic=100,
        max_partitions_per_cluster=1000,
        owner_required=True,
        owners=frozenset({"team-orders"}),
        dead_letters=DeadLetters(suffix=".dead", for_every_topic=True),
        severity=Severity.WARNING,
        source="https://wiki.example.com/topics",
    )


def test_an_empty_mapping_asks_for_nothing():
    """Every part of a policy may be absent."""
    assert read_policy_file({}, "policy.yaml") == (TopicPolicy(), [])


FAULTS = {
    "naming": ({"naming": {"pattern": "("}}, ["naming.reason must be stated"]),
    "pattern": (
        {"naming": {"pattern": "(", "reason": "x"}},
        ["naming pattern must be a regular expression, got '('"],
    ),
    "plan": ({"default_plan": "gold"}, ["default_plan must be one of the plans, got 'gold'"]),
    "plan field": (
        {"plans": {"gold": {"replicas": 3}}},
        ["plans.gold.replicas must be a known field; did you mean replication_factor?"],
    ),
    "range": (
        {"config_ranges": {"retention.ms": {"minimum": "9 days", "maximum": "1 day"}}},
        ["config_ranges.retention.ms minimum must be at most the maximum, '1 day', got '9 days'"],
    ),
    "allowed": (
        {"allowed_configs": ["retention"]},
        ["allowed_configs must be a topic setting of Kafka; did you mean retention.ms?"],
    ),
    "range name": (
        {"config_ranges": {"retention.mss": {}}},
        [
            "config_ranges.retention.mss must be a topic setting of Kafka; did you mean retention.ms?"
        ],
    ),
    "range value": (
        {"config_ranges": {"retention.ms": {"maximum": "7 GiB"}}},
        ["config_ranges.retention.ms.maximum must be a whole number, at least -1 ms, got '7 GiB'"],
    ),
    "suffix": (
        {"dead_letters": {"suffix": " dlq"}},
        ["dead_letters suffix must be letters, digits, . _ and -, got ' dlq'"],
    ),
    "severity": ({"severity": "fatal"}, ["severity must be error or warning, got 'fatal'"]),
    "owners": ({"owners": "team-orders"}, ["owners must be a list of texts, got 'team-orders'"]),
    "several": ({"plans": [], "max_partitions_per_topic": 0}, ["plans must", "max_partitions"]),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_says_where_and_what(case):
    """As in files of topics, all at once."""
    content, expected = FAULTS[case]
    faults = sorted(str(fault) for fault in read_policy_file(content, "policy.yaml")[1])
    assert len(faults) == len(expected)
    for fault, begin in zip(faults, sorted(expected), strict=True):
        assert fault.startswith(f"policy.yaml: {begin}")
