"""The rules a topic policy is made of: of one topic, and of all topics together."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from msk_model.finding import Finding
from msk_model.topic_policy.rules import (
    cluster_partitions_stay_within_policy,
    config_is_allowed,
    config_stays_within_policy,
    dead_letters_have_a_policy,
    name_follows_policy,
    owner_is_named,
    partitions_stay_within_policy,
    plan_is_known,
    topic_keeps_to_its_plan,
    topic_names_differ,
)

if TYPE_CHECKING:
    from msk_model.topic_policy.declared_topic import DeclaredTopic
    from msk_model.topic_policy.policy import TopicPolicy

PolicyRule = Callable[["DeclaredTopic", "TopicPolicy"], Iterator[Finding]]
WholeRule = Callable[
    ["tuple[DeclaredTopic, ...]", "TopicPolicy"], Iterator["tuple[DeclaredTopic, Finding]"]
]

POLICY_RULES: tuple[PolicyRule, ...] = (
    name_follows_policy.rule,
    owner_is_named.rule,
    plan_is_known.rule,
    topic_keeps_to_its_plan.rule,
    config_is_allowed.rule,
    config_stays_within_policy.rule,
    partitions_stay_within_policy.rule,
    dead_letters_have_a_policy.rule,
)
"""Hold for each topic by itself."""

WHOLE_RULES: tuple[WholeRule, ...] = (
    topic_names_differ.rule,
    cluster_partitions_stay_within_policy.rule,
)
"""Hold for all topics of a cluster."""
